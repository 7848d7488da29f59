"""What goes together with the overall theme, and whether the items of a theme hold together."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from borgerpuls.arrays import Floats, Strings
from borgerpuls.messages import _
from borgerpuls.method.comparison.multiple_testing import holm
from borgerpuls.method.estimation.estimates import t_quantile
from borgerpuls.method.measurement.relative_importance import relative_importance, relative_importance_interval
from borgerpuls.method.measurement.reliability import Reliability, reliability
from borgerpuls.results.declaration.statistic import PAIRS, Inputs, Statistic, Unit
from borgerpuls.results.estimation.covariances import GROUPS, Covariances, covariances
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_ANSWERS, NO_VARIATION, fewer_answers

NEEDED = 100
"""Fewer persons than this who answered both of a pair show nothing steady."""
SURE = 1e-9
"""A standard error below this is that of a share that cannot be another: of a single theme."""
SCALE = np.full(GROUPS, (GROUPS - 1) / GROUPS)


def relative_importance_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """Kind ``driver``, in units and the whole: ``lmg`` and ``johnson`` of each theme (its share of what all themes
    explain of the overall theme; the shares add up to 1) and ``r2`` of the overall theme itself.

    Goes together with, never causes. The interval of ``lmg`` is a delete-a-group jackknife; its difference is from an
    even share, 1 over the themes, and p is adjusted over these (Holm): a report names those that are larger.
    """
    estimates, means = inputs.wave, inputs.means
    overall = estimates.wave.questionnaire.overall
    themes = [m for kind, m in zip(means.kind, means.measure, strict=True) if kind == "theme"]
    if overall not in themes or len(themes) < 2:
        return
    others = [theme for theme in themes if theme != overall]
    found = covariances(estimates, [("theme", theme) for theme in (overall, *others)])
    places = (*estimates.weighting.units, estimates.spec.place_code)
    shape = len(places), len(others)
    lmg, se, johnson = (np.full(shape, np.nan) for _ in range(3))
    r2 = np.full((len(places), 1), np.nan)
    hidden = np.full((len(places), 1), "", dtype=object)
    for place, covariance in enumerate(found.covariance):
        if found.n[place] < max(NEEDED, estimates.spec.hide_below):
            hidden[place] = fewer_answers(max(NEEDED, estimates.spec.hide_below))
        elif not _varied(np.stack([covariance, *found.replicates[place]])):
            hidden[place] = NO_VARIATION
        else:
            one = relative_importance(covariance)
            sure = relative_importance_interval(covariance, found.replicates[place], SCALE)
            r2[place], johnson[place] = one.r2, one.johnson / one.r2
            lmg[place], se[place] = sure.value, sure.se
    n = np.where(np.isfinite(found.n), found.n, np.nan)[:, None]
    df = found.df[:, None]
    half = t_quantile(0.95, df) * se
    low, high = np.clip(lmg - half, 0, 1), np.clip(lmg + half, 0, 1)
    block = partial(_block, estimates.spec.name, places, hidden, n)
    apart = lmg - 1 / len(others)
    beside = {"difference": apart, "difference_se": se, "difference_low": apart - half, "difference_high": apart + half}
    tested = np.where(se > SURE, 2 * stdtr(df, -np.abs(apart) / np.where(se > SURE, se, 1.0)), np.nan)
    p = np.array([holm(row) for row in tested])
    yield block(LMG, others, estimate=lmg, se=se, df=df, low=low, high=high, **beside, p=p)
    yield block(JOHNSON, others, estimate=johnson)
    yield block(R2, [overall], estimate=r2)


def reliability_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """In the whole: ``alpha`` and ``omega`` of each theme, and each item's ``item-rest`` correlation.

    A theme of one item has none, and one of two has no ``omega``.
    """
    estimates, means = inputs.wave, inputs.means
    items = {m for kind, m in zip(means.kind, means.measure, strict=True) if kind == "item"}
    for theme in estimates.wave.questionnaire.themes:
        asked = [item for item in theme.items if item in items]
        if len(asked) < 2:
            continue
        found = covariances(estimates, [("item", item) for item in asked])
        n, covariance = found.n[-1], found.covariance[-1]
        least = max(NEEDED, estimates.spec.hide_below)
        steady: Reliability | None = None
        why = fewer_answers(least) if n < least else "" if _varied(covariance[None]) else NO_VARIATION
        if not why:
            steady = reliability(covariance, int(n))
        se = np.nan if steady is None or steady.se is None else steady.se
        alpha = np.nan if steady is None else steady.alpha
        half = 1.959964 * se
        if steady is not None and estimates.spec.clusters:
            se = _replicated_alpha_error(alpha, found)
            half = float(t_quantile(0.95, found.df[-1])) * se
        low, high = alpha - half, min(1.0, alpha + half)
        block = partial(_block, estimates.spec.name, (estimates.spec.place_code,), np.array([[why]], dtype=object), n)
        yield block(ALPHA, [theme.id], estimate=alpha, se=se, low=low, high=high)
        if len(asked) > 2:
            omega = np.nan if steady is None or steady.omega is None else steady.omega
            yield block(OMEGA, [theme.id], estimate=omega)
        yield block(ITEM_REST, asked, estimate=np.nan if steady is None else steady.item_rest)


def _replicated_alpha_error(alpha: float, found: Covariances) -> float:
    """The standard error of the whole's alpha from groups of clusters left out, of persons who are not independent."""
    made = [reliability(covariance).alpha for covariance in found.replicates[-1]]
    return float(np.sqrt(SCALE @ (np.array(made) - alpha) ** 2))


def _block(
    wave: str,
    places: Sequence[str],
    hidden: Strings,
    n: npt.ArrayLike,
    statistic: Statistic,
    measures: Sequence[str],
    **numbers: npt.ArrayLike,
) -> FigureBlock:
    """The figures of one statistic, whose every number is [P, M], or one column, row or number for all."""
    return FigureBlock.of_statistic(
        wave=wave,
        kind=statistic.kinds * len(measures),
        measure=measures,
        places=places,
        statistic=statistic.id,
        numbers={name: np.asarray(number, np.float64) for name, number in {**numbers, "n": n}.items()},
        hidden=np.broadcast_to(hidden, (len(places), len(measures))),
    )


def _varied(covariances: Floats) -> bool:
    """Does everything vary, and nothing repeat another?"""
    spread = np.sqrt(np.maximum(np.diagonal(covariances, axis1=-2, axis2=-1), 0.0))
    if np.isnan(covariances).any() or not np.all(spread > 0):
        return False
    correlation = covariances / (spread[..., :, None] * spread[..., None, :])
    return bool(np.linalg.eigvalsh(correlation)[..., 0].min() > 1e-8)


_GROEMPING = "Groemping (2006), Relative importance for linear regression in R"

_IMPORTANCE = partial(
    Statistic,
    function=relative_importance_figures,
    kinds=("driver",),
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=80,
)
_RELIABILITY = partial(
    Statistic,
    function=reliability_figures,
    where="whole",
    unit=Unit.RATIO,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=81,
)

LMG = _IMPORTANCE(
    id="lmg",
    label=_("Share of what the themes explain"),
    where="units, whole",
    columns="the theme's share of what all themes explain of the overall theme; delete-a-group jackknife. Its "
    "difference is from an even share; p adjusted over the themes (Holm). Goes together with, never causes",
    formula=(
        "R² gained by the theme, averaged over all orders of entry, over R²",
        "se: delete-a-group jackknife, 20 groups of cells",
    ),
    sources=(_GROEMPING, "Kott (2001), The delete-a-group jackknife"),
)
JOHNSON = _IMPORTANCE(
    id="johnson",
    label=_("Relative weight"),
    where="units, whole",
    columns="the same by relative weights",
    formula=("R² shared out by way of the closest uncorrelated themes",),
    sources=("Johnson (2000), A heuristic method for estimating the relative weight of predictor variables",),
)
R2 = _IMPORTANCE(
    id="r2",
    label=_("How much the themes explain together"),
    where="units, whole (the overall theme)",
    columns="how much the themes explain together",
    formula=("R²",),
    sources=(_GROEMPING,),
)
ALPHA = _RELIABILITY(
    id="alpha",
    label=_("Reliability of the theme (Cronbach)"),
    kinds=("theme",),
    columns="reliability of the theme, with its normal interval",
    formula=("α = K/(K − 1)·(1 − Σ s_kk/Σ s_kl)",),
    sources=("Cronbach (1951)", "Duhachek & Iacobucci (2004)"),
)
OMEGA = _RELIABILITY(
    id="omega",
    label=_("Reliability of the theme (McDonald)"),
    kinds=("theme",),
    columns="reliability of the theme by one factor",
    formula=("ω = (Σ λ_k)²/Σ s_kl,  λ of one factor",),
    sources=("McDonald (1999), Test theory",),
)
ITEM_REST = _RELIABILITY(
    id="item-rest",
    label=_("The item with the rest of its theme"),
    kinds=("item",),
    columns="correlation with the rest of the theme",
    formula=("r(y_k, Σ_{l≠k} y_l)",),
    sources=("Revelle, psych::alpha",),
)
STATISTICS = (LMG, JOHNSON, R2, ALPHA, OMEGA, ITEM_REST)

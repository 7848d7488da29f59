"""What goes together with the overall theme, and whether the items of a theme hold together."""

from collections.abc import Iterator

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.messages import _
from borgerpuls.method.estimation.estimates import t_quantile
from borgerpuls.method.measurement.relative_importance import relative_importance, relative_importance_interval
from borgerpuls.method.measurement.reliability import Reliability, reliability
from borgerpuls.results.declaration.statistic import PAIRS, Inputs, Statistic, Unit
from borgerpuls.results.estimation.covariances import GROUPS, covariances
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import FEW_ANSWERS, NO_VARIATION, fewer_answers

NEEDED = 100
"""Fewer persons than this who answered both of a pair show nothing steady."""
SCALE = np.full(GROUPS, (GROUPS - 1) / GROUPS)


def relative_importance_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """Kind ``driver``, in units and the whole: ``lmg`` and ``johnson`` of each theme (its share of what all themes
    explain of the overall theme; the shares add up to 1) and ``r2`` of the overall theme itself.

    Goes together with, never causes. The interval of ``lmg`` is a delete-a-group jackknife.
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
    half = t_quantile(0.95, np.array(GROUPS - 1.0)) * se
    ends = {"low": np.clip(lmg - half, 0, 1), "high": np.clip(lmg + half, 0, 1)}
    df = np.full(shape, GROUPS - 1.0)

    def grid(measures: list[str], statistic: str, numbers: dict[str, Floats]) -> FigureBlock:
        return FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=["driver"] * len(measures),
            measure=measures,
            places=places,
            statistic=statistic,
            numbers={**numbers, "n": n},
            hidden=np.broadcast_to(hidden, (len(places), len(measures))),
        )

    yield grid(others, LMG.id, {"estimate": lmg, "se": se, "df": df, **ends})
    yield grid(others, JOHNSON.id, {"estimate": johnson})
    yield grid([overall], R2.id, {"estimate": r2})


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
        n, covariance = float(found.n[-1]), found.covariance[-1]
        least = max(NEEDED, estimates.spec.hide_below)
        steady: Reliability | None = None
        why = fewer_answers(least) if n < least else "" if _varied(covariance[None]) else NO_VARIATION
        if not why:
            steady = reliability(covariance, int(n))

        def grid(
            kind: str, measures: list[str], statistic: str, numbers: dict[str, object], n: float, why: str
        ) -> FigureBlock:
            columns = {name: np.array(number, dtype=np.float64).reshape(1, -1) for name, number in numbers.items()}
            return FigureBlock.of_statistic(
                wave=estimates.spec.name,
                kind=[kind] * len(measures),
                measure=measures,
                places=(estimates.spec.place_code,),
                statistic=statistic,
                numbers={**columns, "n": np.array([[n]])},
                hidden=np.full((1, len(measures)), why, dtype=object),
            )

        se = np.nan if steady is None or steady.se is None else steady.se
        alpha = np.nan if steady is None else steady.alpha
        ends = {"low": alpha - 1.959964 * se, "high": min(1.0, alpha + 1.959964 * se)}
        yield grid("theme", [theme.id], ALPHA.id, {"estimate": alpha, "se": se, **ends}, n, why)
        if len(asked) > 2:
            omega = np.nan if steady is None or steady.omega is None else steady.omega
            yield grid("theme", [theme.id], OMEGA.id, {"estimate": omega}, n, why)
        rest = np.full(len(asked), np.nan) if steady is None else steady.item_rest
        yield grid("item", asked, ITEM_REST.id, {"estimate": rest}, n, why)


def _varied(covariances: Floats) -> bool:
    """Does everything vary, and nothing repeat another?"""
    spread = np.sqrt(np.maximum(np.diagonal(covariances, axis1=-2, axis2=-1), 0.0))
    if np.isnan(covariances).any() or not np.all(spread > 0):
        return False
    correlation = covariances / (spread[..., :, None] * spread[..., None, :])
    return bool(np.linalg.eigvalsh(correlation)[..., 0].min() > 1e-8)


_GROEMPING = "Groemping (2006), Relative importance for linear regression in R"

LMG = Statistic(
    id="lmg",
    label=_("Share of what the themes explain"),
    function=relative_importance_figures,
    kinds=("driver",),
    where="units, whole",
    columns="the theme's share of what all themes explain of the overall theme; delete-a-group jackknife. "
    "Goes together with, never causes",
    formula=(
        "R² gained by the theme, averaged over all orders of entry, over R²",
        "se: delete-a-group jackknife, 20 groups of cells",
    ),
    sources=(_GROEMPING, "Kott (2001), The delete-a-group jackknife"),
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=80,
)
JOHNSON = Statistic(
    id="johnson",
    label=_("Relative weight"),
    function=relative_importance_figures,
    kinds=("driver",),
    where="units, whole",
    columns="the same by relative weights",
    formula=("R² shared out by way of the closest uncorrelated themes",),
    sources=("Johnson (2000), A heuristic method for estimating the relative weight of predictor variables",),
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=80,
)
R2 = Statistic(
    id="r2",
    label=_("How much the themes explain together"),
    function=relative_importance_figures,
    kinds=("driver",),
    where="units, whole (the overall theme)",
    columns="how much the themes explain together",
    formula=("R²",),
    sources=(_GROEMPING,),
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=80,
)
ALPHA = Statistic(
    id="alpha",
    label=_("Reliability of the theme (Cronbach)"),
    function=reliability_figures,
    kinds=("theme",),
    where="whole",
    columns="reliability of the theme, with its normal interval",
    formula=("α = K/(K − 1)·(1 − Σ s_kk/Σ s_kl)",),
    sources=("Cronbach (1951)", "Duhachek & Iacobucci (2004)"),
    unit=Unit.RATIO,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=81,
)
OMEGA = Statistic(
    id="omega",
    label=_("Reliability of the theme (McDonald)"),
    function=reliability_figures,
    kinds=("theme",),
    where="whole",
    columns="reliability of the theme by one factor",
    formula=("ω = (Σ λ_k)²/Σ s_kl,  λ of one factor",),
    sources=("McDonald (1999), Test theory",),
    unit=Unit.RATIO,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=81,
)
ITEM_REST = Statistic(
    id="item-rest",
    label=_("The item with the rest of its theme"),
    function=reliability_figures,
    kinds=("item",),
    where="whole",
    columns="correlation with the rest of the theme",
    formula=("r(y_k, Σ_{l≠k} y_l)",),
    sources=("Revelle, psych::alpha",),
    unit=Unit.RATIO,
    hiding=(FEW_ANSWERS, NO_VARIATION),
    needs=(PAIRS,),
    row=81,
)
STATISTICS = (LMG, JOHNSON, R2, ALPHA, OMEGA, ITEM_REST)

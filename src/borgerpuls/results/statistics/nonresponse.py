"""Who answered, judged: outcome rates, whether those who answered resemble those asked, and what it can cost."""

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.special import chdtrc, ndtri

from borgerpuls.arrays import Floats, Integers, Strings
from borgerpuls.dataset.wave import DISPOSITIONS
from borgerpuls.messages import _
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.comparison.multiple_testing import holm
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.method.nonresponse.outcome_rates import Outcomes, outcome_rates
from borgerpuls.method.nonresponse.r_indicator import Representativity, representativity
from borgerpuls.results.declaration.compared_means import ComparedMeans
from borgerpuls.results.declaration.statistic import GROUPS, NONRESPONDENTS, Inputs, Statistic, Unit
from borgerpuls.results.estimation.places import with_whole
from borgerpuls.results.estimation.sparse_cells import collapse_sparse
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import ALL_OR_NONE, FEW_ANSWERS, MEAN_RULES, fewer_answers


def representativity_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """How far those who answered resemble those asked, by a logistic model of response in the group variables.

    ``r-indicator`` (1: all groups were as likely to answer), ``largest-bias`` (how far a theme's unweighted mean can be
    from that of everyone asked) and ``bias-left`` (how far the weighted one) in every unit and the whole; ``partial``
    and ``partial-conditional`` of each group variable in the whole. Where persons were drawn in clusters, only the
    bounds: persons of a cluster are silent together, and the model takes them one by one, so it would take too much of
    its spread for real.
    """
    estimates, means = inputs.wave, inputs.means
    places = (*estimates.weighting.units, estimates.spec.place_code)
    alike = _alike_to_the_weights(estimates)
    found = {place: _likeness(estimates, at, alike) for at, place in enumerate(places)}
    answered = with_whole(estimates.groupings[EVERYBODY].answered[:, 0])
    eligible = with_whole(estimates.groupings[EVERYBODY].eligible[:, 0])
    hidden = np.array([["" if found[place] else ALL_OR_NONE] for place in places], dtype=object)
    hidden[answered < estimates.spec.hide_below] = fewer_answers(estimates.spec.hide_below)
    r, se, cv = (
        np.array([getattr(one[0], part) if one else np.nan for one in found.values()]) for part in ("r", "se", "cv")
    )
    left = np.array([one[1] if one else np.nan for one in found.values()])
    bounds = [_bias(estimates, means, LARGEST_BIAS, cv, hidden), _bias(estimates, means, BIAS_LEFT, left, hidden)]
    if estimates.spec.clusters:
        yield from bounds
        return
    half = ndtri(0.975) * se
    ends = {"low": np.maximum(r - half, 0.0), "high": np.minimum(r + half, 1.0)}
    numbers = {name: part[:, None] for name, part in ({"estimate": r, "se": se, "n": eligible} | ends).items()}
    yield FigureBlock.of_statistic(
        wave=estimates.spec.name,
        kind=["response"],
        measure=[R_INDICATOR.id],
        places=places,
        statistic=R_INDICATOR.id,
        numbers=numbers,
        hidden=hidden,
    )
    yield from bounds
    whole = found[estimates.spec.place_code]
    if whole:
        yield from _partials(estimates, whole[0], eligible[-1])
        yield from _outside_weighting(estimates, whole[0], float(eligible[-1]), float(answered[-1]))


def outcome_rate_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``rr1`` to ``rr6`` and ``eligible-share`` in every unit and the whole.

    The share e of persons never reached who belong to the group is taken as that among all others.
    """
    estimates = inputs.wave
    persons = group_sums(estimates.weighting.unit, len(estimates.weighting.units), estimates.tally.dispositions)
    dispositions = with_whole(persons)
    told = [dict(zip(DISPOSITIONS, row, strict=True)) for row in dispositions.tolist()]
    answered = np.array([row["complete"] + row["partial"] for row in told])
    hidden = np.where(answered < estimates.spec.hide_below, fewer_answers(estimates.spec.hide_below), "").astype(object)
    rates = []
    for row in told:
        known = sum(row.values()) - row["ineligible"] - row["not_reached"]
        share = known / (known + row["ineligible"]) if known else 1.0
        outcomes = Outcomes(
            complete=row["complete"],
            partial=row["partial"],
            refused=row["refused"] + row["breakoff"],
            not_reached=row["no_answer"],
            unknown=row["not_reached"],
            eligible_share=share,
        )
        rates.append(outcome_rates(outcomes) if known else None)
    eligible = (dispositions.sum(axis=1) - dispositions[:, DISPOSITIONS.index("ineligible")])[:, None]
    for statistic in (*RATES, ELIGIBLE_SHARE):
        value = np.array([getattr(one, statistic.id.replace("-", "_")) if one else np.nan for one in rates])
        yield FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=["response"],
            measure=[statistic.id],
            places=(*estimates.weighting.units, estimates.spec.place_code),
            statistic=statistic.name,
            numbers={"estimate": value[:, None], "n": eligible},
            hidden=hidden[:, None],
        )


def _alike_to_the_weights(estimates: WaveEstimates) -> Integers:
    """[C] In which weighting cell each tally cell lies: persons of one are alike to the weights.

    Given weights may know anything; they are taken to know nothing but the unit.
    """
    tally, weighting, spec = estimates.tally, estimates.weighting, estimates.spec
    known = () if spec.weighting.method in ("none", "given") else spec.weighting.by
    crossed = combination_codes(weighting.unit + 1, *(tally.codes[v] for v in (*spec.strata, *known)))
    if weighting.poststratum is None or weighting.margins:
        return crossed
    # Thin cells stand together; where nobody answered, the crossing puts a tally cell beside the others.
    together = np.full(crossed.max(initial=0) + 1, -1, dtype=np.int64)
    np.maximum.at(together, crossed, weighting.poststratum)
    return np.asarray(np.where(together[crossed] >= 0, together[crossed], len(weighting.totals) + crossed))


def response_left(estimates: WaveEstimates) -> tuple[Representativity, float] | None:
    """The R-indicator of the whole, and the relative spread of response that its weights leave, which times the
    standard deviation of the answers is ``bias-left``. None where no model says who answers."""
    return _likeness(estimates, len(estimates.weighting.units), _alike_to_the_weights(estimates))


def _likeness(estimates: WaveEstimates, place: int, weighted: Integers) -> tuple[Representativity, float] | None:
    """The model of response of a unit, or of the whole (the place after the last unit), and the relative spread of
    response that is left among persons ``weighted`` alike."""
    tally, unit = estimates.tally, estimates.weighting.unit
    here = np.flatnonzero(unit == place if place < len(estimates.weighting.units) else unit >= 0)
    asked = tally.invited[here] - tally.dispositions[here, -1]
    back = tally.answered[here]
    groups = {v: collapse_sparse(tally.codes[v][here], asked, back) for v in estimates.spec.groups}
    variables = {v: group for v, group in groups.items() if group.max(initial=0) > 0}
    if not variables:
        return None
    alike = combination_codes(*variables.values())
    _, first = np.unique(alike, return_index=True)
    cells = len(first)
    try:
        found = representativity(
            np.bincount(alike, asked, cells).astype(np.int64),
            np.bincount(alike, back, cells).astype(np.int64),
            {v: group[first] for v, group in variables.items()},
        )
        return found, found.cv_within(weighted[here], alike, asked)
    except (TooFew, np.linalg.LinAlgError):
        return None


def _bias(
    estimates: WaveEstimates, means: ComparedMeans, statistic: Statistic, cv: Floats, hidden: Strings
) -> FigureBlock:
    """A bound on the bias of the themes' means: the relative spread of response [P] times that of the answers."""
    themes = np.flatnonzero(means.themes)
    sums = plain_sums(estimates, means, themes)
    n = np.maximum(sums.n, 1)
    sd = np.sqrt(np.maximum(sums.squares / n - (sums.total / n) ** 2, 0.0))
    return FigureBlock.of_statistic(
        wave=estimates.spec.name,
        kind=[means.kind[m] for m in themes],
        measure=[means.measure[m] for m in themes],
        places=(*estimates.weighting.units, estimates.spec.place_code),
        statistic=statistic.id,
        numbers={"estimate": cv[:, None] * sd, "n": sums.n},
        hidden=np.where(means.hidden[:-1, themes] != "", means.hidden[:-1, themes], hidden),
    )


def plain_sums(estimates: WaveEstimates, means: ComparedMeans, which: Integers) -> Sums:
    """Sums of unweighted answers, [U + 1, M]: the units and the whole."""
    cells, units = estimates.shared[EVERYBODY].measures.sums_of(means.at[which]), len(estimates.weighting.units)
    columns = (cells.n, cells.total, cells.squares)
    return Sums(*(with_whole(group_sums(estimates.weighting.unit, units, column)) for column in columns))


def _partials(estimates: WaveEstimates, whole: Representativity, eligible: float) -> Iterator[FigureBlock]:
    """How much each variable, and each of its groups, has to do with who answered; in the whole."""
    for variable, partial in whole.partial.items():
        alone = {"": partial.unconditional, **_named(estimates, variable, partial.groups)}
        for group, value in alone.items():
            numbers = {PARTIAL.id: value} | ({PARTIAL_CONDITIONAL.id: partial.conditional} if not group else {})
            for statistic, estimate in numbers.items():
                yield FigureBlock.of_statistic(
                    wave=estimates.spec.name,
                    kind=["response"],
                    measure=[statistic],
                    places=(estimates.spec.place_code,),
                    statistic=statistic,
                    numbers={"estimate": np.array(estimate), "n": np.array(eligible)},
                    hidden=np.full((1, 1), "", dtype=object),
                    group=(variable, group),
                )


def _outside_weighting(
    estimates: WaveEstimates, whole: Representativity, eligible: float, answered: float
) -> Iterator[FigureBlock]:
    """``outside-weighting`` of each group variable that the weights do not know: how much its groups differed in
    response, the others held fast, and p that they did not (Holm over these variables)."""
    weighting = estimates.spec.weighting
    known = weighting.by if weighting.method != "none" else ()
    left_out = [v for v in whole.partial if v not in known]
    likely = answered / eligible
    if weighting.method == "given" or not left_out or not 0 < likely < 1:
        return
    conditional = np.array([whole.partial[v].conditional for v in left_out])
    groups = np.array([len(whole.partial[v].groups) for v in left_out], dtype=np.float64)
    p = holm(chdtrc(np.maximum(groups - 1, 1), eligible * conditional**2 / (likely * (1 - likely))))
    for variable, estimate, evidence in zip(left_out, conditional, p, strict=True):
        yield FigureBlock.of_statistic(
            wave=estimates.spec.name,
            kind=["response"],
            measure=[OUTSIDE_WEIGHTING.id],
            places=(estimates.spec.place_code,),
            statistic=OUTSIDE_WEIGHTING.id,
            numbers={"estimate": np.array(estimate), "n": np.array(eligible), "p": np.array(evidence)},
            hidden=np.full((1, 1), "", dtype=object),
            group=(variable, ""),
        )


def _named(estimates: WaveEstimates, variable: str, values: Floats) -> Mapping[str, float]:
    """Values by group, where no groups stand together in the model."""
    levels = estimates.tally.levels[variable]
    met = np.unique(estimates.tally.codes[variable][estimates.weighting.unit >= 0])
    if len(met) != len(values):
        return {}
    return {levels[code]: value for code, value in zip(met.tolist(), values.tolist(), strict=True) if levels[code]}


_BASE = "K = answered, refused, broken off, silent;  U = never reached;  e = K/(K + ineligible)"
_AAPOR = "AAPOR (2023), Standard Definitions"
_SCHOUTEN = "Schouten, Cobben & Bethlehem (2009), Indicators for the representativeness of survey response"
_SHLOMO = "Shlomo, Skinner & Schouten (2012), Estimation of an indicator of the representativeness of survey response"

RATES = tuple(
    Statistic(
        id=rate,
        label=_("Response rate by AAPOR"),
        function=outcome_rate_figures,
        kinds=("response",),
        where="units, whole",
        columns="AAPOR response rate; n is eligible invited" + ("; it is `rate`" if rate == "rr2" else ""),
        formula=(formula, _BASE),
        sources=(_AAPOR,),
        unit=Unit.SHARE,
        hiding=(FEW_ANSWERS,),
        needs=(NONRESPONDENTS,),
        row=60,
        column="rate",
        reproduced=True,
    )
    for rate, formula in {
        "rr1": "RR1 = complete/(K + U)",
        "rr2": "RR2 = (complete + partial)/(K + U)",
        "rr3": "RR3 = complete/(K + e·U)",
        "rr4": "RR4 = (complete + partial)/(K + e·U)",
        "rr5": "RR5 = complete/K",
        "rr6": "RR6 = (complete + partial)/K",
    }.items()
)
ELIGIBLE_SHARE = Statistic(
    id="eligible-share",
    label=_("Share that belongs to the group"),
    function=outcome_rate_figures,
    kinds=("response",),
    where="units, whole",
    columns="the e of `rr3` and `rr4`: the known eligible among all whose belonging is known",
    formula=("e = known eligible/(known eligible + ineligible)",),
    sources=(_AAPOR,),
    unit=Unit.SHARE,
    hiding=(FEW_ANSWERS,),
    needs=(NONRESPONDENTS,),
    row=60,
    column="share",
)
OUTSIDE_WEIGHTING = Statistic(
    id="outside-weighting",
    label=_("Response that differs by a variable outside the weighting"),
    function=representativity_figures,
    kinds=("response",),
    where="whole; group variables that the wave is not weighted by",
    columns="how much the variable's groups differed in response, the other variables held fast (the conditional "
    "partial indicator); p that they did not, adjusted over these variables (Holm)",
    formula=("X² = N·P_c²/(ρ̄(1 − ρ̄)), chi-squared on groups − 1",),
    sources=(_SCHOUTEN, "Holm (1979), A simple sequentially rejective multiple test procedure"),
    unit=Unit.RATIO,
    hiding=(),
    needs=(NONRESPONDENTS, GROUPS),
    rounding=3,
    row=61,
    grouped=("response",),
)
R_INDICATOR = Statistic(
    id="r-indicator",
    label=_("How alike groups responded, 1 is wholly alike"),
    function=representativity_figures,
    kinds=("response",),
    where="units, whole",
    columns="1 when every group was as likely to answer (bias-adjusted, groups of all group variables; groups with "
    "fewer than five who answered, or did not, stand together)",
    formula=("R = 1 − 2·√(S²(ρ̂) − bias),  ρ̂ logistic in the group variables",),
    sources=(_SCHOUTEN, _SHLOMO),
    unit=Unit.RATIO,
    hiding=(FEW_ANSWERS, ALL_OR_NONE),
    needs=(NONRESPONDENTS, GROUPS),
    row=61,
)
LARGEST_BIAS = Statistic(
    id="largest-bias",
    label=_("How far off the mean without weights can be"),
    function=representativity_figures,
    kinds=("theme",),
    where="units, whole",
    columns="how far the mean without weights can be from that of everyone asked: S(ρ̂)/ρ̄·S(y)",
    formula=("S(ρ̂)/ρ̄·S(y)",),
    sources=(_SCHOUTEN,),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, ALL_OR_NONE),
    needs=(NONRESPONDENTS, GROUPS),
    row=61,
)
BIAS_LEFT = Statistic(
    id="bias-left",
    label=_("How far off the weighted mean can be"),
    function=representativity_figures,
    kinds=("theme",),
    where="units, whole",
    columns="how far the weighted mean can be from that of everyone asked, as far as the group variables tell: what is "
    "left of the spread of response among persons alike to the weights (chance taken off) times that of the answers",
    formula=("√(Σ_h N_h/N·S_h²(ρ̂)/ρ̄_h²)·S(y),  h: persons alike to the weights",),
    sources=(_SCHOUTEN, "Bethlehem (1988), Reduction of nonresponse bias through regression estimation"),
    unit=Unit.SCALE,
    hiding=(*MEAN_RULES, ALL_OR_NONE),
    needs=(NONRESPONDENTS, GROUPS),
    row=61,
)
PARTIAL = Statistic(
    id="partial",
    label=_("What a background has to do with responding"),
    function=representativity_figures,
    kinds=("response",),
    where="whole, by group variable and group",
    columns="how much a variable has to do with who answered; a group's sign says whether it answered more or less",
    formula=("√(Σ_g N_g/N·(ρ̄_g − ρ̄)²),  a group: ±√(N_g/N)·|ρ̄_g − ρ̄|",),
    sources=(_SHLOMO,),
    unit=Unit.RATIO,
    hiding=(),
    needs=(NONRESPONDENTS, GROUPS),
    row=61,
    grouped=("response",),
)
PARTIAL_CONDITIONAL = Statistic(
    id="partial-conditional",
    label=_("The same among persons otherwise alike"),
    function=representativity_figures,
    kinds=("response",),
    where="whole, by group variable",
    columns="how much a variable has to do with who answered among persons otherwise alike",
    formula=("√(Σ (ρ̂_i − ρ̄_alike)²/N)",),
    sources=(_SHLOMO,),
    unit=Unit.RATIO,
    hiding=(),
    needs=(NONRESPONDENTS, GROUPS),
    row=61,
    grouped=("response",),
)
STATISTICS = (
    *RATES,
    ELIGIBLE_SHARE,
    R_INDICATOR,
    LARGEST_BIAS,
    BIAS_LEFT,
    PARTIAL,
    PARTIAL_CONDITIONAL,
    OUTSIDE_WEIGHTING,
)

"""Who answered, judged: outcome rates, whether those who answered resemble those asked, and what it can cost."""

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.special import ndtri

from borgerpuls.arrays import Floats, Integers, Strings
from borgerpuls.dataset.wave import DISPOSITIONS
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.method.nonresponse.outcome_rates import Outcomes, outcome_rates
from borgerpuls.method.nonresponse.r_indicator import Representativity, representativity
from borgerpuls.results.estimation.places import with_whole
from borgerpuls.results.estimation.sparse_cells import joined
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, Counted
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.results.figures.suppression import ALL_OR_NONE, fewer_than
from borgerpuls.results.statistics.compared_means import Means
from borgerpuls.results.statistics.response_rates import silent

RATES = ("rr1", "rr2", "rr3", "rr4", "rr5", "rr6")


def nonresponse(counted: Counted, means: Means) -> Iterator[FigureBlock]:
    """``rr1`` to ``rr6`` and ``eligible-share``, ``r-indicator`` and ``largest-bias`` in every unit and the whole;
    ``partial`` and ``partial-conditional`` of each group variable in the whole.

    The share e of persons never reached who belong to the group is taken as that among all others (``eligible-share``).
    ``r-indicator`` is 1 when all groups were as likely to answer; ``largest-bias`` is how far a theme's mean can be
    from that of everyone asked. A wave that holds answers alone has none of these.
    """
    if not silent(counted):
        return
    yield from _rates(counted)
    if not counted.spec.groups:
        return
    places = (*counted.weighing.units, counted.spec.place_code)
    found = {place: _likeness(counted, at) for at, place in enumerate(places)}
    answered = with_whole(counted.groupings[EVERYBODY].answered[:, 0])
    eligible = with_whole(counted.groupings[EVERYBODY].eligible[:, 0])
    hidden = np.array([["" if found[place] else ALL_OR_NONE] for place in places], dtype=object)
    hidden[answered < counted.spec.hide_below] = fewer_than(counted.spec.hide_below)
    r, se, cv = (
        np.array([getattr(one, part) if one else np.nan for one in found.values()]) for part in ("r", "se", "cv")
    )
    half = ndtri(0.975) * se
    ends = {"low": np.maximum(r - half, 0.0), "high": np.minimum(r + half, 1.0)}
    numbers = {name: part[:, None] for name, part in ({"estimate": r, "se": se, "n": eligible} | ends).items()}
    yield FigureBlock.of_statistic(
        wave=counted.spec.name,
        kind=["response"],
        measure=["r-indicator"],
        places=places,
        statistic="r-indicator",
        numbers=numbers,
        hidden=hidden,
    )
    yield _largest_bias(counted, means, cv, hidden)
    whole = found[counted.spec.place_code]
    if whole:
        yield from _partials(counted, whole, eligible[-1])


def _rates(counted: Counted) -> Iterator[FigureBlock]:
    persons = group_sums(counted.weighing.unit, len(counted.weighing.units), counted.tally.dispositions)
    dispositions = with_whole(persons)
    told = [dict(zip(DISPOSITIONS, row, strict=True)) for row in dispositions.tolist()]
    answered = np.array([row["complete"] + row["partial"] for row in told])
    hidden = np.where(answered < counted.spec.hide_below, fewer_than(counted.spec.hide_below), "").astype(object)
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
    for measure, statistic in (*((rate, "rate") for rate in RATES), ("eligible-share", "share")):
        value = np.array([getattr(one, measure.replace("-", "_")) if one else np.nan for one in rates])
        yield FigureBlock.of_statistic(
            wave=counted.spec.name,
            kind=["response"],
            measure=[measure],
            places=(*counted.weighing.units, counted.spec.place_code),
            statistic=statistic,
            numbers={"estimate": value[:, None], "n": eligible},
            hidden=hidden[:, None],
        )


def _likeness(counted: Counted, place: int) -> Representativity | None:
    """The model of response of a unit, or of the whole (the place after the last unit)."""
    tally, unit = counted.tally, counted.weighing.unit
    here = np.flatnonzero(unit == place if place < len(counted.weighing.units) else unit >= 0)
    asked = tally.invited[here] - tally.dispositions[here, -1]
    back = tally.answered[here]
    groups = {v: joined(tally.codes[v][here], asked, back) for v in counted.spec.groups}
    variables = {v: group for v, group in groups.items() if group.max(initial=0) > 0}
    if not variables:
        return None
    alike = combination_codes(*variables.values())
    _, first = np.unique(alike, return_index=True)
    cells = len(first)
    try:
        return representativity(
            np.bincount(alike, asked, cells).astype(np.int64),
            np.bincount(alike, back, cells).astype(np.int64),
            {v: group[first] for v, group in variables.items()},
        )
    except (TooFew, np.linalg.LinAlgError):
        return None


def _largest_bias(counted: Counted, means: Means, cv: Floats, hidden: Strings) -> FigureBlock:
    themes = np.flatnonzero(means.themes)
    sums = plain_sums(counted, means, themes)
    n = np.maximum(sums.n, 1)
    sd = np.sqrt(np.maximum(sums.squares / n - (sums.total / n) ** 2, 0.0))
    return FigureBlock.of_statistic(
        wave=counted.spec.name,
        kind=[means.kind[m] for m in themes],
        measure=[means.measure[m] for m in themes],
        places=(*counted.weighing.units, counted.spec.place_code),
        statistic="largest-bias",
        numbers={"estimate": cv[:, None] * sd, "n": sums.n},
        hidden=np.where(means.hidden[:-1, themes] != "", means.hidden[:-1, themes], hidden),
    )


def plain_sums(counted: Counted, means: Means, which: Integers) -> Sums:
    """Sums of unweighted answers, [U + 1, M]: the units and the whole."""
    cells, units = counted.shared[EVERYBODY].measures.sums_of(means.at[which]), len(counted.weighing.units)
    columns = (cells.n, cells.total, cells.squares)
    return Sums(*(with_whole(group_sums(counted.weighing.unit, units, column)) for column in columns))


def _partials(counted: Counted, whole: Representativity, eligible: float) -> Iterator[FigureBlock]:
    """How much each variable, and each of its groups, has to do with who answered; in the whole."""
    for variable, partial in whole.partial.items():
        alone = {"": partial.unconditional, **_named(counted, variable, partial.groups)}
        for group, value in alone.items():
            numbers = {"partial": value} | ({"partial-conditional": partial.conditional} if not group else {})
            for statistic, estimate in numbers.items():
                yield FigureBlock.of_statistic(
                    wave=counted.spec.name,
                    kind=["response"],
                    measure=[statistic],
                    places=(counted.spec.place_code,),
                    statistic=statistic,
                    numbers={"estimate": np.array(estimate), "n": np.array(eligible)},
                    hidden=np.full((1, 1), "", dtype=object),
                    group=(variable, group),
                )


def _named(counted: Counted, variable: str, values: Floats) -> Mapping[str, float]:
    """Values by group, where no groups stand together in the model."""
    levels = counted.tally.levels[variable]
    met = np.unique(counted.tally.codes[variable][counted.weighing.unit >= 0])
    if len(met) != len(values):
        return {}
    return {levels[code]: value for code, value in zip(met.tolist(), values.tolist(), strict=True) if levels[code]}

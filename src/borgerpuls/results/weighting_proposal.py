"""A proposal which margins to weight a wave by: all printed groups that the frame counts, and what they would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.dataset.columns import cell_columns
from borgerpuls.dataset.counting.tally import Tally
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.messages import _
from borgerpuls.method.calibration.greg import Bounds
from borgerpuls.method.disclosure.primary import SHOWN
from borgerpuls.problems import Problem, Refused
from borgerpuls.results.estimation.code_order import code_order, positions
from borgerpuls.results.estimation.frame import Frame
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates, estimate
from borgerpuls.results.estimation.weighting import weight_wave
from borgerpuls.results.margins.margin import Margin
from borgerpuls.results.margins.unmet import bounds_that_suffice, unmet_margins
from borgerpuls.results.statistics.nonresponse import response_left
from borgerpuls.text import Text

BOUNDS = (0.3, 3.0)
"""The bounds that are proposed when unbounded weights are more than so many times, or less than nothing, of those
before; wider where these cannot be kept."""


@dataclass(frozen=True)
class PrintedGroup:
    """A variable that figures are broken down by, and whether weights can use it.

    ``counted``: the frame says how many there are of each category in each unit. ``categories`` in all units together
    have answers or persons in the frame, ``thin`` of them fewer answers than ``minimum``: these are joined.
    ``thinnest`` is the unit, the category and the answers of the smallest. ``tells``: some unit keeps two categories.
    """

    variable: str
    counted: bool
    categories: int
    thin: int
    thinnest: tuple[str, str, int]
    tells: bool


@dataclass(frozen=True)
class WeightingOutcome:
    """What a weighting does: ``kish`` 1 + cv² of the weights of all, ``smallest`` and ``largest`` new weight over the
    one before (NaN where nothing is calibrated), the national ``mean`` of the overall theme with its interval (NaN
    where it is hidden), ``r``, the R-indicator of the response before any weights, and ``bias``, how far that mean can
    be off because response differs among persons alike to the weights (``bias-left`` of the reports); both are NaN
    where it is not known who was asked, ``r`` also where persons were drawn in clusters."""

    weighting: Weighting
    kish: float
    smallest: float
    largest: float
    mean: float
    low: float
    high: float
    r: float
    bias: float


@dataclass(frozen=True)
class WeightingProposal:
    """The weighting of a wave as it is, and one that uses every printed group that the frame counts.

    ``now`` is None where the wave's own weighting is refused for ``problems``. ``proposed`` is None where there is
    nothing to propose, for the reason in ``why_not``. ``lacking`` are printed groups that the frame does not count,
    ``imported`` those counted among the persons of the file alone (the frame of the wave has no column of them yet),
    ``left_out`` those whose counts no weights meet beside the others.
    """

    groups: tuple[PrintedGroup, ...]
    now: WeightingOutcome | None
    problems: tuple[Problem, ...]
    proposed: WeightingOutcome | None
    why_not: Text | None
    lacking: tuple[str, ...]
    imported: tuple[str, ...]
    left_out: tuple[str, ...]


def propose_weighting(wave: FrozenWave, tally: Tally) -> WeightingProposal:
    """Rake by all printed groups that the frame counts, bounded where the weights would be far from those before.

    Sources: Deville & Särndal (1992) for the weights and their bounds; Schouten, Cobben & Bethlehem (2009) for what is
    left; Kish (1965) sec. 11.7 for the price in effective answers.
    """
    frame, imported = _known_frame(wave, tally)
    now, problems = _present(wave, tally, frame)
    spec = wave.spec
    by = tuple(dict.fromkeys((*(v for v in spec.weighting.by if v in spec.groups), *spec.groups)))
    groups = tuple(_printed_group(wave, tally, frame, v) for v in by)
    lacking = tuple(group.variable for group in groups if not group.counted)
    useful = tuple(group.variable for group in groups if group.counted and group.tells)
    why_not = _nothing_to_propose(wave, tally, frame, useful, lacking)
    proposed, left_out = (None, ()) if why_not else _fitting(wave, tally, frame, useful)
    if proposed is None and why_not is None:
        why_not = _("No weights meet the counts of the printed groups in every unit.")
    used = proposed.weighting.by if proposed else ()
    return WeightingProposal(
        groups, now, problems, proposed, why_not, lacking, tuple(v for v in imported if v in used), left_out
    )


def _known_frame(wave: FrozenWave, tally: Tally) -> tuple[Frame, tuple[str, ...]]:
    """The wave's frame; with the printed groups that it lacks counted among the persons where these are the frame."""
    frame = Frame.read(wave)
    lacking = tuple(v for v in wave.spec.groups if v not in frame.column)
    cells = ("unit", *cell_columns(wave.spec))
    labels = {v: np.array(tally.levels[v], dtype=object)[tally.codes[v]] for v in (*cells, *lacking)}
    invited = Frame(labels, tally.invited.astype(np.float64))
    if lacking and np.any(tally.answered < tally.invited) and _sums(frame, cells) == _sums(invited, cells):
        return invited, lacking
    return frame, ()


def _sums(frame: Frame, cells: Sequence[str]) -> Mapping[tuple[str, ...], float]:
    """Persons of each combination of some columns; those of nobody left out."""
    found: dict[tuple[str, ...], float] = {}
    for *key, count in zip(*(frame.column[name].tolist() for name in cells), frame.count.tolist(), strict=True):
        found[tuple(key)] = found.get(tuple(key), 0.0) + count
    return {key: count for key, count in found.items() if count}


def _present(wave: FrozenWave, tally: Tally, frame: Frame) -> tuple[WeightingOutcome | None, tuple[Problem, ...]]:
    """What the wave's own weighting does, or why it is refused."""
    try:
        return _outcome(wave, tally, frame, wave.spec.weighting), ()
    except Refused as refused:
        return None, refused.problems


def _outcome(wave: FrozenWave, tally: Tally, frame: Frame, weighting: Weighting) -> WeightingOutcome:
    """What a weighting does to the wave. Raises Refused where no weights meet the frame."""
    plain = replace(wave.spec, weighting=weighting, groups=(), compare={}, compare_groups={}, randomised=())
    made = estimate(replace(wave, spec=plain), tally, frame)
    g = _g_weights(made)
    mean, low, high = _overall(made)
    told = replace(made, wave=replace(wave, spec=replace(wave.spec, weighting=weighting)))
    left = response_left(told)
    return WeightingOutcome(
        weighting,
        float(made.kish[-1]),
        float(g.min(initial=np.inf)) if len(g) else np.nan,
        float(g.max(initial=-np.inf)) if len(g) else np.nan,
        mean,
        low,
        high,
        left[0].r if left and not wave.spec.clusters else np.nan,
        left[1] * _spread(made) if left else np.nan,
    )


def _g_weights(made: WaveEstimates) -> Floats:
    """New weight over the one before, of the rows of everybody; empty where nothing is calibrated."""
    if made.weighting.poststratum is None:
        return np.zeros(0)
    rows = made.rows[EVERYBODY]
    here = np.flatnonzero(rows.of >= 0)
    before = np.zeros(len(rows.unit))
    before[rows.of[here]] = made.weighting.weight[here]
    return np.asarray(rows.design.weight / before)


def _overall_at(made: WaveEstimates) -> int:
    """The position of the mean of the theme that reports lead with."""
    questionnaire = made.wave.questionnaire
    return made.shared[EVERYBODY].measures.means["theme", questionnaire.overall or questionnaire.themes[0].id]


def _spread(made: WaveEstimates) -> float:
    """The standard deviation of the scores of the overall theme, unweighted."""
    sums = made.shared[EVERYBODY].measures.sums_of(_overall_at(made))
    n = max(float(sums.n.sum()), 1.0)
    return float(np.sqrt(max(sums.squares.sum() / n - (sums.total.sum() / n) ** 2, 0.0)))


def _overall(made: WaveEstimates) -> tuple[float, float, float]:
    """The national mean of the overall theme that the wave compares with, and its interval."""
    breakdown = made.shared[EVERYBODY]
    at = (made.places.index(made.benchmark), 0, _overall_at(made))
    if breakdown.reasons[at] != SHOWN:
        return np.nan, np.nan, np.nan
    estimates = breakdown.estimates
    return float(estimates.value[at]), float(estimates.lower[at]), float(estimates.upper[at])


def _printed_group(wave: FrozenWave, tally: Tally, frame: Frame, variable: str) -> PrintedGroup:
    units = tuple(u.code for u in wave.spec.units)
    levels = code_order(wave, variable, (*tally.levels[variable], *frame.column.get(variable, ())))
    unit, level = positions(tally, "unit", units), positions(tally, variable, levels)
    answers = np.zeros((len(units), len(levels)))
    np.add.at(answers, (unit[unit >= 0], level[unit >= 0]), tally.answered[unit >= 0])
    counted = frame.known("unit", variable)
    persons = np.nan_to_num(frame.by_unit(units, variable, levels))
    there = (answers + persons > 0) & (answers.sum(axis=1) > 0)[:, None]
    if not there.any():
        return PrintedGroup(variable, counted, 0, 0, ("", "", 0), tells=False)
    u, k = divmod(int(np.where(there, answers, np.inf).argmin()), len(levels))
    return PrintedGroup(
        variable,
        counted,
        int(there.sum()),
        int((there & (answers < wave.spec.weighting.minimum)).sum()),
        (units[u], levels[k], int(answers[u, k])),
        tells=counted and _tells(_margins(wave, tally, frame, (variable,))[0], int((answers.sum(axis=1) > 0).sum())),
    )


def _tells(margin: Margin, units: int) -> bool:
    """Does a unit keep two categories, thin ones joined?"""
    return int((margin.totals > 0).sum()) > units


def _margins(wave: FrozenWave, tally: Tally, frame: Frame, by: tuple[str, ...]) -> tuple[Margin, ...]:
    raked = replace(wave.spec, weighting=Weighting("rake", by, wave.spec.weighting.minimum))
    return weight_wave(replace(wave, spec=raked), tally, frame).margins


def _nothing_to_propose(
    wave: FrozenWave, tally: Tally, frame: Frame, useful: Sequence[str], lacking: Sequence[str]
) -> Text | None:
    """Why no other weighting is proposed; None where one can be."""
    weighting = wave.spec.weighting
    if weighting.method == "given":
        return _(
            "The weights came with the file, and the frame counts only their sums. Ask who made the weights which "
            "variables they know, or import the file with frame counts and without [weight]."
        )
    if frame.count.sum() <= tally.answered.sum():
        return _("The frame counts only those who answered: there is nobody else for them to stand for.")
    if not useful:
        return _("The frame counts no printed group that has answers enough.")
    if weighting.method != "none" and set(useful) <= set(weighting.by):
        if lacking:
            return _("The weights know every printed group that the frame counts.")
        return _("The weights know every printed group.")
    return None


def _fitting(
    wave: FrozenWave, tally: Tally, frame: Frame, by: tuple[str, ...]
) -> tuple[WeightingOutcome | None, tuple[str, ...]]:
    """Raking by as many of the variables as weights can meet, those of the present weighting kept longest; and the
    variables left out."""
    left_out: tuple[str, ...] = ()
    while by:
        weighting = Weighting("rake", by, wave.spec.weighting.minimum)
        try:
            found = _outcome(wave, tally, frame, weighting)
        except Refused:
            left_out, by = (by[-1], *left_out), by[:-1]
            continue
        if found.largest > BOUNDS[1] and (bounds := _bounds(wave, tally, frame, weighting, found.largest)):
            try:
                found = _outcome(wave, tally, frame, replace(weighting, bounds=bounds))
            except Refused:
                return found, left_out
        return found, left_out
    return None, left_out


def _bounds(wave: FrozenWave, tally: Tally, frame: Frame, weighting: Weighting, largest: float) -> Bounds | None:
    """``BOUNDS`` or the nearest wider ones that weights can keep; None where these hold nothing back."""
    raked = replace(wave.spec, weighting=weighting)
    units = weight_wave(replace(wave, spec=raked), tally, frame).unit_margins(tally.answered)
    bounded = replace(weighting, bounds=BOUNDS)
    if not unmet_margins(wave.spec.name, bounded, units):
        return BOUNDS
    wider = bounds_that_suffice(bounded, units)
    return wider if wider and wider[1] < largest else None

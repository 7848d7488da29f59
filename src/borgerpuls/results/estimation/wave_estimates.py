"""One wave counted and estimated: everything its figures are laid out from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.dataset.counting.tally import Tally
from borgerpuls.dataset.wave import FrozenWave, WaveSpec
from borgerpuls.messages import _
from borgerpuls.method.calibration.poststratification import kish
from borgerpuls.method.comparison.rule_sets import RULES, Rules
from borgerpuls.method.design.design import Design
from borgerpuls.method.disclosure.primary import SHOWN
from borgerpuls.method.errors import NegativeWeights, NotConverged, TooFew
from borgerpuls.method.intervals.scale_intervals import Scale
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.results.estimation.breakdown import Breakdown, DesignRows
from borgerpuls.results.estimation.code_order import code_order, positions
from borgerpuls.results.estimation.frame import Frame
from borgerpuls.results.estimation.places import WHOLES
from borgerpuls.results.estimation.variables import Variables
from borgerpuls.results.estimation.weighting import WaveWeighting, weight_wave
from borgerpuls.results.figures.suppression import by_code
from borgerpuls.results.margins.unmet import unmet_margins

EVERYBODY = ""
"""The grouping of everybody: one group without a name."""
COMPARE = "compare"
"""The grouping of the units' own comparisons: group 1 and group 0."""
SEED = 20240401
"""Where every drawn figure begins: the same wave gives the same figures, today and in ten years."""
FEW_INVITED = 3
"""One more code of ``hidden`` beside those of ``method.disclosure``: fewer invited than the rule set asks for."""
ONE_EACH = 4
"""And one for a group with no two answers in one stratum: nothing tells how sure its numbers are."""
ONE_CARRIES = 7
"""And one for a figure whose weight one person carries."""
UNHEARD = 8
"""And one for the whole, where those who live in units that answered are too few of all."""
ONE_CLUSTER = 9
"""And one for a group with no two clusters in one stratum, where persons were drawn in clusters."""
LEAST_COVERED = 0.5
"""The share of the frame's persons from which on there is a mean of the whole."""


@dataclass(frozen=True)
class Grouping:
    """D groups of a variable and where every tally cell belongs: ``of`` [C], -1 for unknown.

    ``invited``, ``eligible`` and ``answered`` [U, D] are persons; ``population`` [U, D] is the frame's count, NaN where
    it does not tell.
    """

    variable: str
    groups: tuple[str, ...]
    of: Integers
    invited: Floats
    eligible: Floats
    answered: Floats
    population: Floats


@dataclass(frozen=True)
class WaveEstimates:
    """A wave with its tally, its design, and the shared and local statistics of every grouping by variable."""

    wave: FrozenWave
    tally: Tally
    weighting: WaveWeighting
    groupings: Mapping[str, Grouping]
    rows: Mapping[str, DesignRows]
    shared: Mapping[str, Breakdown]
    local: Mapping[str, Breakdown]

    @property
    def spec(self) -> WaveSpec:
        return self.wave.spec

    @property
    def rules(self) -> Rules:
        """The rule set that the wave follows."""
        return RULES[self.spec.rules]

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of the units, of the mean over persons and of the mean over units."""
        whole = self.spec.place_code
        return (*self.weighting.units, whole, f"{whole}.units")

    @property
    def benchmark(self) -> str:
        """The code of the national mean that the wave compares with."""
        whole = self.spec.place_code
        return whole if self.spec.national == "citizens" else f"{whole}.units"

    @property
    def hidden_reasons(self) -> tuple[str, ...]:
        """The reasons that the codes in ``reasons`` of a breakdown stand for."""
        return by_code(self.spec.hide_below, self.rules.invited)

    def scale_of(self, measure: str, share: bool) -> Scale:
        """The scale of a theme, an item or a local item: its lowest and highest value, mean and variance of an answer
        that is equally likely to be any category; that of shares where ``share``."""
        for measures in (self.shared[EVERYBODY].measures, self.local[EVERYBODY].measures):
            place, v = np.nonzero(
                (measures.measure == measure) & (measures.share == share) & (measures.statistic != "")
            )
            if len(v):
                return measures.scale.at((place[0], v[0]))
        raise KeyError(measure)

    @property
    def everybody(self) -> Design:
        """The calibrated design of all who answered."""
        return self.rows[EVERYBODY].design

    @property
    def borrowed(self) -> tuple[str, ...]:
        """Units with one answering person, whose spread is a neighbour's."""
        marked = self.shared[EVERYBODY].totals.borrowed
        return tuple(code for code, alone in zip(self.weighting.units, marked, strict=True) if alone)

    @property
    def heard(self) -> Booleans:
        """Where anybody answered, [U]."""
        return np.asarray(self.groupings[EVERYBODY].answered[:, 0] > 0)

    @property
    def covered(self) -> float:
        """The share of the frame's persons who live where anybody answered; NaN where the frame does not tell."""
        frame = self.groupings[EVERYBODY].population[:, 0]
        return float(frame[self.heard].sum() / frame.sum()) if frame.sum() > 0 else np.nan

    @property
    def kish(self) -> Floats:
        """1 + cv² of the weights [U + 1]: in each unit and, last, in the whole."""
        units = len(self.weighting.units)
        whole = kish(self.everybody) if len(self.everybody.weight) else np.array(np.nan)
        return np.append(kish(self.everybody, self.rows[EVERYBODY].unit, units), whole)


def estimate(wave: FrozenWave, tally: Tally, frame: Frame | None = None) -> WaveEstimates:
    """Weights, estimates and the disclosure rule for every grouping of a wave; its own frame unless another is given.

    ``Refused`` when nobody answered, when no stratum has two answers, when no weights meet the frame, or (with the
    finite population correction on) when more answered than the frame holds.
    """
    population = frame or Frame.read(wave)
    weighting = weight_wave(wave, tally, population)
    spec = wave.spec
    if not tally.answered.any():
        raise Refused([_too_few(wave, 0, 1)])
    variables = (EVERYBODY, *spec.groups, *((COMPARE,) if spec.compare else ()))
    groupings = {v: _grouping(wave, tally, weighting, population, v) for v in variables}
    if spec.fpc:
        _refuse_small_frame(wave, tally, weighting)
    units = len(weighting.units)
    measures = {
        "shared": Variables.shared(tally, wave.questionnaire, weighting.units),
        "local": Variables.local(tally, wave.questionnaire, weighting.units, weighting.unit),
    }
    try:
        rows = {v: DesignRows.of_cells(weighting, tally.answered, g.of) for v, g in groupings.items()}
        found = {
            name: {
                v: _enough(
                    Breakdown.estimate(
                        v,
                        g.groups,
                        measures[name],
                        rows[v],
                        units=units,
                        minimum=spec.hide_below,
                        fpc=spec.fpc,
                        kind=spec.share_interval,
                    ),
                    g.invited,
                    spec,
                )
                for v, g in groupings.items()
            }
            for name in measures
        }
    except TooFew as few:
        raise Refused([_too_few(wave, few.number, few.needed)]) from few
    except (NotConverged, NegativeWeights) as failed:
        raise Refused(
            unmet_margins(spec.name, spec.weighting, weighting.unit_margins(tally.answered))
            or [_not_calibrated(wave, failed)]
        ) from failed
    made = WaveEstimates(wave, tally, weighting, groupings, rows, found["shared"], found["local"])
    if made.covered < LEAST_COVERED:
        for breakdown in made.shared.values():
            wholes = breakdown.reasons[-WHOLES:]
            wholes[wholes == SHOWN] = UNHEARD
    return made


def _enough(breakdown: Breakdown, invited: Floats, spec: WaveSpec) -> Breakdown:
    """The same estimates, hidden where fewer were invited [U, D] than the rule set asks for, where one person carries
    more than ``dominance`` of the weight or all are worth less than half of ``hide_below`` answers, or df < 1.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, sec. 4.2.2 (dominance rule).
    """
    few = np.zeros(breakdown.reasons.shape, dtype=np.bool_)
    few[: len(invited)] = (invited < RULES[spec.rules].invited)[:, :, None]
    reasons = np.where(few & (breakdown.reasons == SHOWN), FEW_INVITED, breakdown.reasons)
    # A mean has fewer answers than the shares hidden with it: any of them that one person carries hides them all.
    carried = breakdown.heaviest > spec.dominance
    carried |= breakdown.basis.effective < spec.hide_below / 2
    judge = breakdown.measures.judge
    carried = (carried.astype(np.float64) @ (judge[:, None] == judge)) > 0
    reasons = np.where(carried & (reasons == SHOWN), ONE_CARRIES, reasons)
    unsure = ONE_CLUSTER if spec.clusters else ONE_EACH
    reasons = np.where((breakdown.estimates.df < 1) & (reasons == SHOWN), unsure, reasons)
    return replace(breakdown, reasons=reasons.astype(np.int8))


def _grouping(wave: FrozenWave, tally: Tally, weighting: WaveWeighting, population: Frame, variable: str) -> Grouping:
    units = len(weighting.units)
    if variable == EVERYBODY:
        groups: tuple[str, ...] = ("",)
        of = np.zeros(len(tally.invited), dtype=np.int64)
        frame = population.by_unit(weighting.units)
    else:
        met = [level for level in tally.levels[variable] if level]
        groups = ("0", "1") if variable == COMPARE else code_order(wave, variable, met)
        of = positions(tally, variable, groups)
        if variable == COMPARE:
            compared = np.isin(np.array(weighting.units), list(wave.spec.compare))
            of = np.where(compared[weighting.unit], of, -1)
        frame = population.by_unit(weighting.units, variable, groups)
    inside = (of >= 0) & (weighting.unit >= 0)
    place = (weighting.unit * len(groups) + of)[inside]

    def by_unit(persons: Integers) -> Floats:
        counts = np.bincount(place, persons[inside], units * len(groups))
        return counts.reshape(units, len(groups)).astype(np.float64)

    ineligible = tally.dispositions[:, -1]
    return Grouping(
        variable=variable,
        groups=groups,
        of=of,
        invited=by_unit(tally.invited),
        eligible=by_unit(tally.invited - ineligible),
        answered=by_unit(tally.answered),
        population=frame,
    )


def _refuse_small_frame(wave: FrozenWave, tally: Tally, weighting: WaveWeighting) -> None:
    here = weighting.stratum >= 0
    answered = np.bincount(weighting.stratum[here], tally.answered[here], len(weighting.frame))
    problems = Problems()
    for h in np.flatnonzero(answered > weighting.frame).tolist():
        unit = weighting.units[weighting.unit_of[h]]
        problems.add(
            where=_("{wave}, population.parquet", wave=wave.spec.name),
            what=_(
                "{unit} has {answered} answers but only {frame} persons in the frame.",
                unit=unit,
                answered=f"{answered[h]:.0f}",
                frame=f"{weighting.frame[h]:.0f}",
            ),
            remedy=_("Correct the frame, or set fpc = false in wave.toml."),
        )
    problems.refuse()


def _not_calibrated(wave: FrozenWave, error: NotConverged | NegativeWeights) -> Problem:
    if isinstance(error, NegativeWeights):
        what = _(
            "The weighting {method} would give some answers a weight below zero.", method=wave.spec.weighting.method
        )
    else:
        what = _("The weighting {method} finds no weights that meet the frame.", method=wave.spec.weighting.method)
    return Problem(
        where=_("wave {name}", name=wave.spec.name),
        what=what,
        remedy=_("Raise minimum in [weighting] of wave.toml, name fewer variables in by, or use another method."),
    )


def _too_few(wave: FrozenWave, number: int, needed: int) -> Problem:
    if wave.spec.clusters and number:
        return Problem(
            where=_("wave {wave}", wave=wave.spec.name),
            what=_("No unit has answers from more than one cluster, so nothing tells how sure its numbers are."),
            remedy=_("Put units together in wave.toml, or name the clusters as they were drawn."),
        )
    return Problem(
        where=_("wave {wave}", wave=wave.spec.name),
        what=_(
            "There are too few answers to compute with: {number}, and it takes at least {needed}.",
            number=number,
            needed=needed,
        ),
        remedy=_("Put units together in wave.toml, or wait for more answers."),
    )

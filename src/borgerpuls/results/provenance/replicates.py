"""The standard error of a figure by replicate weights, as a check on the linearised one."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import combination_codes
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NegativeWeights, NotConverged, TooFew
from borgerpuls.method.estimation.linearization import mean
from borgerpuls.method.estimation.replicates import bootstrap, jackknife, replicate
from borgerpuls.method.measurement.scores import theme_score
from borgerpuls.results.estimation.microdata import respondents, tally_cells
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, SEED, WaveEstimates
from borgerpuls.results.estimation.weighting import WaveWeighting
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.provenance.r_script import category_values
from borgerpuls.results.provenance.reproduction import count_again
from borgerpuls.results.provenance.trace import Trace

JACKKNIFE_PERSONS, BOOTSTRAP_PERSONS = 1_500, 100_000
"""Up to so many persons each is left out in turn; up to so many they are drawn again; more are not replicated."""
DRAWN = 500
"""Replicates of a bootstrap: its standard error then varies by about 3 % from seed to seed."""


@dataclass(frozen=True)
class ReplicateCheck:
    """The replicate standard error ``se`` of a figure's estimate ``value``, from ``replicates`` of one ``kind``."""

    kind: Literal["jackknife", "bootstrap"]
    replicates: int
    value: float
    se: float


def check_trace(trace: Trace) -> ReplicateCheck | None:
    """``replicate_check`` of a traced figure, its wave counted again; ``Refused`` when the tally is another."""
    wave = trace.waves[0]
    estimates = count_again(wave, trace.facts[wave.spec.name]["tally"])
    return replicate_check(trace.figure, trace.made_from["kind"], estimates)


def replicate_check(figure: Figure, kind: str, estimates: WaveEstimates) -> ReplicateCheck | None:
    """The estimate of a theme or item made again with replicate weights, the calibration made anew in each.

    Persons of the figure's unit, or all of them for the mean over citizens, stay in the design. The bootstrap knows no
    finite population correction; the jackknife has the wave's. None for another kind of figure (a comparison, a change,
    a rate, a mean over units), for more persons than ``BOOTSTRAP_PERSONS``, and where a replicate cannot be made: a
    stratum or a calibration cell of one person.
    Source: Wolter (2007), Introduction to Variance Estimation, sec. 4.5; Rao & Wu (1988).
    """
    spec, units = estimates.spec, estimates.weighting.units
    statistic = figure.statistic in ("mean", "top2") or figure.statistic.startswith("share=")
    if kind not in ("theme", "item") or not statistic or figure.place not in (*units, spec.place_code):
        return None
    persons = respondents(estimates)
    here = np.ones(persons.num_rows, np.bool_)
    if figure.place in units:
        here = np.array([unit == figure.place for unit in persons["unit"].to_pylist()])
    persons, cell = persons.filter(here), tally_cells(estimates, persons)[here]
    if not 2 <= persons.num_rows <= BOOTSTRAP_PERSONS:
        return None
    answers = {name: persons[name].to_numpy().astype(np.float64) for name in _columns(figure, kind, estimates)}
    y = _scores(figure, kind, estimates, answers)
    inside = np.ones(len(y), np.bool_)
    if figure.group_by:
        inside = np.array([group == figure.group for group in persons[figure.group_by].to_pylist()])
    plain, weighting = _design(estimates, cell), _restricted(estimates.weighting, cell)
    small = len(y) <= JACKKNIFE_PERSONS
    try:
        made = replicate(
            jackknife(plain) if small else bootstrap(plain, DRAWN, seed=SEED),
            lambda design: mean(design, y, inside).value,
            lambda design: weighting.calibrate(design, cell),
        )
    except (TooFew, NotConverged, NegativeWeights):
        return None
    return ReplicateCheck(
        "jackknife" if small else "bootstrap", len(made.made), float(made.value[0]), float(made.se[0])
    )


def _columns(figure: Figure, kind: str, estimates: WaveEstimates) -> list[str]:
    questionnaire = estimates.wave.questionnaire
    items = questionnaire.theme(figure.measure).items if kind == "theme" else (figure.measure,)
    return [questionnaire.item(item).column for item in items]


def _scores(figure: Figure, kind: str, estimates: WaveEstimates, answers: dict[str, Floats]) -> Floats:
    """Each person's score or answer, NaN where there is none that counts."""
    questionnaire = estimates.wave.questionnaire
    names = questionnaire.theme(figure.measure).items if kind == "theme" else (figure.measure,)
    values = []
    for item in map(questionnaire.item, names):
        codes, value = answers[item.column], np.full(len(answers[item.column]), np.nan)
        for code, counts in category_values(item, figure.statistic).items():
            value[codes == code] = counts
        values.append(value)
    if kind == "item":
        return values[0]
    return theme_score(np.stack(values, axis=1), questionnaire.theme(figure.measure).answered)


def _design(estimates: WaveEstimates, cell: Integers) -> Design:
    """The design before calibration, one row a person of the tally cells ``cell`` [R]."""
    rows = estimates.rows[EVERYBODY]
    stratum = rows.design.stratum[rows.of[cell]]
    frame = rows.frame[np.unique(stratum)] if estimates.spec.fpc else None
    psu = None if estimates.weighting.cluster is None else estimates.weighting.cluster[cell]
    return Design(
        combination_codes(stratum), estimates.weighting.weight[cell], np.ones(len(cell), np.int64), frame, psu
    )


def _restricted(weighting: WaveWeighting, cell: Integers) -> WaveWeighting:
    """The same weighting with totals only for calibration cells that these persons are in."""
    if weighting.poststratum is None:
        return weighting

    def held(totals: Floats, code: Integers) -> Floats:
        return np.where(np.isin(np.arange(len(totals)), code[cell]), totals, 0.0)

    margins = tuple(replace(margin, totals=held(margin.totals, margin.code)) for margin in weighting.margins)
    return replace(weighting, totals=held(weighting.totals, weighting.poststratum), margins=margins)

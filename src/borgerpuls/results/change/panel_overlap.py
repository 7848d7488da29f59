"""Persons who answered two waves: their answers go together, and a change is surer for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.array_operations import combination_codes
from borgerpuls.method.change.panel_change import panel_change
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.linearization import LinearizedEstimates, mean
from borgerpuls.method.measurement.scores import theme_score
from borgerpuls.questionnaire.model import Item
from borgerpuls.results.estimation.microdata import respondents, tally_cells
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates

Name = tuple[str, str]


def panel_changes(now: WaveEstimates, before: WaveEstimates, common: Integers, names: Sequence[Name]) -> Floats:
    """Standard errors [U + 1, M] of the changes of units and of the whole (the mean over persons in the common
    units) that count the persons in both waves; NaN where nobody is.

    The second pass: the persons of both waves are read, their pseudonyms joined inside units, and the covariance of
    their linearised answers is taken off the variance (``method.change``), without the finite population correction, as
    in all changes. Only where the wave says that its pseudonyms are those of the previous one, and never for waves
    calibrated to margins, whose residuals need all persons at once, or whose persons were drawn in clusters: their
    standard errors stay on the safe side.
    """
    units = len(common)
    se = np.full((units + 1, len(names)), np.nan)
    both = now, before
    if not now.spec.same_persons or any(wave.weighting.margins or wave.spec.clusters for wave in both):
        return se
    later, earlier = _Wave.of(now, names), _Wave.of(before, names)
    here = np.flatnonzero(common >= 0).tolist()
    for place, inside in (*((u, [u]) for u in here), (units, here)):
        found = _joined(earlier, later, common[inside], np.array(inside, dtype=np.int64))
        if found is not None:
            at, gap = found
            se[place, at] = gap.se
    return se


@dataclass(frozen=True, eq=False)
class _Wave:
    """The persons who answered: unit and pseudonym, place in the design, and score [R, M] of every theme and item."""

    person: Sequence[tuple[str, str]]
    unit: Integers
    design: Design
    score: Floats

    @classmethod
    def of(cls, estimates: WaveEstimates, names: Sequence[Name]) -> "_Wave":
        persons = respondents(estimates)
        cell = tally_cells(estimates, persons)
        rows = estimates.rows[EVERYBODY]
        row, whole = rows.of[cell], rows.design
        post = None if whole.poststratum is None else whole.poststratum[row]
        design = Design(whole.stratum[row], whole.weight[row], np.ones(len(row), np.int64), poststratum=post)
        questionnaire = estimates.wave.questionnaire
        columns = {item.column: persons[item.column].to_numpy().astype(np.float64) for item in questionnaire.items}

        measures = estimates.shared[EVERYBODY].measures
        held = {(measures.kind[v], measures.measure[0, v]) for v in np.unique(measures.judge)}

        def score(kind: str, measure: str) -> Floats:
            if (kind, measure) not in held:
                return np.full(len(row), np.nan)
            if kind == "item":
                return _values(questionnaire.item(measure), columns)
            theme = questionnaire.theme(measure)
            items = [_values(questionnaire.item(item), columns) for item in theme.items]
            return theme_score(np.stack(items, axis=1), theme.answered)

        scores = [score(*name) for name in names]
        who = list(zip(persons["unit"].to_pylist(), persons["person"].to_pylist(), strict=True))
        return cls(who, rows.unit[row], design, np.stack(scores, axis=1))

    def inside(self, units: Integers, answered: Booleans) -> tuple[list[tuple[str, str]], LinearizedEstimates]:
        """The persons of some units, and their means of the measures at ``answered``."""
        here = np.flatnonzero(np.isin(self.unit, units))
        post = None if self.design.poststratum is None else combination_codes(self.design.poststratum[here])
        design = Design(
            combination_codes(self.design.stratum[here]),
            self.design.weight[here],
            self.design.persons[here],
            poststratum=post,
        )
        return [self.person[i] for i in here.tolist()], mean(design, self.score[here][:, answered])

    def heard(self, unit: int) -> Booleans:
        """[M] of which measures anybody in a unit answered."""
        return np.asarray(~np.isnan(self.score[self.unit == unit]).all(axis=0))


def _joined(earlier: _Wave, later: _Wave, then: Integers, here: Integers) -> tuple[Integers, Difference] | None:
    """The measures that all of the units answered in both waves, and their changes; None where nobody is in both."""
    answered = np.logical_and.reduce([*map(earlier.heard, then), *map(later.heard, here)])
    if not answered.any():
        return None
    try:
        (old, first), (new, second) = earlier.inside(then, answered), later.inside(here, answered)
        at = {person: row for row, person in enumerate(old)}
        same = [(at[person], row) for row, person in enumerate(new) if person in at]
        if not same:
            return None
        rows = np.array(same, dtype=np.int64)
        return np.flatnonzero(answered), panel_change(first, second, (rows[:, 0], rows[:, 1]))
    except TooFew:
        return None


def _values(item: Item, columns: Mapping[str, Floats]) -> Floats:
    """Codes as values, NaN where there is no answer that counts."""
    codes, found = columns[item.column], np.full(len(columns[item.column]), np.nan)
    for category in item.scale.categories:
        if category.value is not None:
            found[codes == category.code] = category.value
    return found

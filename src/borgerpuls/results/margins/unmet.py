"""Why no weights meet the margins of a wave, unit by unit and category by category, and what would help."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.dataset.wave import Weighting
from borgerpuls.messages import _
from borgerpuls.method.calibration.bounds import least_misses, sufficient_bounds
from borgerpuls.method.calibration.greg import Bounds, calibrate_to
from borgerpuls.method.calibration.raking import rake
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NegativeWeights, NotConverged
from borgerpuls.problems import Problem
from borgerpuls.results.margins.margin import Margin
from borgerpuls.rounding import rounded, whole
from borgerpuls.text import Text

FREE = (-np.inf, np.inf)
POSITIVE = (0.0, np.inf)
HARDLY_ABOVE_ZERO = (0.001, np.inf)
"""Raking that cannot keep these has combinations whose weight would have to vanish, and never comes to rest."""
ROOM = 1.05
"""Bounds that are proposed lie so much further from 1 than the nearest that weights can keep, and more where that is
not enough: on the very bound the distance has no slope."""
WIDENINGS = 12
LOW = 0.3
"""The lower bound that is proposed where the wave has none, and it can be kept."""


@dataclass(frozen=True)
class UnitMargins:
    """The margins of one unit: R combinations of categories that somebody is in, and J categories of all margins.

    ``persons`` and ``carried`` [R] are the answers of a combination and their weight before calibration;
    ``inside`` [R, J] which categories it is in; ``totals`` [J] the frame's persons; ``variable`` and ``category`` [J]
    name each category.
    """

    unit: str
    persons: Integers
    carried: Floats
    inside: Booleans
    totals: Floats
    variable: tuple[str, ...]
    category: tuple[str, ...]

    @classmethod
    def of(
        cls, unit: str, margins: Sequence[Margin], cell: Integers, answered: Integers, weight: Floats
    ) -> "UnitMargins":
        """From the tally cells of a unit that have answers, ``cell`` [R] pointing into ``answered`` and ``weight``."""
        held = [(margin, np.unique(margin.code[cell])) for margin in margins]
        inside = np.hstack([margin.code[cell][:, None] == codes for margin, codes in held])
        distinct, at = np.unique(inside, axis=0, return_inverse=True)
        at = at.reshape(-1)
        names = [(margin.variable, margin.category(code)) for margin, codes in held for code in codes.tolist()]
        return cls(
            unit,
            np.bincount(at, answered[cell]).astype(np.int64),
            np.bincount(at, answered[cell] * weight[cell]).astype(np.float64),
            distinct,
            np.concatenate([margin.totals[codes] for margin, codes in held]),
            tuple(variable for variable, _category in names),
            tuple(category for _variable, category in names),
        )

    @property
    def answers(self) -> Integers:
        """Answers of each category, [J]."""
        return np.asarray(self.persons @ self.inside)

    @property
    def times(self) -> Floats:
        """How many times the weight before calibration each category must carry by itself, [J]."""
        return np.asarray(self.totals / (self.carried @ self.inside))

    def weights(self, weighting: Weighting) -> Floats:
        """g [R] by the wave's own method. Raises NotConverged or NegativeWeights as the method does."""
        rows = np.zeros(len(self.persons), np.int64)
        design = Design(rows, self.carried / self.persons, self.persons)
        if weighting.method == "greg":
            return calibrate_to(design, self.inside, self.totals, bounds=weighting.bounds or FREE).g
        margins = []
        for variable in dict.fromkeys(self.variable):
            own = np.array([v == variable for v in self.variable])
            margins.append((self.inside[:, own].argmax(axis=1), self.totals[own]))
        return rake(design, margins, bounds=weighting.bounds).g

    def linear_weights(self) -> Floats:
        """g [R] of GREG without bounds, below zero where it falls so."""
        x = self.inside.astype(np.float64)
        steep = (x * self.carried[:, None]).T @ x
        return np.asarray(1 + x @ (np.linalg.pinv(steep, hermitian=True) @ (self.totals - self.carried @ x)))


def unmet_margins(wave: str, weighting: Weighting, units: Sequence[UnitMargins]) -> tuple[Problem, ...]:
    """A problem for each category that keeps a unit's weights from meeting its margins; empty when all are met."""
    failed: list[tuple[UnitMargins, NotConverged | NegativeWeights]] = []
    for unit in units:
        try:
            unit.weights(weighting)
        except (NotConverged, NegativeWeights) as error:
            failed.append((unit, error))
    contradictory = {u.unit: missed for u, _reason in failed if np.any(missed := _missed(u, HARDLY_ABOVE_ZERO))}
    proposed = _written(bounds_that_suffice(weighting, [u for u, _reason in failed if u.unit not in contradictory]))
    found = []
    for unit, reason in failed:
        where = _("wave {wave}, weighting of {unit}", wave=wave, unit=unit.unit)
        if unit.unit in contradictory:
            told = _contradictions(unit, contradictory[unit.unit])
        elif isinstance(reason, NegativeWeights):
            told = [_below_zero(unit, proposed)]
        else:
            told = _out_of_bounds(unit, weighting.bounds, proposed) if weighting.bounds else []
        found += [Problem(where, what, remedy) for what, remedy in told]
    return tuple(found)


def bounds_that_suffice(weighting: Weighting, units: Sequence[UnitMargins]) -> Bounds | None:
    """Bounds near those of the weighting with which the units' weights meet their margins; None where there are none.

    One end is kept where wider room at the other is enough.
    """
    for bounds in _wider(weighting.bounds or (LOW, np.inf), units):
        if all(np.isfinite(bounds)) and bounds[0] > 0 and (wide := _wide_enough(weighting, bounds, units)):
            return wide
    return None


def _wider(bounds: Bounds, units: Sequence[UnitMargins]) -> Iterator[Bounds]:
    """The nearest bounds that linear programmes find: with the lower one kept, with the upper one, and with neither."""
    if not units:
        return
    low, high = bounds
    yield low, _end(units, lambda u: _sufficient(u, (low, np.inf))[1], max)
    yield _end(units, lambda u: _sufficient(u, (0.0, high))[0], min), high
    lowest = min(low, _end(units, lambda u: _sufficient(u, POSITIVE)[0], min) / ROOM)
    if lowest > 0:
        yield lowest, _end(units, lambda u: _sufficient(u, (lowest, np.inf))[1], max)


def _written(bounds: Bounds | None) -> Text | None:
    """Bounds as one writes them in ``wave.toml``."""
    return _("lower = {low} and upper = {high}", low=f"{bounds[0]:g}", high=f"{bounds[1]:g}") if bounds else None


def _wide_enough(weighting: Weighting, bounds: Bounds, units: Sequence[UnitMargins]) -> Bounds | None:
    """Bounds widened until calibration finds the weights; None where it does not."""
    given = weighting.bounds or (LOW, np.inf)
    for step in range(1, WIDENINGS):
        room = ROOM**step
        low = bounds[0] if bounds[0] == given[0] else _outward(min(bounds[0] / room, 1 / ROOM, given[0]), np.floor)
        high = bounds[1] if bounds[1] == given[1] else _outward(max(bounds[1] * room, ROOM), np.ceil)
        high = max(high, given[1]) if np.isfinite(given[1]) else high
        try:
            for unit in units:
                unit.weights(replace(weighting, bounds=(low, high)))
        except (NotConverged, NegativeWeights):
            continue
        return low, high
    return None


def _outward(end: float, whole: Callable[[float], float]) -> float:
    """A bound in two digits, rounded away from 1."""
    digits = 10.0 ** (1 - np.floor(np.log10(end)))
    return float(whole(end * digits) / digits)


def _end(
    units: Sequence[UnitMargins], of: Callable[[UnitMargins], float], choose: Callable[[Sequence[float]], float]
) -> float:
    ends = [of(unit) for unit in units]
    return np.nan if np.isnan(ends).any() else choose(ends)


def _sufficient(unit: UnitMargins, bounds: Bounds) -> Bounds:
    return sufficient_bounds(unit.carried, unit.inside, unit.totals, bounds)


def _missed(unit: UnitMargins, bounds: Bounds) -> Floats:
    return least_misses(unit.carried, unit.inside, unit.totals, bounds)


def _contradictions(unit: UnitMargins, missed: Floats) -> list[tuple[Text, Text]]:
    """Categories that no weights above zero meet, because of who answered."""
    return [
        (
            _(
                "{variable} {category}: {answers} answers for {frame} persons in the frame. Among those who "
                "answered, no weights above zero meet this count and those of the other variables.",
                **_counts(unit, j),
            ),
            _apart(unit, j),
        )
        for j in np.flatnonzero(missed).tolist()
    ]


def _below_zero(unit: UnitMargins, proposed: Text | None) -> tuple[Text, Text]:
    """The combination whose weight falls furthest below zero: it has answers of which the frame has few."""
    regression = unit.linear_weights()
    worst = int(np.argmin(regression))
    here = np.flatnonzero(unit.inside[worst])
    j = int(here[np.argmin(unit.times[here])])
    combination = ", ".join(f"{unit.variable[k]} {unit.category[k]}" for k in here.tolist())
    what = _(
        "{combination}: {answers} answers would get a weight below zero, {times} times the one before; of "
        "{variable} {category} alone there are {all_answers} answers for {frame} persons in the frame.",
        combination=combination,
        times=rounded(float(regression[worst]), 2),
        **(_counts(unit, j) | {"answers": int(unit.persons[worst]), "all_answers": int(unit.answers[j])}),
    )
    if proposed is None:
        return what, _apart(unit, j)
    return what, _(
        'Write method = "rake", or {bounds}, in [weighting] of wave.toml; or take {variable} out of by.',
        bounds=proposed,
        variable=unit.variable[j],
    )


def _out_of_bounds(unit: UnitMargins, bounds: Bounds, proposed: Text | None) -> list[tuple[Text, Text]]:
    """Categories that alone would need weights outside the bounds; else the one that comes nearest to it."""
    low, high = bounds
    times = unit.times
    alone = np.flatnonzero((times < low) | (times > high)).tolist()
    told = []
    for j in alone or [int(np.argmax(np.abs(np.log(np.maximum(times, 1e-12)))))]:
        numbers = _counts(unit, j) | {"times": rounded(float(times[j]), 2), "low": f"{low:g}", "high": f"{high:g}"}
        if alone:
            what = _(
                "{variable} {category}: {answers} answers for {frame} persons in the frame need {times} times the "
                "weight before; the bounds are {low} to {high}.",
                **numbers,
            )
        else:
            what = _(
                "{variable} {category}: {answers} answers for {frame} persons in the frame need {times} times the "
                "weight before, and together with the other variables no weights within {low} to {high} meet "
                "the counts.",
                **numbers,
            )
        remedy = _apart(unit, j)
        if proposed is not None:
            remedy = _("Write {bounds} in [weighting] of wave.toml. Or: {otherwise}", bounds=proposed, otherwise=remedy)
        told.append((what, remedy))
    return told


def _apart(unit: UnitMargins, j: int) -> Text:
    """What helps without wider bounds: a larger category, or one variable less."""
    return _(
        "Join {category} with another category (in the questionnaire or the mapping file, or by minimum above "
        "{answers} in [weighting]), or take {variable} out of by.",
        category=unit.category[j],
        answers=int(unit.answers[j]),
        variable=unit.variable[j],
    )


def _counts(unit: UnitMargins, j: int) -> dict[str, object]:
    return {
        "variable": unit.variable[j],
        "category": unit.category[j],
        "answers": int(unit.answers[j]),
        "frame": whole(float(unit.totals[j])),
    }

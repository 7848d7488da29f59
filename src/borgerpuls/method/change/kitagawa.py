"""A change taken apart in every unit at once: other citizens, and other answers of the same citizens."""

from dataclasses import dataclass

import numpy as np

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.comparison.differences import Difference, satterthwaite
from borgerpuls.method.design.design import Design, group_sums
from borgerpuls.method.estimation.means import over
from borgerpuls.method.estimation.totals import Sums, domain_totals


@dataclass(frozen=True, eq=False)
class Grouped:
    """One wave, cells or persons: ``design`` [R], ``sums`` [R, V], ``group`` and ``unit`` int [R] of each row.

    ``place`` int [U] is the place that each unit counts in, -1 for none.
    """

    design: Design
    sums: Sums
    group: Integers
    unit: Integers
    place: Integers


@dataclass(frozen=True, eq=False)
class Parts:
    """``mix`` and ``performance``, [P, V] each; they add up to the later mean minus the earlier one."""

    mix: Difference
    performance: Difference


def parts(earlier: Grouped, later: Grouped, *, places: int, groups: int) -> Parts:
    """Kitagawa's two parts of the change in P places and V measures, with shares and means both estimated.

    mix = sum (p2 - p1)(m1 + m2)/2, performance = sum (p1 + p2)/2 (m2 - m1), over the groups' shares p and means m. A
    group that only one of the waves has cannot have answered otherwise: all that it brings or takes is mix. Each part
    is linearised in all Â and Ŷ of each wave, which are independent of each other (``kitagawa`` does the same for one
    change from given shares and means). df by Satterthwaite. NaN where a wave has no answers.

    Source: Kitagawa (1955), J. American Statistical Association 50, 1168-1194; Binder (1983) (linearisation).
    """
    one, two = (_Shares.of(wave, places, groups) for wave in (earlier, later))
    both = one.there & two.there
    mean1, mean2 = np.where(one.there, one.mean, two.mean), np.where(two.there, two.mean, one.mean)
    middle, gained = (mean1 + mean2) / 2, mean2 - mean1
    moved, held = two.share - one.share, (one.share + two.share) / 2
    mix, performance = (moved * middle).sum(axis=1), (held * gained).sum(axis=1)
    on_mean1 = moved * np.where(both, 0.5, 1.0)
    mix_variances = one.variance(-middle, on_mean1 * one.there), two.variance(middle, on_mean1 * two.there)
    performance_variances = one.variance(gained / 2, -held * both), two.variance(gained / 2, held * both)

    def part(value: Floats, variances: tuple[Floats, Floats]) -> Difference:
        missing = (one.n == 0) | (two.n == 0)
        degrees = satterthwaite(*variances, one.df, two.df)
        value, se, df = (np.where(missing, np.nan, x) for x in (value, np.sqrt(sum(variances)), degrees))
        return Difference(value, se, df, two.n)

    return Parts(part(mix, mix_variances), part(performance, performance_variances))


@dataclass(frozen=True, eq=False)
class _Shares:
    """Shares and means of the groups [P, G, V], with all that a variance takes."""

    wave: Grouped
    size: Floats
    share: Floats
    mean: Floats
    there: Booleans
    n: Floats
    df: Floats

    @classmethod
    def of(cls, wave: Grouped, places: int, groups: int) -> "_Shares":
        totals = domain_totals(wave.design, wave.sums, wave.group, groups, unit=wave.unit, units=len(wave.place))
        size, total, n = (group_sums(wave.place, places, x) for x in (totals.size, totals.total, totals.n))
        held = _filled(over(size, size.sum(axis=1, keepdims=True)))
        persons = totals.psus.sum(axis=1)
        strata = domain_totals(wave.design, wave.sums, None, 1, unit=wave.unit, units=len(wave.place)).strata[:, 0]
        df = group_sums(wave.place, places, (persons - strata).astype(np.float64))
        answered = n.sum(axis=1)
        return cls(
            wave, size, held, _filled(over(total, size)), n > 0, answered, np.broadcast_to(df[:, None], answered.shape)
        )

    def variance(self, on_share: Floats, on_mean: Floats) -> Floats:
        """Variance [P, V] of a function with these derivatives [P, G, V] by the groups' shares and means."""
        wave = self.wave
        around = (on_share * self.share).sum(axis=1, keepdims=True)
        per_answer = _filled(over(on_mean, self.size))
        per_person = _filled(over(on_share - around, self.size.sum(axis=1, keepdims=True))) - per_answer * self.mean
        place = wave.place[wave.unit]
        inside = (place >= 0)[:, None]
        a, b = (np.where(inside, x[place, wave.group], 0.0) for x in (per_person, per_answer))
        n, total, squares = wave.sums.n, wave.sums.total, wave.sums.squares
        linear = Sums(n, a * n + b * total, a**2 * n + 2 * a * b * total + b**2 * squares)
        spread = domain_totals(wave.design, linear, None, 1, unit=wave.unit, units=len(wave.place))
        return group_sums(wave.place, len(self.n), np.asarray(spread.variance(0.0, 1.0)[:, 0]))


def _filled(values: Floats) -> Floats:
    return np.where(np.isnan(values), 0.0, values)

"""Kitagawa's decomposition of a change into mix (other citizens) and performance (other answers of the same groups)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.array_operations import group_sums, quotient, zero_for_nan
from borgerpuls.method.comparison.differences import Difference, satterthwaite
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums, domain_totals


@dataclass(frozen=True, eq=False)
class GroupedWave:
    """One wave, cells or persons: ``design`` [R], ``sums`` [R, V], ``group`` and ``unit`` int [R] of each row.

    ``place`` int [U] is the place that each unit counts in, -1 for none.
    """

    design: Design
    sums: Sums
    group: Integers
    unit: Integers
    place: Integers


@dataclass(frozen=True, eq=False)
class Decomposition:
    """``mix`` from other citizens and ``performance`` from other answers of the same groups, of one shape.

    They add up to the later mean minus the earlier one.
    """

    mix: Difference
    performance: Difference


def decompose(earlier: GroupedWave, later: GroupedWave, *, places: int, groups: int) -> Decomposition:
    """Kitagawa's decomposition of the change in P places and V measures, with shares and means both estimated.

    mix = sum (p2 - p1)(m1 + m2)/2, performance = sum (p1 + p2)/2 (m2 - m1), over the groups' shares p and means m. A
    group that only one of the waves has cannot have answered otherwise: all that it brings or takes is mix. Each part
    is linearised in all Â and Ŷ of each wave, which are independent of each other (``kitagawa`` does the same for one
    change from given shares and means). df by Satterthwaite. NaN where a wave has no answers.

    Source: Kitagawa (1955), J. American Statistical Association 50, 1168-1194; Binder (1983) (linearisation).
    """
    one, two = (_Shares.from_wave(wave, places, groups) for wave in (earlier, later))
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

    return Decomposition(part(mix, mix_variances), part(performance, performance_variances))


@dataclass(frozen=True, eq=False)
class _Shares:
    """Shares and means of the groups [P, G, V], with all that a variance takes."""

    wave: GroupedWave
    size: Floats
    share: Floats
    mean: Floats
    there: Booleans
    n: Floats
    df: Floats

    @classmethod
    def from_wave(cls, wave: GroupedWave, places: int, groups: int) -> "_Shares":
        totals = domain_totals(wave.design, wave.sums, wave.group, groups, unit=wave.unit, units=len(wave.place))
        size, total, n = (group_sums(wave.place, places, x) for x in (totals.size, totals.total, totals.n))
        held = zero_for_nan(quotient(size, size.sum(axis=1, keepdims=True)))
        persons = totals.psus.sum(axis=1)
        if wave.design.psu is not None:  # a cluster has persons in several groups, and counts once
            grouped = np.where(wave.group < 0, -1, 0)
            persons = domain_totals(wave.design, wave.sums, grouped, 1, unit=wave.unit, units=len(wave.place)).psus[
                :, 0
            ]
        strata = domain_totals(wave.design, wave.sums, None, 1, unit=wave.unit, units=len(wave.place)).strata[:, 0]
        df = group_sums(wave.place, places, (persons - strata).astype(np.float64))
        answered = n.sum(axis=1)
        return cls(
            wave,
            size,
            held,
            zero_for_nan(quotient(total, size)),
            n > 0,
            answered,
            np.broadcast_to(df[:, None], answered.shape),
        )

    def variance(self, on_share: Floats, on_mean: Floats) -> Floats:
        """Variance [P, V] of a function with these derivatives [P, G, V] by the groups' shares and means."""
        wave = self.wave
        around = (on_share * self.share).sum(axis=1, keepdims=True)
        per_answer = zero_for_nan(quotient(on_mean, self.size))
        per_person = (
            zero_for_nan(quotient(on_share - around, self.size.sum(axis=1, keepdims=True))) - per_answer * self.mean
        )
        place = wave.place[wave.unit]
        inside = (place >= 0)[:, None]
        a, b = (np.where(inside, x[place, wave.group], 0.0) for x in (per_person, per_answer))
        n, total, squares = wave.sums.n, wave.sums.total, wave.sums.squares
        linear = Sums(n, a * n + b * total, a**2 * n + 2 * a * b * total + b**2 * squares)
        spread = domain_totals(wave.design, linear, None, 1, unit=wave.unit, units=len(wave.place))
        return group_sums(wave.place, len(self.n), np.asarray(spread.variance(0.0, 1.0)[:, 0]))


def kitagawa(
    shares1: npt.ArrayLike,
    means1: npt.ArrayLike,
    covariance1: npt.ArrayLike,
    shares2: npt.ArrayLike,
    means2: npt.ArrayLike,
    covariance2: npt.ArrayLike,
) -> Decomposition:
    """Kitagawa's decomposition of one change, from given shares and means of the groups in each wave.

    ``shares`` float [K] (each wave's add up to 1) and ``means`` float [K] of the groups; ``covariance`` of one wave
    is [K] variances of independent group means (shares known from the frame), [K, K] covariance of the means, or [2K,
    2K] of shares and means together. The waves are independent of each other. mix = sum (p2 - p1)(m1 + m2)/2,
    performance = sum (p1 + p2)/2 (m2 - m1); variances by the delta method, df infinite, ``n`` NaN (it is not known).

    Raises TooFew without a group, ValueError when shares do not add up to 1, a mean is not a number or the shapes do
    not match.

    Source: Kitagawa (1955), J. American Statistical Association 50, 1168-1194; variance Wang, Rahman, Siegel & Fisher
    (2000), in the same linearised form.
    """
    p1, m1, p2, m2 = (np.asarray(part, float).reshape(-1) for part in (shares1, means1, shares2, means2))
    if not p1.size:
        raise TooFew(0, 1, "a change is taken apart by groups")
    if not p1.shape == m1.shape == p2.shape == m2.shape:
        raise ValueError(f"{p1.size} and {p2.size} shares cannot have {m1.size} and {m2.size} means")
    if not np.all(np.isfinite([p1, m1, p2, m2])):
        raise ValueError("a share or mean is not a number; leave out a group that a wave does not have")
    for p in (p1, p2):
        if abs(p.sum() - 1) > 1e-6:
            raise ValueError(f"the groups' shares add up to {p.sum():.4f}, not to 1")
    middle_mean, middle_share, moved = (m1 + m2) / 2, (p1 + p2) / 2, (p2 - p1) / 2
    gained = (m2 - m1) / 2
    first, second = _joint_covariance(covariance1, p1.size), _joint_covariance(covariance2, p1.size)

    def se(on1: Floats, on2: Floats) -> float:
        return float(np.sqrt(max(0.0, float(on1 @ first @ on1) + float(on2 @ second @ on2))))

    def part(value: float, on1: Floats, on2: Floats) -> Difference:
        return Difference(np.array(value), np.array(se(on1, on2)), np.array(np.inf), np.array(np.nan))

    return Decomposition(
        mix=part(2 * moved @ middle_mean, np.concatenate([-middle_mean, moved]), np.concatenate([middle_mean, moved])),
        performance=part(
            2 * middle_share @ gained,
            np.concatenate([gained, -middle_share]),
            np.concatenate([gained, middle_share]),
        ),
    )


def _joint_covariance(covariance: npt.ArrayLike, groups: int) -> Floats:
    given = np.asarray(covariance, float)
    if given.shape == (2 * groups, 2 * groups):
        return given
    if given.shape not in ((groups,), (groups, groups)):
        raise ValueError(f"the covariance of {groups} groups cannot have the shape {given.shape}")
    matrix = np.zeros((2 * groups, 2 * groups))
    matrix[groups:, groups:] = np.diag(given) if given.ndim == 1 else given
    return matrix

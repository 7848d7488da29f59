"""Simultaneous confidence sets for ranks, in place of a league table."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.comparison.random_effects import check_unit_estimates

DRAWS = 20_000
FIRST, LESS = 0.95, 0.2
"""How far out draws are looked at first, beside the bound for so many pairs, and how much further in next time."""


@dataclass(frozen=True, eq=False)
class RankSets:
    """Each unit's rank with its confidence set.

    ``rank``, ``low`` and ``high`` are int [H], 1 is best: with probability ``level`` the true place of *every* unit
    (``simultaneous``) or of any one unit (otherwise) lies from low to high. ``expected`` float [H] is the expected
    rank under normal uncertainty (Laird & Louis 1989). ``draws`` and ``seed`` make it again.
    """

    rank: Integers
    low: Integers
    high: Integers
    expected: Floats
    level: float
    simultaneous: bool
    draws: int
    seed: int

    def top(self, places: int) -> Booleans:
        """The units that may be among the best ``places``: with probability ``level`` none of the true ones is missing.

        Source: Mogstad, Romano, Shaikh & Wilhelm (2024), section 3.3.
        """
        return self.low <= places


def rank_sets(
    estimate: npt.ArrayLike,
    variance: npt.ArrayLike,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = DRAWS,
    higher_is_better: bool = True,
    simultaneous: bool = True,
) -> RankSets:
    """Confidence sets for the ranks of all units, simultaneous at ``level``.

    ``estimate`` and ``variance`` float [H], independent between units. A unit's place is bounded by the number of
    units that are significantly better and worse than it, by a max-t test of all pairwise differences (of its own
    differences only, where not ``simultaneous``). Stepwise: a difference that is found real is set aside and the
    others are tested again, which is sharper and keeps the level.

    Raises TooFew for fewer than two units, ValueError where a variance is not positive.

    Source: Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks with applications to mobility across
    neighbourhoods and academic achievement across countries, Review of Economic Studies 91, sections 3.1 to 3.3.
    """
    given, spread = check_unit_estimates(estimate, variance, 2, "a place needs somebody to stand beside")
    values = given if higher_is_better else -given
    noise = _Noise(spread, draws, seed, level)
    studentised = (values[None, :] - values[:, None]) / noise.spread
    everyone = ~np.eye(values.size, dtype=bool)
    if simultaneous:
        better = _stepwise(studentised, everyone, noise)
        above, below = better.sum(axis=1), better.sum(axis=0)
    else:
        above, below = np.zeros(values.size, np.int64), np.zeros(values.size, np.int64)
        for unit in range(values.size):
            own = np.zeros_like(everyone)
            own[unit, :] = own[:, unit] = True
            better = _stepwise(studentised, own & everyone, noise)
            above[unit], below[unit] = better[unit].sum(), better[:, unit].sum()
    return RankSets(
        rank=1 + (values[None, :] > values[:, None]).sum(axis=1),
        low=1 + above,
        high=values.size - below,
        expected=1 + ndtr(studentised).sum(axis=1) - ndtr(0.0),
        level=level,
        simultaneous=simultaneous,
        draws=draws,
        seed=seed,
    )


class _Noise:
    """How far apart chance alone drives units: the largest studentised difference, drawn again and again.

    A pair's studentised difference (s_k e_k - s_j e_j) / sqrt(s_j^2 + s_k^2) is at most sqrt(e_j^2 + e_k^2), so a
    draw's largest can exceed sqrt(2) c only where some |e| exceeds c. Only these units are paired with the others:
    the quantiles above sqrt(2) c are exact, and c is lowered until the quantile asked for is one of them.
    """

    def __init__(self, variance: Floats, draws: int, seed: int, level: float) -> None:
        self.spread = np.sqrt(variance[:, None] + variance[None, :])
        self._scale = np.sqrt(variance).astype(np.float32)
        self._made, self._level = (draws, seed), level
        self._all = len(variance) * (len(variance) - 1)
        self._pair_up(FIRST * float(-ndtri((1 - level) / self._all)) / 2**0.5)

    def _pair_up(self, extreme: float) -> None:
        self._extreme = max(round(extreme, 2), 0.0)
        self._first, self._unit, self._up, away = _extremes(*self._made, len(self._scale), self._extreme)
        self._ahead = away * self._scale
        own = self._ahead[np.arange(len(away)), self._unit]
        np.subtract(own[:, None], self._ahead, out=self._ahead)
        self._ahead *= (1 / self.spread).astype(np.float32)[self._unit]

    def critical(self, pairs: Booleans) -> float:
        """The quantile of the largest difference among ``pairs`` (j, k), that k seems better than j."""
        above = self._made[0] - 1 - int(np.ceil(self._level * (self._made[0] - 1)))
        while True:
            ahead = self._ahead
            if pairs.sum() < self._all:
                left_out = np.where(np.stack([pairs, pairs.T]), 0.0, -np.inf).astype(np.float32)
                ahead = ahead + left_out[self._up.astype(np.int64), self._unit]
            furthest = ahead.max(axis=1, initial=-np.inf)
            largest = np.maximum.reduceat(furthest, self._first) if len(furthest) else furthest
            if len(largest) > above:
                quantile = float(np.partition(largest, len(largest) - 1 - above)[len(largest) - 1 - above])
                if quantile > np.sqrt(2) * self._extreme or self._extreme <= 0:
                    return quantile
            elif self._extreme <= 0:
                return -np.inf
            self._pair_up(self._extreme - LESS)


@lru_cache(maxsize=8)
def _extremes(
    draws: int, seed: int, count: int, beyond: float
) -> tuple[Integers, Integers, Booleans, npt.NDArray[np.float32]]:
    """Which of ``count`` units lies beyond in a draw, whether above, and that draw of all units, signs turned so that
    it is; and the first of these of each draw that has any. Every measure of a wave takes the same.
    """
    normal = np.random.default_rng(seed).standard_normal((draws, count))
    draw, unit = np.nonzero(np.abs(normal) > beyond)
    first = np.flatnonzero(np.diff(draw, prepend=-1))
    above = normal[draw, unit] > 0
    return first, unit, above, np.where(above[:, None], normal[draw], -normal[draw]).astype(np.float32)


def _stepwise(studentised: Floats, pairs: Booleans, noise: _Noise) -> Booleans:
    """The pairs (j, k) of which k is significantly better than j, rejected step by step (Romano & Wolf 2005)."""
    better = np.zeros_like(pairs)
    left = pairs.copy()
    while left.any():
        found = left & (studentised > noise.critical(left))
        if not found.any():
            break
        better |= found
        left &= ~found
    return better

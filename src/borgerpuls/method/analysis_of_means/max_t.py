"""The distribution of the maximum of correlated |t| statistics, for simultaneous tests of many units."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, ndtr, stdtr, stdtrit

from borgerpuls.arrays import Floats

Drawn = npt.NDArray[np.float32]

DRAWS = 20_000
NODES = 32
"""Points over which the common spread of a t distribution is averaged: four digits of a tail, more of a small one."""
GRID, ROUNDS = 33, 4
"""A critical value is looked up on a grid, and again between two of its points: to a millionth."""


class MaxT:
    """The distribution of the maximum of H absolute t statistics that a common part correlates.

    With independent standard normal z, difference j is ``own`` [H] of it times z_j, plus the sum of ``common`` [H]
    times z, plus ``rest`` times a z that no unit has; each is divided by its standard deviation, and all by one
    estimated on ``df``. Drawn ``draws`` times, and steadied: the same draws without the common part have a known
    distribution, and what they miss it by is taken off (a control variate).
    """

    def __init__(self, own: Floats, common: Floats, rest: float, df: float, *, seed: int, draws: int = DRAWS) -> None:
        self._count, self._df = len(own), df
        normal, spread, self._alone = _drawn(seed, draws, len(own), df)
        deviation = np.sqrt(own**2 + 2 * own * common + np.sum(common**2) + rest**2)
        together = np.append(common, rest).astype(np.float32) @ normal
        largest, one = np.zeros(draws, np.float32), np.empty(draws, np.float32)
        for z, weight, scale in zip(normal, own.astype(np.float32), (1 / deviation).astype(np.float32), strict=False):
            np.multiply(z, weight, out=one)
            one += together
            np.abs(one, out=one)
            one *= scale
            np.maximum(largest, one, out=largest)
        self._together = np.sort(largest / spread)
        self._spread, self._mass = _common_spread(df)

    def tail(self, t: Floats) -> Floats:
        """The probability that the largest |t| is at least as large, float of the shape of ``t``."""
        by_draws = self._share_above(self._together, t) - self._share_above(self._alone, t)
        lowest = 2 * stdtr(self._df, -t)
        return np.asarray(np.clip(self._independent(t) + by_draws, lowest, np.minimum(1.0, self._count * lowest)))

    def critical(self, level: float) -> float:
        """The |t| that the largest stays below with probability ``level``."""
        low, high = (-float(stdtrit(self._df, (1 - level) / 2 / tests)) for tests in (1, self._count))
        for _ in range(ROUNDS):
            steps = np.linspace(low, high, GRID)
            first = max(int(np.argmax(self.tail(steps) <= 1 - level)), 1)
            low, high = float(steps[first - 1]), float(steps[first])
        return high

    def _share_above(self, drawn: Drawn, t: Floats) -> Floats:
        return 1 - np.searchsorted(drawn, t.astype(drawn.dtype)) / len(drawn)

    def _independent(self, t: Floats) -> Floats:
        """The same probability for uncorrelated t with a common spread, exactly."""
        steps = np.multiply.outer(t, self._spread)
        return np.asarray(1 - (1 - 2 * ndtr(-steps)) ** self._count @ self._mass)


@lru_cache(maxsize=16)
def _common_spread(df: float) -> tuple[Floats, Floats]:
    """Points of the spread that all t share, estimated on ``df``, and their mass: Gauss-Legendre over its quantiles."""
    if not np.isfinite(df):
        return np.ones(1), np.ones(1)
    nodes, mass = np.polynomial.legendre.leggauss(NODES)
    return np.sqrt(chdtri(df, (nodes + 1) / 2) / df), mass / 2


@lru_cache(maxsize=4)
def _drawn(seed: int, draws: int, count: int, df: float) -> tuple[Drawn, Drawn, Drawn]:
    """Standard normal draws [count + 1, draws], a common spread of each draw, and the largest |t| [draws] of all rows
    but the last, sorted. Every measure of a wave takes the same.
    """
    generator = np.random.default_rng(seed)
    normal = generator.standard_normal((count + 1, draws), dtype=np.float32)
    spread = np.sqrt(generator.chisquare(df, draws) / df) if np.isfinite(df) else np.ones(draws)
    largest = np.abs(normal[:-1]).max(axis=0) / spread.astype(np.float32)
    return normal, spread.astype(np.float32), np.sort(largest)

"""The distribution of the maximum of correlated |t| statistics, for simultaneous tests of many units."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, ndtr, ndtri, stdtr, stdtrit

from borgerpuls.arrays import Floats

Drawn = npt.NDArray[np.float32]

DRAWS = 60_000
NEGLIGIBLE = 2e-4
"""Correlations that move a tail at 5 % by less than this are left out: it is then exact, and nothing is drawn."""
NODES = 32
"""Points over which the common spread of a t distribution is averaged: four digits of a tail, more of a small one."""
GRID, ROUNDS = 33, 4
"""A critical value is looked up on a grid, and again between two of its points: to a millionth."""


class MaxT:
    """The distribution of the maximum of H absolute t statistics that a common part correlates.

    With independent standard normal z, difference j is ``own`` [H] of it times z_j, plus the sum of ``common`` [H]
    times z, plus ``rest`` times a z that no unit has; each is divided by its standard deviation, and all by one
    estimated on ``df``. Where the correlations are too small to be felt, as they are beside a whole of many units, it
    is that of independent t, by quadrature over their common spread. Else it is drawn ``draws`` times, and steadied:
    the same draws without the common part have a known distribution, and what they miss it by is taken off (a control
    variate). ``drawn`` tells which.
    """

    def __init__(self, own: Floats, common: Floats, rest: float, df: float, *, seed: int, draws: int = DRAWS) -> None:
        self._count, self._df = len(own), df
        self._spread, self._mass = _common_spread(df)
        shared = np.sum(common**2) + rest**2
        deviation = np.sqrt(np.maximum(own**2 + 2 * own * common + shared, 0.0))
        # A unit that is its own whole does not differ from it, and by chance neither.
        deviation = np.where(deviation > 0, deviation, 1.0)
        self.drawn = _felt(
            (np.add.outer(own * common, own * common) + shared) / np.multiply.outer(deviation, deviation)
        )
        if not self.drawn:
            return
        normal, spread, self._alone = _drawn(seed, draws, len(own), df)
        together = np.append(common, rest).astype(np.float32) @ normal
        largest, one = np.zeros(draws, np.float32), np.empty(draws, np.float32)
        for z, weight, scale in zip(normal, own.astype(np.float32), (1 / deviation).astype(np.float32), strict=False):
            np.multiply(z, weight, out=one)
            one += together
            np.abs(one, out=one)
            one *= scale
            np.maximum(largest, one, out=largest)
        self._together = np.sort(largest / spread)

    def tail(self, t: Floats) -> Floats:
        """The probability that the largest |t| is at least as large, float of the shape of ``t``."""
        by_draws = self._share_above(self._together, t) - self._share_above(self._alone, t) if self.drawn else 0.0
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


def _felt(correlation: Floats) -> bool:
    """Do correlations [H, H] move the tail at 5 %? Two |t| beyond c coincide ρ²·2·(c·φ(c))² more often than by chance
    (the first term of Mehler's series), c being the critical value of H independent ones."""
    count = len(correlation)
    c = -float(ndtri((1 - 0.95 ** (1 / count)) / 2))
    density = np.exp(-(c**2) / 2) / np.sqrt(2 * np.pi)
    pairs = correlation[np.triu_indices(count, 1)]
    return bool(np.sum(pairs**2) * 2 * (c * density) ** 2 > NEGLIGIBLE)


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

    The draws are a lattice that fills the cube evenly, multiples of √2, √3, √5, … with a random start, which errs ten
    times less than independent draws where units are few. Source: Richtmyer (1951); Genz & Bretz (2009) sec. 4.2.
    """
    coordinate = np.sqrt(_primes(count + 2))
    shift = np.random.default_rng(seed).random(count + 2)
    step = np.arange(draws, dtype=np.float64)
    normal = np.empty((count + 1, draws), np.float32)
    for row, (width, start) in enumerate(zip(coordinate[:-1], shift[:-1], strict=True)):
        normal[row] = ndtri(np.clip((step * width + start) % 1.0, 1e-12, 1 - 1e-12))
    level = np.clip((step * coordinate[-1] + shift[-1]) % 1.0, 1e-12, 1 - 1e-12)
    spread = np.sqrt(chdtri(df, level) / df) if np.isfinite(df) else np.ones(draws)
    largest = np.abs(normal[:-1]).max(axis=0) / spread.astype(np.float32)
    return normal, spread.astype(np.float32), np.sort(largest)


def _primes(count: int) -> Floats:
    """The first ``count`` primes."""
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found if prime * prime <= number):
            found.append(number)
        number += 1
    return np.array(found, dtype=np.float64)

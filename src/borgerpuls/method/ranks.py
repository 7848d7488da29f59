"""Between which places a unit can stand: confidence sets for ranks instead of a league table."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from borgerpuls.method.design import TooFew

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

DRAWS = 20_000
CHUNK = 1_000
"""Draws held in memory at once: 98 units make 4,753 differences a draw."""


@dataclass(frozen=True, eq=False)
class RankSets:
    """Each unit's place, with the places that it cannot be told apart from.

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
    estimate: Floats,
    covariance: Floats,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = DRAWS,
    higher_is_better: bool = True,
    simultaneous: bool = True,
) -> RankSets:
    """Between which places each unit stands among all, as surely as ``level`` says.

    ``estimate`` float [H]; ``covariance`` float [H, H], or [H] variances of independent estimates. A unit's place is
    bounded by the number of units that are significantly better and worse than it, by a max-t test of all pairwise
    differences (of its own differences only, where not ``simultaneous``). Stepwise: a difference that is found real is
    set aside and the others are tested again, which is sharper and keeps the level.

    Raises TooFew for fewer than two units, ValueError where a difference has no positive variance.

    Source: Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks with applications to mobility across
    neighbourhoods and academic achievement across countries, Review of Economic Studies 91, sections 3.1 to 3.3.
    """
    values = np.asarray(estimate, float) * (1 if higher_is_better else -1)
    if values.size < 2:
        raise TooFew(values.size, 2, "a place needs somebody to stand beside")
    matrix = np.asarray(covariance, float)
    matrix = np.diag(matrix) if matrix.ndim == 1 else matrix
    spread = _standard_errors(matrix)
    studentised = (values[None, :] - values[:, None]) / spread
    np.fill_diagonal(studentised, 0.0)
    noise = _Noise(np.linalg.cholesky(matrix), spread, draws, seed)
    everyone = ~np.eye(values.size, dtype=bool)
    if simultaneous:
        better = _stepwise(studentised, everyone, noise, level)
        above, below = better.sum(axis=1), better.sum(axis=0)
    else:
        above, below = np.zeros(values.size, np.int64), np.zeros(values.size, np.int64)
        for unit in range(values.size):
            own = np.zeros_like(everyone)
            own[unit, :] = own[:, unit] = True
            better = _stepwise(studentised, own & everyone, noise, level)
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


@dataclass(frozen=True, eq=False)
class _Noise:
    """Estimates as chance alone would move them, drawn afresh from the same seed each time they are looked through."""

    root: Floats
    spread: Floats
    draws: int
    seed: int

    def __iter__(self) -> Iterator[Floats]:
        generator = np.random.default_rng(self.seed)
        for start in range(0, self.draws, CHUNK):
            yield generator.standard_normal((min(CHUNK, self.draws - start), len(self.root))) @ self.root.T

    def largest(self, pairs: Booleans) -> Floats:
        """The largest studentised difference among ``pairs`` (j, k), that k seems better than j, in every draw."""
        worse, better = np.nonzero(pairs)
        return np.concatenate(
            [((drawn[:, better] - drawn[:, worse]) / self.spread[worse, better]).max(axis=1) for drawn in self]
        )


def _stepwise(studentised: Floats, pairs: Booleans, noise: _Noise, level: float) -> Booleans:
    """The pairs (j, k) of which k is significantly better than j, rejected step by step (Romano & Wolf 2005)."""
    better = np.zeros_like(pairs)
    left = pairs.copy()
    while left.any():
        found = left & (studentised > np.quantile(noise.largest(left), level))
        if not found.any():
            break
        better |= found
        left &= ~found
    return better


def _standard_errors(matrix: Floats) -> Floats:
    variances = np.diag(matrix)
    differences = variances[:, None] + variances[None, :] - 2 * matrix
    np.fill_diagonal(differences, 1.0)
    if not np.all(differences > 0):
        raise ValueError("every difference between two units needs a positive variance")
    return np.sqrt(differences)

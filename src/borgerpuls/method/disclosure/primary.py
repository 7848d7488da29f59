"""Primary suppression: the rule that hides a figure for its own answers."""

import numpy as np
import numpy.typing as npt

SHOWN, TOO_FEW, ALL_ALIKE = 0, 1, 2

Codes = npt.NDArray[np.int8]


def primary_suppression(n: npt.ArrayLike, counts: npt.ArrayLike | None = None, minimum: int = 5) -> Codes:
    """The reason a figure is suppressed: 0 shown, 1 fewer than ``minimum`` answers, 2 everybody gave the same answer.

    ``n`` [...] is answers to *this* item in the group (item non-response counts, so it is not the number of persons);
    ``counts`` [..., K] is answers by category, None where there are none. Codes have the shape of ``n``. Fewer answers
    goes before all alike. Source: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4 (threshold rule,
    group disclosure).
    """
    number = np.asarray(n)
    alike = np.zeros(number.shape, np.bool_) if counts is None else np.asarray(counts).max(axis=-1) >= number
    return _codes(number, alike, minimum)


def primary_suppression_of_scores(
    n: npt.ArrayLike, total: npt.ArrayLike, squares: npt.ArrayLike, minimum: int = 5
) -> Codes:
    """``primary_suppression`` for scores as whole numbers, from n, Σy, Σy² of one shape: all alike when n·Σy² = (Σy)².

    Pass the integers of the tally, not divided by the score's divisor, so that the equality is exact.
    """
    number, first = np.asarray(n), np.asarray(total)
    return _codes(number, number * np.asarray(squares) == first * first, minimum)


def _codes(n: npt.NDArray[np.generic], alike: npt.NDArray[np.bool_], minimum: int) -> Codes:
    return np.where(np.asarray(n) < minimum, TOO_FEW, np.where(alike, ALL_ALIKE, SHOWN)).astype(np.int8)

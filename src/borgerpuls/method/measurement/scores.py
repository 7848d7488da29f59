"""Scores of persons from their items: theme score, top box, and composites of item means."""

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats
from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.linearization import LinearizedEstimates, mean


def required_answers(items: int, share: Fraction | float = Fraction(1, 2)) -> int:
    """The fewest answered items of a theme of ``items`` that make a score: the given share of them, and at least one.

    Source: Fayers & Machin (2016), Quality of Life (the half rule).
    """
    return max(math.ceil(items * share), 1)


def theme_score(items: npt.ArrayLike, least: Fraction | float = Fraction(1, 2)) -> Floats:
    """Each person's theme score [R]: the mean of the answered items, if at least the share ``least`` is answered.

    ``items`` [R, K] has NaN for no answer; NaN comes back where fewer are answered than ``required_answers`` says.
    Source: Fayers & Machin (2016), Quality of Life (the half rule).
    """
    answers = np.asarray(items, dtype=np.float64)
    answered = ~np.isnan(answers)
    n = answered.sum(axis=1)
    needed = required_answers(answers.shape[1], least)
    summed = np.where(answered, answers, 0.0).sum(axis=1)
    return np.asarray(np.divide(summed, n, out=np.full(len(answers), np.nan), where=n >= needed))


def top_box(items: npt.ArrayLike, favourable: Iterable[float] = (4, 5)) -> Floats:
    """1 where the answer is favourable, 0 where it is another, NaN where there is none; any shape."""
    answers = np.asarray(items, dtype=np.float64)
    return np.where(np.isnan(answers), np.nan, np.isin(answers, list(favourable)).astype(np.float64))


def composite(
    design: Design, items: npt.ArrayLike, where: npt.ArrayLike | None = None, weights: npt.ArrayLike | None = None
) -> LinearizedEstimates:
    """The mean of K item means (or top-box shares) in a group, with the variance their covariance gives; J = 1.

    Each item mean has its own answering persons, so this is not the mean of the persons' scores. ``items`` [R, K],
    ``where`` bool [R], ``weights`` [K] adding to 1 (None: equal). Raises TooFew when an item has no answers there.
    Source: CAHPS Analysis Program (composites of item means); Binder (1983).
    """
    answers = np.asarray(items, dtype=np.float64)
    k = answers.shape[1]
    return mean(design, answers, where).contrast(np.full(k, 1 / k) if weights is None else weights)

"""The tally: integer sums a cell, all that estimates are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """Whole-number sums of scores a cell: y = score / divisor.

    ``n``, ``total`` and ``squares`` are [C, V]: persons with a score, sum of scores, sum of squared scores.
    """

    ids: tuple[str, ...]
    divisors: Integers
    n: Integers
    total: Integers
    squares: Integers


@dataclass(frozen=True)
class Tally:
    """How many of which answers in every cell of one wave: C cells, in sorted order of their keys.

    A cell is a combination of ``keys``: ``unit``, the strata, the calibration variables, the groups, ``compare``
    and ``weight`` where the wave has them. ``levels[key]`` are the values met, sorted ("" for unknown), and
    ``codes[key]`` [C] points into them. ``invited`` and ``answered`` are [C] persons; ``dispositions`` [C, 7]
    follows ``wave.DISPOSITIONS``. Only persons whose disposition counts as answered enter the sums below.
    ``counts[item]`` is [C, K]: persons that chose each of the item's categories, in the scale's order,
    don't-know and not-relevant included. Local items are keyed ``local_1`` to ``local_3``.
    ``themes`` carries theme scores (the mean of answered items as a whole number over a common divisor) and
    ``themes_top`` the share of favourable answers among the answered items of a theme, the same way.
    ``pairs[(a, b)]`` is [C, 4]: persons with both scores, sum of a, sum of b, sum of a*b, for two themes or two items.
    """

    wave: str
    keys: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Integers]
    invited: Integers
    answered: Integers
    dispositions: Integers
    counts: Mapping[str, Integers]
    themes: Scores
    themes_top: Scores
    pairs: Mapping[tuple[str, str], Integers]

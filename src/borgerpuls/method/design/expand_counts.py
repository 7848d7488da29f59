"""Expansion of a table of counts to rows of persons alike, so that functions for persons take cells."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Integers
from borgerpuls.method.design.design import Design


@dataclass(frozen=True, eq=False)
class ExpandedCounts:
    """``design`` [S] with one row for each cell and category that occur together.

    ``row`` int [S] is the cell that a row came from, ``category`` int [S] the category its persons chose (column of the
    counts), -1 where they did not answer.
    """

    design: Design
    row: Integers
    category: Integers


def expand_counts(design: Design, counts: npt.ArrayLike) -> ExpandedCounts:
    """One row for each cell and answer of a tally, its persons alike in design and answer.

    ``counts`` int [R, C] is how many persons of each row chose each category (of one item, or of a combination of
    several). ``mean``, ``ratio``, ``distribution``, ``quantile``, ``rao_scott``, ``regress`` and the jackknife give
    on the design returned what they give on the persons themselves: a row of n stands for n equal influences.

    Raises ValueError where a cell has more answers than persons, or for clusters.
    """
    answers = np.asarray(counts, np.int64)
    silent = design.persons - answers.sum(axis=1)
    if np.any(silent < 0) or np.any(answers < 0):
        raise ValueError("a row has more answers than persons, or fewer than none")
    if design.psu is not None:
        raise ValueError("clusters need one row a person")
    held = np.column_stack([answers, silent])
    row, category = np.nonzero(held)
    post = None if design.poststratum is None else design.poststratum[row]
    long = replace(
        design, stratum=design.stratum[row], weight=design.weight[row], persons=held[row, category],
        poststratum=post, alike=True,
    )  # fmt: skip
    return ExpandedCounts(long, row, np.where(category < answers.shape[1], category, -1))

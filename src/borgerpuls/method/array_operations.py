"""Operations on arrays that every shelf of ``method`` needs: group sums, codes of combinations, quotients."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from borgerpuls.arrays import Floats, Integers


def combination_codes(*labels: npt.ArrayLike) -> Integers:
    """Codes 0, 1, … of the combinations of labels (each [R]) in sorted order: int [R]."""
    codes = np.zeros(len(np.asarray(labels[0])), np.int64)
    for column in labels:
        _, inner = np.unique(np.asarray(column), return_inverse=True)
        _, codes = np.unique(codes * (inner.max(initial=0) + 1) + inner, return_inverse=True)
    return codes.astype(np.int64)


def group_sums(group: Integers, groups: int, values: npt.NDArray[Any], weight: Floats | None = None) -> Floats:
    """Sums of rows by group: [R, …] -> [groups, …], each row times ``weight`` [R] if given; group -1 is left out.

    ValueError for a group beyond the last.
    """
    counted = group >= 0
    if group.max(initial=-1) >= groups:
        raise ValueError(f"{groups} groups have no group {group.max()}")
    entries = np.ones(counted.sum()) if weight is None else weight[counted]
    ends = np.concatenate(([0], np.cumsum(counted)))
    indicator = sparse.csc_array((entries, group[counted], ends), shape=(groups, len(group)))
    columns = int(np.prod(values.shape[1:]))  # said, for of no rows NumPy cannot tell
    return np.asarray(indicator @ values.reshape(len(group), columns)).reshape(groups, *values.shape[1:])


def quotient(numerator: Floats, denominator: Floats) -> Floats:
    """A quotient that is NaN, without a warning, where the denominator is 0."""
    shape = np.broadcast_shapes(numerator.shape, denominator.shape)
    return np.asarray(np.divide(numerator, denominator, out=np.full(shape, np.nan), where=denominator != 0))


def zero_for_nan(values: Floats) -> Floats:
    """The same array with 0 where it has NaN."""
    return np.where(np.isnan(values), 0.0, values)

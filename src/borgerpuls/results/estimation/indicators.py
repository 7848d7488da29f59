"""Background variables as the 0/1 columns of a regression."""

from collections.abc import Sequence

import numpy as np

from borgerpuls.arrays import Floats, Integers


def indicator_columns(codes: Sequence[Integers], rows: int) -> Floats:
    """0/1 columns [R, K] of every level met, but the first of each variable; ``codes`` are [R], one a variable."""
    columns = [code == level for code in codes for level in np.unique(code)[1:]]
    return np.column_stack([np.empty((rows, 0)), *columns])

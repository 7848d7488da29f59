"""Estimates of units as plain arrays, looked at before anything is made of them."""

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats
from borgerpuls.method.design.design import TooFew


def units_of(estimate: npt.ArrayLike, variance: npt.ArrayLike, least: int, reason: str) -> tuple[Floats, Floats]:
    """``estimate`` and ``variance`` as float [H].

    Raises TooFew for fewer than ``least`` units, ValueError for arrays of different length, an estimate that is not a
    number or a variance that is not positive: leave units without answers out first.
    """
    y, v = np.asarray(estimate, np.float64).reshape(-1), np.asarray(variance, np.float64).reshape(-1)
    if y.shape != v.shape:
        raise ValueError(f"{y.size} estimates cannot have {v.size} variances")
    if y.size < least:
        raise TooFew(y.size, least, reason)
    if not np.all(np.isfinite(y)):
        raise ValueError("every unit needs an estimate; leave those without answers out")
    if not np.all((v > 0) & np.isfinite(v)):
        raise ValueError("every unit needs a positive variance")
    return y, v

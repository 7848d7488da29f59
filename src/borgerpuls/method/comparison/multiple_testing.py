"""Multiple testing: p-values adjusted for the false discovery rate, and for any false discovery at all."""

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Benjamini-Hochberg adjusted p-values: rejecting those of at most q keeps the false discovery rate at q.

    ``p`` float, any shape, NaN where nothing was tested; returned in the same shape, NaN kept. Marking every value
    of at most q holds the false discovery rate at q for independent or positively dependent tests.

    Raises ValueError for a p outside 0..1.

    Source: Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; R's
    ``p.adjust(method = "BH")``.
    """
    flat = np.asarray(p, float).ravel()
    tested = np.flatnonzero(~np.isnan(flat))
    if not np.all((flat[tested] >= 0) & (flat[tested] <= 1)):
        raise ValueError("a p-value lies between 0 and 1")
    order = tested[np.argsort(flat[tested], kind="stable")]
    scaled = flat[order] * tested.size / np.arange(1, tested.size + 1)
    result = np.full(flat.shape, np.nan)
    result[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return result.reshape(np.shape(p))


def holm(p: npt.ArrayLike) -> Floats:
    """Holm adjusted p-values: rejecting those of at most α errs anywhere with probability α at most, however the tests
    depend on each other.

    ``p`` float, any shape, NaN where nothing was tested; returned in the same shape, NaN kept.

    Raises ValueError for a p outside 0..1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70; R's ``p.adjust(method = "holm")``.
    """
    flat = np.asarray(p, float).ravel()
    tested = np.flatnonzero(~np.isnan(flat))
    if not np.all((flat[tested] >= 0) & (flat[tested] <= 1)):
        raise ValueError("a p-value lies between 0 and 1")
    order = tested[np.argsort(flat[tested], kind="stable")]
    result = np.full(flat.shape, np.nan)
    result[order] = np.minimum(1.0, np.maximum.accumulate(flat[order] * np.arange(order.size, 0, -1)))
    return result.reshape(np.shape(p))

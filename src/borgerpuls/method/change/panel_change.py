"""Net change between two waves, with the covariance of the persons who answered both."""

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import group_sums
from borgerpuls.method.comparison.differences import Difference, satterthwaite
from borgerpuls.method.estimation.linearization import LinearizedEstimates
from borgerpuls.method.estimation.variance import residuals


def panel_change(
    earlier: LinearizedEstimates, later: LinearizedEstimates, same: tuple[npt.ArrayLike, npt.ArrayLike] | None = None
) -> Difference:
    """The later wave minus the earlier one, each estimate J with the covariance of those who answered both.

    ``earlier`` and ``later`` are estimates of the same J things from ``mean``, ``total`` or ``ratio``; ``same`` are
    two int arrays [M] of one length: row numbers in the earlier and in the later design of the persons who are in
    both (None: nobody). The covariance in stratum h is (m/(n1 n2) - 1/N) s12 on the mean's scale, s12 from the m
    persons; without a population the 1/N falls away. Degrees of freedom are Satterthwaite's for samples that share
    nobody, and those of the smaller wave otherwise.

    Raises ValueError when the two row lists differ in length. Where a stratum shares one person no covariance can be
    estimated there and none is taken off: the standard error is then too large, never too small.

    Source: Tam (1984), The American Statistician 38, 288-289; Qualité & Tillé (2008), Survey Methodology 34, 173-181;
    Satterthwaite (1946).
    """
    v1, v2 = earlier.se**2, later.se**2
    if same is None or len(np.asarray(same[0])) == 0:
        covariance = np.zeros_like(v1)
        df = satterthwaite(v1, v2, earlier.df, later.df)
    else:
        covariance = _shared(earlier, later, np.asarray(same[0], np.int64), np.asarray(same[1], np.int64))
        df = np.minimum(earlier.df, later.df)
    variance = np.maximum(v1 + v2 - 2 * covariance, 0.0)
    return Difference(later.value - earlier.value, np.sqrt(variance), df, np.minimum(earlier.n, later.n).astype(float))


def _shared(earlier: LinearizedEstimates, later: LinearizedEstimates, first: Integers, second: Integers) -> Floats:
    """Covariance [J] that the persons in both waves give the two estimates."""
    if first.shape != second.shape:
        raise ValueError(f"{first.size} persons of the earlier wave cannot be {second.size} of the later one")
    stratum, strata = earlier.design.stratum[first], earlier.design.strata
    m = np.bincount(stratum, minlength=strata).astype(float)
    held = np.maximum(m, 1)[:, None]
    one, two = residuals(earlier.design, earlier.influence)[first], residuals(later.design, later.influence)[second]
    middle = group_sums(stratum, strata, one) / held, group_sums(stratum, strata, two) / held
    products = group_sums(stratum, strata, (one - middle[0][stratum]) * (two - middle[1][stratum]))
    scale = np.where(m > 1, m / np.maximum(m - 1, 1), 0.0)
    if earlier.design.population is not None:
        n1, n2 = earlier.design.psus, np.bincount(later.design.stratum, minlength=strata)[:strata]
        scale = scale * (1 - n1 * n2 / (held[:, 0] * earlier.design.population[:strata]))
    return np.asarray(scale @ products)

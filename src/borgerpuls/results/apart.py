"""A unit's own comparison: group 1 minus group 0 among the persons of one unit."""

import numpy as np

from borgerpuls.method.compare import Difference
from borgerpuls.method.design import Design
from borgerpuls.method.totals import Sums, Totals, domain_totals
from borgerpuls.results.population import Integers


def groups_apart(design: Design, sums: Sums, group: Integers, unit: Integers, totals: Totals) -> Difference:
    """Group 1 minus group 0 inside each unit: [U, V].

    ``group`` and ``unit`` are int [R] (-1: in neither group), ``totals`` [U, 2, V] are those of the two groups. Both
    lie in the same strata and calibration cells, so one variance is taken of the difference of their linearised
    variables z = (y − θ̂₁)/Â₁ for group 1 and −(y − θ̂₀)/Â₀ for group 0; df = persons in either − their strata.
    Source: Binder (1983); Lumley (2010) sec. 2.3.
    """
    size = np.where(totals.n > 0, totals.size, np.nan)
    mean = totals.total / size
    inside = group >= 0
    at = unit, np.where(inside, group, 0)
    theta = np.nan_to_num(mean[at])
    sign = np.where(inside, 2.0 * group - 1.0, 0.0)[:, None]
    factor = np.nan_to_num(sign / size[at])
    z = Sums(
        sums.n,
        factor * (sums.total - theta * sums.n),
        factor**2 * (sums.squares - 2 * theta * sums.total + theta**2 * sums.n),
    )
    units = len(totals.n)
    spread = domain_totals(design, z, np.where(inside, 0, -1), domains=1, unit=unit, units=units)
    gap = mean[:, 1] - mean[:, 0]
    se = np.where(np.isnan(gap), np.nan, np.sqrt(np.maximum(spread.var_total[:, 0], 0.0)))
    df = np.broadcast_to((spread.psus - spread.strata).astype(np.float64), gap.shape)
    return Difference(gap, se, df, totals.n[:, 1])

"""Ratios of two totals of the same persons, from cells: in every group of every unit at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import quotient
from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.totals import Sums, Totals, domain_totals


@dataclass(frozen=True, eq=False)
class PairSums:
    """Sums over the persons of a row who answered both: float [R, V] of n, Σy, Σx, Σy², Σx² and Σyx."""

    n: Floats
    y: Floats
    x: Floats
    yy: Floats
    xx: Floats
    yx: Floats

    @classmethod
    def from_persons(cls, y: npt.ArrayLike, x: npt.ArrayLike) -> "PairSums":
        """Rows that are one person each: ``y`` and ``x`` [R] or [R, V], NaN for no answer."""
        first, second = (np.asarray(v, np.float64).reshape(len(np.asarray(v)), -1) for v in (y, x))
        first, second = np.broadcast_arrays(first, second)
        both = ~np.isnan(first) & ~np.isnan(second)
        a, b = np.where(both, first, 0.0), np.where(both, second, 0.0)
        return cls(both.astype(np.float64), a, b, a * a, b * b, a * b)


def cell_ratios(
    design: Design,
    sums: PairSums,
    domain: npt.ArrayLike | None = None,
    domains: int | None = None,
    *,
    unit: npt.ArrayLike | None = None,
    units: int | None = None,
) -> Estimates:
    """Ratios R̂ = Σw·y/Σw·x over those who answered both, [U, D, V]; arguments as in ``domain_totals``.

    For persons, in clusters too, ``linearise.ratio`` gives the same numbers with their covariance. The variance is that
    of the total of u = (y − R̂x)/Σw·x, whose sums in a cell are Σy − R̂Σx and Σy² − 2R̂Σyx + R̂²Σx². df = persons of the
    group − strata they are in. NaN where a group has no answers or its denominator is 0.
    Source: Cochran (1977) sec. 6.3 and 6.13 (combined ratio); Lumley (2010) sec. 5.1; R's ``svyratio``.
    """
    group = np.zeros(len(design.weight), np.int64) if domain is None else np.asarray(domain, np.int64)
    place: Integers = design.stratum if unit is None else np.asarray(unit, np.int64)
    count = domains if domains is not None else int(group.max(initial=0)) + 1

    def totals(values: Sums) -> Totals:
        return domain_totals(design, values, group, count, unit=place, units=units)

    above = totals(Sums(sums.n, sums.y, sums.yy))
    below = totals(Sums(sums.n, sums.x, sums.xx))
    value = quotient(above.total, below.total)
    at = place, np.where(group >= 0, group, 0)
    known = np.where(np.isnan(value), 0.0, value)[at]
    inverse = np.where(np.isnan(value), 0.0, quotient(np.ones_like(value), below.total))[at]
    linear = Sums(
        sums.n,
        inverse * (sums.y - known * sums.x),
        inverse**2 * (sums.yy - 2 * known * sums.yx + known**2 * sums.xx),
    )
    spread = totals(linear)
    se = np.where(np.isnan(value), np.nan, np.sqrt(np.maximum(spread.var_total, 0.0)))
    df = np.broadcast_to((spread.psus - spread.strata).astype(np.float64)[..., None], value.shape)
    return Estimates(value, se, df, above.n)

"""Means of domains, units and the whole, with standard errors, degrees of freedom and intervals."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import group_sums, quotient, zero_for_nan
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.totals import Totals


def means(totals: Totals, by: npt.ArrayLike | None = None) -> Estimates:
    """Means (shares, where the variable is 0 or 1) of unions of units: θ̂ = ΣŶ/ΣÂ, shape [G, D, V].

    ``by`` int [U] says which union a unit belongs to (-1: none); None: every unit by itself; zeros: the whole.
    V(θ̂) = [V(Ŷ) − 2θ̂·C(Â, Ŷ) + θ̂²·V(Â)]/Â², df = persons of the group − strata they are in.
    Source: Binder (1983); Lumley (2010) sec. 2.5.
    """
    whole = totals if by is None else union_totals(totals, by)
    value = quotient(whole.total, whole.size)
    se = quotient(np.sqrt(whole.variance(-zero_for_nan(value), 1.0)), whole.size)
    return Estimates(value, se, _degrees(whole.psus, whole.strata, value), whole.n)


def national_mean(totals: Totals, kind: Literal["citizens", "municipalities"] = "citizens") -> Estimates:
    """The mean of the whole, shape [D, V]: over citizens (each person counts alike) or over units (each unit does).

    ``citizens`` is ΣŶ/ΣÂ; ``municipalities`` is Σθ̂_m/H over the H units where anybody answered, V = Σv_m/H².
    The text that prints either says which. Source: Cochran (1977) sec. 5.3 (strata are independent).
    """
    if kind == "citizens":
        one = means(totals, np.zeros(len(totals.n), np.int64))
        return Estimates(one.value[0], one.se[0], one.df[0], one.n[0])
    each = means(totals)
    there = each.n > 0
    h = there.sum(axis=0).astype(np.float64)
    value = quotient(np.where(there, each.value, 0.0).sum(axis=0), h)
    se = quotient(np.sqrt(np.where(there, each.se**2, 0.0).sum(axis=0)), h)
    return Estimates(value, se, national_degrees(totals, value), each.n.sum(axis=0))


def union_totals(totals: Totals, by: npt.ArrayLike) -> Totals:
    """Totals of unions of units: sums, because units are independent. ``by`` int [U], -1 for none."""
    group = np.asarray(by, dtype=np.int64)
    count = int(group.max(initial=-1)) + 1

    def add(name: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return group_sums(group, count, values.astype(np.float64)).astype(values.dtype)

    return totals.mapped(add)


def national_degrees(totals: Totals, like: Floats) -> Floats:
    """Degrees of freedom of the whole, for each group, in the shape [D, V] of ``like``."""
    return _degrees(totals.psus.sum(axis=0), totals.strata.sum(axis=0), like)


def _degrees(psus: Integers, strata: Integers, like: Floats) -> Floats:
    return np.broadcast_to((psus - strata).astype(np.float64)[..., None], like.shape)

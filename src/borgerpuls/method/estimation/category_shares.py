"""The distribution of answers over the categories of an item, from cells or persons, with intervals inside 0..1."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.linearization import LinearizedEstimates
from borgerpuls.method.estimation.proportion_intervals import Kind, share_interval
from borgerpuls.method.estimation.totals import Sums


def category_sums(counts: npt.ArrayLike) -> Sums:
    """A tally's counts [R, C] of one item as C variables, "chose this category", for ``domain_totals``.

    ``means`` of those totals are the shares of the categories, [U, D, C].
    """
    chosen = np.asarray(counts, np.float64)
    return Sums(np.broadcast_to(chosen.sum(axis=1, keepdims=True), chosen.shape), chosen, chosen)


def cumulative_sums(counts: npt.ArrayLike) -> Sums:
    """The same for "chose this category or one before it": what ``category_quantile`` reads."""
    chosen = np.asarray(counts, np.float64)
    up_to = np.cumsum(chosen, axis=1)
    return Sums(np.broadcast_to(chosen.sum(axis=1, keepdims=True), chosen.shape), up_to, up_to)


@dataclass(frozen=True, eq=False)
class CategoryShares:
    """Shares of the categories with standard error and interval, arrays of one shape, categories last."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    df: Floats
    n: Floats
    kind: Kind = "beta"

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high end of ``share_interval`` by ``kind``, always inside 0 and 1."""
        return share_interval(self.value, self.se, self.n, self.df, self.kind, level=level)


def category_shares(
    shares: Estimates | LinearizedEstimates, kind: Kind = "beta", *, level: float = 0.95
) -> CategoryShares:
    """Shares with the interval of each, from ``means`` of ``category_sums`` [..., C] or from ``distribution`` [C].

    Every interval holds by itself at ``level``; of C together fewer do. A category that nobody chose has share 0 and
    the exact upper limit of so many answers (``share_interval``). NaN stands where nobody answered (n = 0).
    Source: Korn & Graubard (1998); Lumley (2010) sec. 2.4.2.
    """
    n = np.asarray(shares.n, np.float64)
    low, high = share_interval(shares.value, shares.se, n, shares.df, kind, level=level)
    return CategoryShares(shares.value, shares.se, low, high, shares.df, n, kind)

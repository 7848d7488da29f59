"""Intervals of differences that are recovered from the intervals of their two parts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from borgerpuls.arrays import Floats
from borgerpuls.method.array_operations import quotient, zero_for_nan
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.estimation.estimates import LEVEL, BoundedEstimates, MadeInterval, t_quantile


@dataclass(frozen=True, eq=False)
class BoundedDifference(MadeInterval, Difference):
    """A difference whose 95 % interval was made for it: from ``lower`` to ``upper``.

    ``p`` is below 0.05 exactly where the interval leaves zero out: that of Student's t for the value over the length of
    the arm that points to zero, this arm being t(df) standard errors long.
    """

    lower: Floats
    upper: Floats

    @property
    def p(self) -> Floats:
        """Two-sided p: the difference is not zero."""
        arm = np.where(self.value > 0, self.value - self.lower, self.upper - self.value)
        usable = (self.df >= 1) & ~np.isnan(self.value) & ~np.isnan(arm)
        t = quotient(np.abs(self.value), arm) * t_quantile(LEVEL, self.df)
        found = 2 * stdtr(np.where(usable, self.df, 1.0), -zero_for_nan(t))
        return np.where(usable, np.where((arm == 0) & (self.value != 0), 0.0, found), np.nan)


def bounded_difference(
    gap: Difference,
    first: BoundedEstimates,
    second: BoundedEstimates,
    *,
    covariance: npt.ArrayLike = 0.0,
    times: npt.ArrayLike = 1.0,
) -> BoundedDifference:
    """The difference ``gap`` = ``times``·(first − second) with the interval that the two parts' intervals give it.

    Ends lie √((θ₁ − l₁)² − 2ρ(θ₁ − l₁)(u₂ − θ₂) + (u₂ − θ₂)²) below and √((u₁ − θ₁)² − 2ρ(u₁ − θ₁)(θ₂ − l₂) +
    (θ₂ − l₂)²) above it, ρ the correlation from ``covariance`` of the parts, so it knows the ends of their scale and is
    never further out than these let it. Of two shares with score intervals this is the score method of Newcombe (1998).
    Arrays broadcast; df and n are those of ``gap``.

    Source: Zou & Donner (2008), Statistics in Medicine 27, 1693-1702; Newcombe (1998), Statistics in Medicine 17,
    873-890, method 10.
    """
    rho = np.clip(zero_for_nan(quotient(np.asarray(covariance, np.float64), first.se * second.se)), -1.0, 1.0)

    def arm(own: Floats, other: Floats) -> Floats:
        return np.sqrt(np.maximum(own**2 - 2 * rho * own * other + other**2, 0.0))

    down = arm(first.value - first.lower, second.upper - second.value)
    up = arm(first.upper - first.value, second.value - second.lower)
    scale = np.asarray(times, np.float64)
    return BoundedDifference(gap.value, gap.se, gap.df, gap.n, gap.value - scale * down, gap.value + scale * up)

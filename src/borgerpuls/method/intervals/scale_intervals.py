"""Intervals of means and shares that know the ends of the scale."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.method.array_operations import quotient
from borgerpuls.method.estimation.estimates import t_quantile
from borgerpuls.method.estimation.proportion_intervals import beta_quantile
from borgerpuls.method.intervals.answer_basis import AnswerBasis


@dataclass(frozen=True, eq=False)
class Scale:
    """What an answer may be, float arrays that broadcast to the estimates: ``lowest``, ``highest``, and ``middle`` and
    ``spread``, mean and variance of an answer that is equally likely to be any of the categories.

    Of a share, 0 and 1, ½ and ¼; of a mean of J items the spread of one over J. NaN where there is no scale.
    """

    lowest: Floats
    highest: Floats
    middle: Floats
    spread: Floats

    @classmethod
    def of_values(cls, values: npt.ArrayLike) -> "Scale":
        """The scale whose categories have these values."""
        every = np.asarray(values, np.float64)
        return cls(*(np.asarray(part) for part in (every.min(), every.max(), every.mean(), every.var())))

    def at(self, index: Any) -> "Scale":
        """The same at an index of the arrays."""
        return Scale(*(np.asarray(getattr(self, one.name)[index]) for one in fields(self)))

    def hold(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """An interval that knows no ends, such as Student's, cut at those of the scale."""
        return np.maximum(low, self.lowest), np.minimum(high, self.highest)


def scale_interval(
    value: npt.ArrayLike,
    se: npt.ArrayLike,
    basis: AnswerBasis,
    scale: Scale,
    share: npt.ArrayLike = False,
    *,
    counted: npt.ArrayLike = 1.0,
    where: npt.ArrayLike = True,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Low and high end of an interval for means on a scale, and for shares where ``share``; arrays broadcast.

    One answer is added to those there are, spread evenly over the categories (Perks 1947; of a share, one half to
    each side, which is Jeffreys' interval), and the interval is that of the beta distribution with the mean and the
    variance that follow. With n* = s²/(c·se)² + 1 answers of a simple random sample, at most n, c the ``widening``:
    mean m = (n*·θ̂ + m₀)/(n* + 1), variance [(n*·(s² + θ̂²) + s₀² + m₀²)/(n* + 1) − m²]/(n* + 2). Of a mean, whose spread
    is estimated, the deviation is multiplied by t(2·df)/z, and by t((1 + a/n)·df)/z where the n answers are those of a
    clusters, whose few degrees of freedom the answer that is added does not make up for; of a share, n* by
    (t(n − 1)/t(df))², as Korn & Graubard do,
    and at 0 and 1, whose standard error tells nothing, n* are the effective answers. Of the middle of a scale on many
    answers that is θ̂ ± t·se; near an end it is longer towards the middle and never leaves the scale.

    ``counted`` is V with the finite population correction over V without: n* may exceed n by that much. The estimate
    itself where 0 < counted ≪ 1 leaves no variance. NaN where df < 1, nobody answered, or it is not asked for.
    Source: Perks (1947), J. Institute of Actuaries 73; Brown, Cai & DasGupta (2001) (Jeffreys); Franco, Little, Louis
    & Slud (2019), J. Survey Statistics and Methodology 7, 334-364 (effective numbers); chosen by ``bench/coverage.py``.
    """
    theta, error, n, df, worth, spread, widening, psus = np.broadcast_arrays(
        *(np.asarray(part, np.float64) for part in (value, se, basis.n, basis.df, basis.effective, basis.spread,
                                                    basis.widening, basis.psus))
    )  # fmt: skip
    shape = theta.shape
    shares: Booleans = np.broadcast_to(np.asarray(share, np.bool_), shape)
    low, high, middle, prior = (
        np.broadcast_to(part, shape) for part in (scale.lowest, scale.highest, scale.middle, scale.spread)
    )
    told = ~np.isnan(theta) & ~np.isnan(error) & (df >= 1) & (high > low) & np.asarray(where, np.bool_)
    ends = np.full((2, *shape), np.nan)
    at = np.flatnonzero(told.ravel())

    shares = np.ravel(shares)[at]
    theta, error, n, df, worth, spread, widening, psus, low, high, middle, prior = (
        np.ravel(part)[at] for part in (theta, error, n, df, worth, spread, widening, psus, low, high, middle, prior)
    )
    left = np.broadcast_to(np.asarray(counted, np.float64), shape).ravel()[at]
    most = n / np.maximum(left, ROUNDING)
    kept = spread > ROUNDING * (high - low) ** 2
    point = kept & (error <= ROUNDING * (high - low))
    stars = np.where(kept & ~point, quotient(spread, (widening * error) ** 2) + 1, worth)
    t, z = t_quantile(level, df), float(t_quantile(level, np.inf))
    stars = np.where(shares, stars * (t_quantile(level, np.maximum(n - 1, 1)) / t) ** 2, stars)
    stars = np.minimum(stars, most)
    size = stars + 1
    mean = (stars * theta + middle) / size
    moment = (stars * (spread + theta**2) + prior + middle**2) / size
    variance = (moment - mean**2) / (size + 1)
    variance = variance * np.where(shares, 1.0, (t_quantile(level, (1 + psus / n) * df) / z) ** 2)
    found = _beta_ends(mean, variance, low, high, level)
    # The estimate lies inside: a share of nobody reaches the end, and so does a mean of answers that are all alike.
    ends.reshape(2, -1)[:, at] = np.where(point, theta, (np.minimum(found[0], theta), np.maximum(found[1], theta)))
    return ends[0], ends[1]


ROUNDING = 1e-9
"""A spread smaller than this share of the scale is what rounding leaves of none."""


def _beta_ends(mean: Floats, variance: Floats, low: Floats, high: Floats, level: float) -> tuple[Floats, Floats]:
    """Quantiles of the beta distribution between low and high that has this mean and variance."""
    width = high - low
    p = (mean - low) / width
    total = np.maximum(p * (1 - p) * width**2 / variance - 1, 1e-3)
    tail = (1 - level) / 2
    first, second = (beta_quantile(at, total * p, total * (1 - p)) for at in (tail, 1 - tail))
    return np.asarray(low + width * first), np.asarray(low + width * second)

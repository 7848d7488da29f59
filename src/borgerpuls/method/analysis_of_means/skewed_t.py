"""Student's t of means whose answers crowd at one end of the scale: tails that differ upwards and downwards."""

import numpy as np
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, ndtr, ndtri, stdtr, stdtrit

from borgerpuls.arrays import Floats

STRAIGHT = 1e-4
"""A skewness so small is none."""


def two_sided_p(t: Floats, df: Floats, skewness: Floats) -> Floats:
    """Twice the smaller tail of ``t`` on ``df`` whose distribution has this ``skewness``, arrays of one shape.

    t is made normal by its tail, and the normal is then taken for Pearson's type III (a shifted gamma) distribution
    with mean 0, variance 1 and the skewness. Without skewness it is the two-sided p of Student's t.
    Source: Johnson (1978), J. American Statistical Association 73, 536-544; Stuart & Ord (1994) sec. 6.
    """
    z = _normal(t, df)
    g = np.where(np.abs(skewness) < STRAIGHT, STRAIGHT, skewness)
    shape = 4 / g**2
    at = np.maximum(shape + 2 * z / g, 0.0)
    small = np.minimum(gammainc(shape, at), gammaincc(shape, at))
    plain = ndtr(-np.abs(z))
    return np.asarray(np.clip(2 * np.where(np.abs(skewness) < STRAIGHT, plain, small), 1e-300, 1.0))


def critical_values(critical: float, df: Floats, skewness: Floats) -> tuple[Floats, Floats]:
    """The t below and above which each tail is that of a standard normal beyond ``critical``: ``two_sided_p`` turned
    round. Source: as there."""
    tail = float(ndtr(-critical))
    g = np.where(np.abs(skewness) < STRAIGHT, STRAIGHT, skewness)
    shape = 4 / g**2
    ends = (gammaincinv(shape, tail) - shape) * g / 2, (gammainccinv(shape, tail) - shape) * g / 2
    low = np.where(np.abs(skewness) < STRAIGHT, -critical, np.minimum(*ends))
    high = np.where(np.abs(skewness) < STRAIGHT, critical, np.maximum(*ends))
    return _student(low, df), _student(high, df)


def _normal(t: Floats, df: Floats) -> Floats:
    """The standard normal with the tail of t on df."""
    finite = np.where(np.isfinite(df), df, 1.0)
    tail = np.where(np.isfinite(df), stdtr(finite, -np.abs(t)), ndtr(-np.abs(t)))
    return np.asarray(np.copysign(-ndtri(np.maximum(tail, 1e-300)), t))


def _student(z: Floats, df: Floats) -> Floats:
    """The t on df with the tail of a standard normal."""
    finite = np.where(np.isfinite(df), df, 1.0)
    return np.asarray(np.where(np.isfinite(df), np.copysign(stdtrit(finite, ndtr(-np.abs(z))), z), z))

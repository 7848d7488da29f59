"""The random-effects model of units: variance between units, reliability, empirical Bayes estimates, funnel limits."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from borgerpuls.arrays import Floats
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import StudentInterval

THREE = "a variance between units needs at least three of them"


@dataclass(frozen=True, eq=False)
class RandomEffects(StudentInterval):
    """The fitted random-effects model: units as a sample from one population of units.

    ``tau2`` is the variance of the true values between units, ``mean`` their precision-weighted mean with standard
    error ``mean_se``. By unit, float [H]: ``reliability`` tau2 / (tau2 + v), 0 where units do not differ; ``value`` the
    empirical Bayes (shrunken) estimate with ``se``, ``df`` infinite and ``n`` the number of units; ``z`` how far the
    unit lies from the mean, in standard deviations of what units of its size would show; ``p`` two-sided. ``q`` is
    Cochran's heterogeneity on ``q_df`` degrees of freedom.
    """

    tau2: float
    mean: float
    mean_se: float
    reliability: Floats
    value: Floats
    se: Floats
    df: Floats
    n: Floats
    z: Floats
    p: Floats
    q: float
    q_df: int


def random_effects(
    estimate: npt.ArrayLike, variance: npt.ArrayLike, *, kind: Literal["reml", "dl"] = "reml"
) -> RandomEffects:
    """Random-effects model of unit estimates: variance between units, and each unit's empirical Bayes estimate.

    ``estimate`` and ``variance`` float [H], independent between units. ``dl`` is the moment estimate of DerSimonian &
    Laird (1986), ``reml`` restricted maximum likelihood (Raudenbush 2009, eq. 16.35); neither trims: dropping the 10 %
    most extreme units before estimating, as hospital benchmarks do, flags 11 % of pure noise instead of 5 %. The
    shrunken estimate is mean + reliability (estimate - mean), Efron & Morris (1975); its standard error counts the
    uncertainty of the mean, not that of tau2 (``fay_herriot`` counts both, and takes covariates). ``z`` is
    Spiegelhalter (2005), random-effects form.

    Raises TooFew for fewer than three units, ValueError where a variance is not positive.
    """
    y, v = check_unit_estimates(estimate, variance, 3, THREE)
    q, moment = _moments(y, v)
    tau2 = moment if kind == "dl" else _reml(y, v, moment)
    weight = 1 / (v + tau2)
    mean = float(np.sum(weight * y) / np.sum(weight))
    reliability = tau2 / (tau2 + v)
    z = (y - mean) / np.sqrt(v + tau2)
    return RandomEffects(
        tau2=tau2,
        mean=mean,
        mean_se=float(np.sum(weight) ** -0.5),
        reliability=reliability,
        value=mean + reliability * (y - mean),
        se=np.sqrt(reliability * v + (1 - reliability) ** 2 / np.sum(weight)),
        df=np.full(y.size, np.inf),
        n=np.full(y.size, float(y.size)),
        z=z,
        p=2 * ndtr(-np.abs(z)),
        q=q,
        q_df=y.size - 1,
    )


@dataclass(frozen=True, eq=False)
class FunnelLimits:
    """Funnel plot limits: where a unit of each size lies when it is no different from the others.

    ``low`` and ``high`` float [H]; ``outside`` bool [H] marks the units that lie elsewhere.
    """

    low: Floats
    high: Floats
    outside: npt.NDArray[np.bool_]


def funnel_limits(
    estimate: npt.ArrayLike, variance: npt.ArrayLike, *, level: float = 0.95, tau2: float | None = None
) -> FunnelLimits:
    """Funnel plot limits: the range of a unit with probability ``level`` under chance and ordinary variation alone.

    ``tau2`` is the ordinary variance between units; None estimates it by REML, 0 leaves chance alone (the classical
    funnel). Normal limits about the precision-weighted mean.

    Raises as ``random_effects`` does, ValueError for a negative ``tau2``.

    Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24.
    """
    y, v = check_unit_estimates(estimate, variance, 3, THREE)
    spread = random_effects(y, v).tau2 if tau2 is None else tau2
    if not spread >= 0:
        raise ValueError("a variance between units is not negative")
    weight = 1 / (v + spread)
    mean = np.sum(weight * y) / np.sum(weight)
    half = _quantile(level) * np.sqrt(v + spread)
    return FunnelLimits(low=mean - half, high=mean + half, outside=np.abs(y - mean) > half)


def answers_needed(tau2: float, person_variance: float, *, reliability: float = 0.7) -> int:
    """The number of answers a unit needs for a given ``reliability`` of its mean (Spearman-Brown).

    ``person_variance`` is the variance of one person's answer; solves tau2 / (tau2 + s2 / n) = reliability
    (Spearman-Brown). Raises TooFew where units do not differ at all: no number of answers is enough. ValueError for a
    reliability outside 0..1 or a variance of persons that is not positive.
    """
    if not 0 < reliability < 1:
        raise ValueError("a reliability lies between 0 and 1")
    if not 0 < person_variance < np.inf or not tau2 < np.inf:
        raise ValueError("the variance of one answer is positive, and that between units a number")
    if not tau2 > 0:
        raise TooFew(0, 1, "units do not differ on this measure, so no number of answers tells them apart")
    return int(np.ceil(reliability / (1 - reliability) * person_variance / tau2 - 1e-9))


def check_unit_estimates(
    estimate: npt.ArrayLike, variance: npt.ArrayLike, least: int, reason: str
) -> tuple[Floats, Floats]:
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


def _moments(y: Floats, v: Floats) -> tuple[float, float]:
    weight = 1 / v
    mean = np.sum(weight * y) / np.sum(weight)
    q = float(np.sum(weight * (y - mean) ** 2))
    scale = np.sum(weight) - np.sum(weight**2) / np.sum(weight)
    return q, max(0.0, float((q - (y.size - 1)) / scale))


def _reml(y: Floats, v: Floats, start: float) -> float:
    """The root of the restricted score; zero where the score falls from the start."""

    def score(tau2: float) -> float:
        weight = 1 / (v + tau2)
        mean = np.sum(weight * y) / np.sum(weight)
        return float(np.sum(weight**2 * (y - mean) ** 2) - np.sum(weight) + np.sum(weight**2) / np.sum(weight))

    if score(0.0) <= 0:
        return 0.0
    upper = max(start, float(np.var(y)), float(np.max(v)))
    while score(upper) > 0:
        upper *= 2
    return float(brentq(score, 0.0, upper, xtol=1e-15, rtol=1e-13))


def _quantile(level: float) -> float:
    return float(ndtri((1 + level) / 2))

"""Variances of units' estimates that few answers cannot upset: each unit's own, drawn towards what all units have."""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, polygamma

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.method.array_operations import quotient, zero_for_nan
from borgerpuls.method.intervals.answer_basis import AnswerBasis
from borgerpuls.method.intervals.scale_intervals import Scale

STEPS, CLOSE = 60, 1e-9
LEAST = 1e-3
"""A unit's own variance counts as at least this share of the pooled one: a logarithm of nothing is no number."""
SKEWNESS = 0.5
"""How much of the skewness is counted: chosen by simulation (``bench/simulations.md``). All of it would cost a third of
the power downwards, where many answer the highest; the variance, which follows from so few, carries the other half."""
NEEDED = 1.0
"""A unit is judged when its mean's skewness is at most this, from γ² answers on: Cochran's rule for an interval without
any correction is 25·γ²."""
NEEDED_OF_CLUSTERS = 0.5
"""The same where answers are those of clusters, whose own skewness the scale does not tell; chosen by simulation."""


@dataclass(frozen=True, eq=False)
class UnitVariances:
    """Variances for comparisons of units, float [H, V].

    ``variance`` of each unit's estimate and its degrees of freedom ``df``; ``skewness`` of the estimate over its
    estimated standard error; ``needed`` answers before it can be judged, and whether the unit has them (``enough``).
    """

    variance: Floats
    df: Floats
    skewness: Floats
    needed: Floats
    enough: Booleans


def unit_variances(value: Floats, se: Floats, basis: AnswerBasis, scale: Scale | None = None) -> UnitVariances:
    """Variances of units' estimates [H, V], moderated between the units' own and the pooled one.

    With c·se what may be claimed from a unit's own answers and n its effective answers, s² = n·(c·se)² is the variance
    of one answer and Σ d·s²/Σ d, d its degrees of freedom, the pooled one. Of d answers only e = 2n/(κ + 2n/(n − 1))
    tell of the variance, fewer where most answer alike (κ is the excess kurtosis, 0 where it is negative). How much
    true variances differ between units follows from log s², as prior degrees of freedom d₀ (infinite where they do
    not): the moderated variance is (d₀·pooled + e·s²)/(d₀ + e) on d₀ + e degrees of freedom.

    Skewness γ and κ are those of the beta distribution between the ends of the ``scale`` [V] that has the units' mean
    and pooled variance; without a scale answers are taken as normal. An estimate over its moderated error then has
    the skewness ½·γ·(1 − 3λ)/√n, λ = e/(d₀ + e): the unit's own variance goes along with its mean.

    Where answers are those of clusters, s² holds what these have in common; skewness is that of the scale for the
    variance of one answer, as if the mean rested on so many fewer answers that were independent.

    NaN where a unit has no answers. Source: Smyth (2004), Statistical Applications in Genetics and Molecular Biology 3,
    article 3 (moderated variances); Nelson, Wludyka & Copeland (2005), ch. 3 (pooled); Johnson (1978), J. American
    Statistical Association 73, 536-544 (skewness of t); Cochran (1977) sec. 2.15 (answers needed).
    """
    n, d = basis.effective, np.maximum(basis.df, 0.0)
    there = (n > 0) & (basis.df >= 1) & ~np.isnan(value)
    own = np.where(there, n * (basis.widening * zero_for_nan(se)) ** 2, 0.0)
    degrees = np.where(there, d, 0.0)
    pooled = zero_for_nan(quotient((degrees * own).sum(axis=0), degrees.sum(axis=0)))
    middle = zero_for_nan(quotient(np.where(there, n * value, 0.0).sum(axis=0), np.where(there, n, 0.0).sum(axis=0)))
    together = _answering_together(basis, degrees, pooled)
    skewness, kurtosis = _shape(middle, pooled / together, scale)
    strata = d / np.maximum(basis.n - 1, 1.0)
    noise = np.where(there, kurtosis + 2 * n / np.maximum(n - 1, 1.0), 1.0)
    told = np.where(there, strata * 2 * n / noise, 0.0)
    prior = _prior_df(np.maximum(own, LEAST * pooled), told, there & (pooled > 0))
    share = np.where(np.isinf(prior), 0.0, zero_for_nan(quotient(told, prior + told)))
    moderated = pooled * (1 - share) + own * share
    df = np.where(np.isinf(prior), degrees.sum(axis=0), prior + told)
    skewness = skewness * np.sqrt(together)
    needed = np.ceil((skewness / np.where(_clustered(basis), NEEDED_OF_CLUSTERS, NEEDED)) ** 2)
    return UnitVariances(
        variance=np.where(there, quotient(moderated, n), np.nan),
        df=np.where(there, df, np.nan),
        skewness=np.where(there, SKEWNESS * skewness * (1 - 3 * share) / np.sqrt(np.maximum(n, 1.0)), np.nan),
        needed=np.broadcast_to(needed, n.shape),
        enough=there & (n >= needed - 1e-9),
    )


def _answering_together(basis: AnswerBasis, degrees: Floats, pooled: Floats) -> Floats:
    """How many times larger clusters make the pooled variance [V] than that of one answer; 1 without clusters."""
    alone = quotient((degrees * zero_for_nan(basis.spread)).sum(axis=0), degrees.sum(axis=0))
    return np.where(_clustered(basis), np.maximum(zero_for_nan(quotient(pooled, alone)), 1.0), 1.0)


def _clustered(basis: AnswerBasis) -> Booleans:
    return np.asarray(basis.psus.sum(axis=0) < basis.n.sum(axis=0))


def _shape(mean: Floats, variance: Floats, scale: Scale | None) -> tuple[Floats, Floats]:
    """Skewness and excess kurtosis [V], at least 0, of answers with this mean and variance: the beta distribution."""
    if scale is None:
        return np.zeros_like(mean), np.zeros_like(mean)
    width = np.where(scale.highest > scale.lowest, scale.highest - scale.lowest, np.nan)
    p = (mean - scale.lowest) / width
    inside = (p > 0) & (p < 1) & (variance > 0)
    p = np.where(inside, p, 0.5)
    spread = np.where(inside, np.minimum(variance / width**2, 0.999 * p * (1 - p)), 1 / 12)
    size = p * (1 - p) / spread - 1
    a, b = size * p, size * (1 - p)
    skewness = 2 * (b - a) * np.sqrt(size + 1) / ((size + 2) * np.sqrt(a * b))
    kurtosis = 6 * ((a - b) ** 2 * (size + 1) - a * b * (size + 2)) / (a * b * (size + 2) * (size + 3))
    return np.where(inside, skewness, 0.0), np.where(inside, np.maximum(kurtosis, 0.0), 0.0)


def _prior_df(variance: Floats, df: Floats, there: Booleans) -> Floats:
    """d₀ [V] from units' variances [H, V] on ``df``: infinite where they differ no more than chance makes them.

    Units with less than two degrees of freedom for their variance say nothing of it.
    """
    use = there & (df >= 2)
    count = use.sum(axis=0)
    half = np.where(use, df / 2, 1.0)
    logs = np.where(use, np.log(np.where(use, variance, 1.0)) - digamma(half) + np.log(half), 0.0)
    middle = zero_for_nan(quotient(logs.sum(axis=0), count * 1.0))
    between = zero_for_nan(quotient((np.where(use, logs - middle, 0.0) ** 2).sum(axis=0), np.maximum(count - 1.0, 0.0)))
    chance = zero_for_nan(quotient(np.where(use, polygamma(1, half), 0.0).sum(axis=0), count * 1.0))
    extra = between - chance
    differ = (extra > 0) & (count >= 3)
    return np.where(differ, 2 * _inverse_trigamma(np.where(differ, extra, 1.0)), np.inf)


def _inverse_trigamma(value: Floats) -> Floats:
    """x with trigamma(x) = value, by Newton's method on 1/trigamma, which is nearly straight. Source: Smyth (2004)."""
    x = 0.5 + 1 / value
    for _ in range(STEPS):
        found = polygamma(1, x)
        step = found * (1 - found / value) / polygamma(2, x)
        x = x + step
        if np.all(np.abs(step) < CLOSE * x):
            break
    return np.asarray(x)

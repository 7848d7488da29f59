"""Replicate weights, jackknife and bootstrap, and the variance that replicates of an estimate give."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.design.design import Design, nested_units
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import StudentInterval

Estimate = Callable[[Design], npt.ArrayLike]


@dataclass(frozen=True, eq=False)
class ReplicateWeights:
    """K sets of weights of one design: ``factor`` float [R, K] times the design's weights.

    The variance is ``scale``·Σ_k ``rscales``_k·(θ̂_k − centre)². A replicate stands for ``times`` int [K] like it: one
    left-out person for each of the persons alike in its row. ``rscales`` [K] counts them already.
    """

    design: Design
    factor: Floats
    scale: float
    rscales: Floats
    times: Integers


@dataclass(frozen=True, eq=False)
class ReplicateEstimates(StudentInterval):
    """J estimates ``value`` [J] and ``covariance`` [J, J], from replicates ``made`` [K, J].

    ``df`` of the design, ``n`` persons in it with any weight.
    """

    value: Floats
    covariance: Floats
    made: Floats
    df: float
    n: float

    @cached_property
    def se(self) -> Floats:
        """Standard errors [J]."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))


def jackknife(design: Design) -> ReplicateWeights:
    """JKn: every PSU left out in turn, the others of its stratum weighing n_h/(n_h − 1); JK1 with one stratum.

    Works on persons, on clusters, and on rows of persons alike (``expand_counts``), where leaving out any one of m
    persons is the same replicate and is made once. rscales = m·(1 − f_h)·(n_h − 1)/n_h, scale = 1. Strata that were
    counted fully give none.
    R's ``as.svrepdesign(type="JKn")``.

    Raises TooFew for a stratum with one PSU, ValueError for cells of persons who are not alike.
    Source: Wolter (2007), Introduction to Variance Estimation, sec. 4.5; Lumley (2010) sec. 2.3.
    """
    psu, home, held = _units(design)
    if np.any(np.isnan(design.scale)):
        lonely = int(np.argmax(np.isnan(design.scale)))
        raise TooFew(1, 2, f"stratum number {lonely} has one answering unit, and nothing is left without it")
    n = design.psus.astype(np.float64)
    out = np.flatnonzero((design.scale[home] > 0) & (held > 0))
    factor = np.ones((len(psu), len(out)))
    for k, unit in enumerate(out):
        stratum = home[unit]
        grown = n[stratum] / (n[stratum] - 1)
        factor[design.stratum == stratum, k] = grown
        factor[psu == unit, k] = grown * (held[unit] - 1) / held[unit]
    # design.scale is (1 − f)·n/(n − 1).
    rscales = held[out] * (design.scale * ((n - 1) / np.maximum(n, 1)) ** 2)[home[out]]
    return ReplicateWeights(design, factor, 1.0, rscales, held[out])


def bootstrap(design: Design, replicates: int, *, seed: int) -> ReplicateWeights:
    """The rescaled bootstrap: n_h − 1 of the n_h PSUs of a stratum drawn again with replacement, m_i times PSU i.

    Weights times m_i·n_h/(n_h − 1); in a row of persons alike the mean of their factors, which every estimate that is
    made of totals takes as well. scale = 1/(K − 1), rscales = 1. No finite population correction: the design's is left
    out, as in R's ``as.svrepdesign(type="subbootstrap")``.

    Raises TooFew for a stratum with one PSU or fewer than two replicates, ValueError for cells of persons not alike.
    Source: Rao & Wu (1988), J. Am. Stat. Assoc. 83, 231-241; Rao, Wu & Yue (1992).
    """
    psu, home, held = _units(design)
    n = design.psus
    if np.any(n[n > 0] < 2):
        raise TooFew(1, 2, f"stratum number {np.argmax(n == 1)} has one answering unit, and nothing can be drawn again")
    if replicates < 2:
        raise TooFew(replicates, 2, "a spread needs two bootstrap replicates")
    generator = np.random.default_rng(seed)
    factor = np.zeros((len(home), replicates))
    for stratum in np.flatnonzero(n):
        inside = np.flatnonzero((home == stratum) & (held > 0))
        size = int(n[stratum])
        drawn = generator.multinomial(size - 1, held[inside] / size, replicates)
        factor[inside] = (drawn / held[inside] * size / (size - 1)).T
    every = np.ones(replicates, np.int64)
    return ReplicateWeights(design, factor[psu], 1 / (replicates - 1), every.astype(np.float64), every)


def replicate(
    replicates: ReplicateWeights,
    estimate: Estimate,
    calibrate: Callable[[Design], Design] | None = None,
    *,
    mse: bool = False,
) -> ReplicateEstimates:
    """Any estimate with the covariance that its replicates give, the calibration made anew in each.

    ``estimate`` takes a design and returns [J] numbers, say ``lambda d: mean(d, y).value``; ``calibrate`` takes a
    design and returns the calibrated one, say ``lambda d: rake(d, margins).design`` (the replicates are then those of
    the design before). Deviations are taken from the mean of the replicates, from the estimate itself with ``mse``.
    df = PSUs − strata. R's ``withReplicates``.

    Raises whatever ``estimate`` and ``calibrate`` raise, in a replicate too: a margin that one person holds alone.
    Source: Wolter (2007) sec. 4.5; Canty & Davison (1999), The Statistician 48 (calibration in each replicate).
    """
    design = replicates.design

    def once(weight: Floats) -> Floats:
        given = replace(design, weight=weight)
        made = np.asarray(estimate(given if calibrate is None else calibrate(given)), np.float64)
        return made.reshape(-1)

    value = once(design.weight)
    made = np.array([once(design.weight * factor) for factor in replicates.factor.T])
    centre = value if mse else np.average(made, axis=0, weights=replicates.times)
    covariance = replicate_variance(made - centre, replicates.scale, replicates.rscales)
    persons = float(design.persons[design.weight > 0].sum())
    df = float(design.degrees(np.ones(len(design.weight), np.bool_)))
    return ReplicateEstimates(value, covariance, made, df, persons)


def replicate_variance(deviations: npt.ArrayLike, scale: float, rscales: npt.ArrayLike) -> Floats:
    """Covariance [J, J] = scale·Σ_k rscales_k·d_k d_k' of deviations [K] or [K, J] of replicates from their centre.

    Source: Wolter (2007) sec. 4.5; R's ``svrVar``.
    """
    away = np.asarray(deviations, np.float64)
    away = away.reshape(len(away), -1)
    return np.asarray(scale * (away * np.asarray(rscales, np.float64)[:, None]).T @ away)


def _units(design: Design) -> tuple[Integers, Integers, Integers]:
    """The PSU of each row [R], the stratum of each PSU and how many PSUs alike it stands for [units]."""
    if np.any(design.persons != 1) and not design.alike:
        raise ValueError("replicates need rows whose persons are alike; make them from counts with spread_counts")
    psu, home = nested_units(design.stratum, design.psu)
    return psu, home, design.persons if design.psu is None else np.ones(len(home), np.int64)

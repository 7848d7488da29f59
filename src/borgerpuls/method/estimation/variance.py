"""Design-based covariance of estimates from their influences: strata, clusters, two stages, calibration."""

from typing import Any

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import group_sums
from borgerpuls.method.design.design import Design, nested_units
from borgerpuls.method.errors import TooFew


def covariance(design: Design, influence: Floats) -> Floats:
    """Covariance matrix [J, J] of J estimates from their weighted influences [R, J], one row a person.

    An influence is w·z with Σ w·z ≈ θ̂ − θ. After calibration it is replaced by its residual: w·(z − z̄_p) about the
    weighted post-stratum mean, w·(z − ẑ) about the fit of raking or GREG. With PSU sums z_c,
    V = Σ_h (1 − f_h)·n_h/(n_h − 1)·Σ_c (z_c − z̄_h)(z_c − z̄_h)ᵀ; a second stage adds, for each PSU, f_h times the same
    expression over its second-stage units. Without a population the first stage stands for all stages ("ultimate
    clusters"). Where the persons of a row are ``alike``, the row stands for all of them.

    Raises TooFew for a stratum (or a PSU not fully counted) with one sampled unit, ValueError for cells of persons who
    are not alike.
    Source: Cochran (1977) ch. 10-11; Binder (1983); Deville & Särndal (1992); Lumley (2010) ch. 3.
    """
    if np.any(design.persons != 1) and not design.alike:
        raise ValueError("influences need one row a person; cells of persons go through domain_totals")
    z = residuals(design, influence)
    lonely = np.isnan(design.scale)
    if np.any(lonely):
        raise TooFew(1, 2, f"stratum number {np.argmax(lonely)} has one answering unit; collapse it first")
    psu, home = nested_units(design.stratum, design.psu)
    if design.psu is not None:
        z = z * design.persons[:, None]
    held = design.persons if design.psu is None else np.ones(len(home))
    result = _unit_products(z, psu, home, design.scale, held)
    if design.second is None or design.population is None:
        return result
    unit, inside = nested_units(psu, design.second.unit)
    drawn = np.bincount(inside).astype(np.float64)
    frame = np.zeros(len(drawn))
    frame[psu] = design.second.population
    left = (frame - drawn) / frame
    if np.any((drawn == 1) & (left > 1e-7)):
        raise TooFew(1, 2, "a sampled cluster has one unit of several at the second stage")
    scale = np.where(left > 1e-7, left * drawn / np.maximum(drawn - 1, 1), 0.0)
    share = (design.psus / design.population[: design.strata])[home]
    return result + _unit_products(z, unit, inside, scale * share, np.ones(len(inside)))


def residuals(design: Design, influence: Floats) -> Floats:
    """What calibration leaves of weighted influences [R, J]; the influences themselves where nothing is calibrated."""
    cell = design.poststratum
    if cell is None:
        return influence
    cells = int(cell.max()) + 1
    weight = design.weight[:, None]
    each = np.divide(influence, weight, out=np.zeros_like(influence), where=weight > 0)
    summed = group_sums(cell, cells, each, design.base * design.persons)
    if design.calibration is not None:
        return influence - weight * design.calibration.fitted(summed)[cell]
    carried = np.bincount(cell, design.weight * design.persons, cells)[:, None]
    mean = np.divide(summed, carried, out=np.zeros_like(summed), where=carried > 0)
    return influence - weight * mean[cell]


def _unit_products(z: Floats, unit: Integers, home: Integers, scale: Floats, times: npt.NDArray[Any]) -> Floats:
    """Σ over groups of scale times the sums of squares and products of unit sums about their group mean.

    Each unit stands for ``times`` units like it.
    """
    sums = group_sums(unit, len(home), z)
    held = np.maximum(np.bincount(home, times, minlength=len(scale)), 1)
    centred = sums - (group_sums(home, len(scale), sums, np.asarray(times, np.float64)) / held[:, None])[home]
    return np.asarray((centred * (scale[home] * times)[:, None]).T @ centred)

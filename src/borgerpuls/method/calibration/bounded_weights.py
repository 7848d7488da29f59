"""Weights between bounds, where Newton's method from the start stalls: down the convex dual, step by step."""

import numpy as np

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.method.errors import NotConverged

ITERATIONS, HALVINGS, CLOSE = 200, 40, 1e-9
BOTTOM = 1e-12
"""The share of a decrease of the dual, as its slope promises it, that a step must reach."""


def bounded_weights(x: Floats, carried: Floats, wanted: Floats, *, raking: bool, bounds: tuple[float, float]) -> Floats:
    """g [C] between ``bounds`` with Σ carried·g·x = ``wanted`` [J]: 1 + x'λ, in ``raking`` exp(x'λ), cut there.

    λ is where the convex function Σ carried·F(x'λ) − λ'wanted is least, F the integral of g. Each step is Newton's,
    halved until the function falls: that comes to rest wherever such weights exist, however near the bounds they lie.
    Where Newton's method without halving comes to rest, it does so at the same weights. Raises NotConverged with what
    is left. Source: Deville & Särndal (1992), J. Am. Stat. Assoc. 87, 376-382, cases 6 and 7, and sec. 2.
    """
    size = (x**2).sum(axis=0)
    scale = 1 / np.sqrt(np.where(size > 0, size, 1.0))
    columns, aims = x * scale, wanted * scale
    step_of = np.zeros(columns.shape[1])
    value = _dual(columns @ step_of, carried, raking, bounds) - step_of @ aims
    for _ in range(ITERATIONS):
        u = columns @ step_of
        g, inside = _cut(u, raking, bounds)
        left = aims - columns.T @ (carried * g)
        if np.all(np.abs(left / scale) < CLOSE * (1 + np.abs(wanted))):
            return g
        slope = carried * np.where(inside, g if raking else 1.0, 0.0)
        steep = (columns.T * slope) @ columns
        # A little of the gradient, lest cells at their bounds have no say in where to go.
        ridge = 1e-10 * max(float(np.trace(steep)), 1.0)
        step = np.linalg.solve(steep + ridge * np.eye(len(steep)), left)
        for _half in range(HALVINGS):
            tried = step_of + step
            found = _dual(columns @ tried, carried, raking, bounds) - tried @ aims
            if found <= value - BOTTOM * float(step @ left):
                break
            step = step / 2
        else:
            break
        step_of, value = tried, found
    g, _inside = _cut(columns @ step_of, raking, bounds)
    missed = np.abs(wanted - x.T @ (carried * g)) / (1 + np.abs(wanted))
    raise NotConverged(
        ITERATIONS, float(missed.max()), f"no weights between {bounds[0]:g} and {bounds[1]:g} meet the totals"
    )


def _cut(u: Floats, raking: bool, bounds: tuple[float, float]) -> tuple[Floats, Booleans]:
    """g, and where it lies between the bounds."""
    low, high = bounds
    with np.errstate(over="ignore"):
        free = np.exp(u) if raking else 1 + u
    return np.clip(free, low, high), (free > low) & (free < high)


def _dual(u: Floats, carried: Floats, raking: bool, bounds: tuple[float, float]) -> float:
    """Σ carried·F(u): F is exp(u), or u + u²/2, between the bounds, and a line outside them."""
    with np.errstate(divide="ignore"):
        ends = np.log(np.maximum(bounds, 0.0)) if raking else np.array(bounds) - 1.0
    held = np.clip(u, *ends)
    middle = np.exp(held) if raking else held + held**2 / 2
    beyond = np.where(np.isfinite(ends), bounds, 0.0)
    outside = np.where(u < ends[0], beyond[0] * (u - held), np.where(u > ends[1], beyond[1] * (u - held), 0.0))
    return float(carried @ (middle + outside))

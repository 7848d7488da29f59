"""The likelihood interval of a share to the last digit of R's ``svyciprop(method="likelihood")``."""

from collections.abc import Callable

import numpy as np
from scipy import linalg, optimize, special, stats

from borgerpuls.arrays import Floats

STEPS = 10
FARTHEST = 700.0
"""A logit that is 0 or 1 in double precision."""


def likelihood_interval(p: float, se: float, n: float, t: float) -> tuple[float, float]:
    """Both ends of the Rao-Scott interval for 0 < p < 1, se > 0, n > 1 answers and t quantile ``t``.

    The signed root of the scaled deviance, z(b) = ±√(2·(n − 1)·KL(p, expit b)), is traced in steps of a fifth of its
    range, a spline is laid through it, and the ends are read off the spline where z = ±t·√λ, with λ = n·se²/(p(1 − p))
    the design effect of the share. Reading off a spline costs about 1e-6 against solving 2·KL·p(1 − p)/se² =
    t²·n/(n − 1); R does so, and so does this. Where R's trace does not reach (very few answers) the equation is solved.
    Source: Rao & Scott (1984); Venables & Ripley (2002) ch. 8 (profiles); Lumley & Scott (2014).
    """

    def root(b: float) -> float:
        """The signed root at logit b."""
        divergence = special.kl_div(p, float(special.expit(b))) + special.kl_div(1 - p, float(special.expit(-b)))
        return float(np.copysign(np.sqrt(2 * (n - 1) * divergence), b - middle))

    middle = float(special.logit(p))
    cut = t * float(np.sqrt(n * se**2 / (p * (1 - p))))
    reach = float(np.sqrt(stats.f.isf(stats.norm.sf(cut) / 2, 1, n - 1)))
    logits = [middle]
    for sign in (-1.0, 1.0):
        for k in range(1, STEPS if np.isfinite(reach) else 1):
            logits.append(middle + sign * k * reach / 5 * se / (p * (1 - p)))
            if abs(root(logits[-1])) >= reach:
                break
    x = np.sort(logits)
    y = np.array([root(float(b)) for b in x])
    if y[0] <= -cut and cut <= y[-1] and len(x) > 3:
        at, z = _spline(x, y)
        ends = np.interp([-cut, cut], z, at).tolist()
    else:
        ends = [_solve(root, sign * cut, middle, sign * FARTHEST) for sign in (-1.0, 1.0)]
    return float(special.expit(ends[0])), float(special.expit(ends[1]))


def _solve(root: Callable[[float], float], target: float, near: float, far: float) -> float:
    """The logit between two where ``root`` meets its target; the far one when it never does."""
    if abs(root(far)) <= abs(target):
        return far
    return float(optimize.brentq(lambda b: root(b) - target, near, far))


def _spline(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Three times as many points on the cubic spline of Forsythe, Malcolm & Moler (1977), as R's ``spline``.

    At both ends its third derivative is that of the cubic through the four outermost points.
    """
    n, width = len(x), np.diff(x)
    slope = np.diff(y) / width
    right = np.concatenate([[0.0], np.diff(slope), [0.0]])
    bend = np.diff(slope) / (x[2:] - x[:-2])
    right[0] = (bend[1] - bend[0]) * width[0] ** 2 / (x[3] - x[0])
    right[-1] = -(bend[-1] - bend[-2]) * width[-1] ** 2 / (x[-1] - x[-4])
    diagonal = np.concatenate([[-width[0]], 2 * (width[:-1] + width[1:]), [-width[-1]]])
    bands = np.stack([np.concatenate([[0.0], width]), diagonal, np.concatenate([width, [0.0]])])
    c = linalg.solve_banded((1, 1), bands, right)
    b = slope - width * (c[1:] + 2 * c[:-1])
    at = np.linspace(x[0], x[-1], 3 * n)
    i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, n - 2)
    d = at - x[i]
    return at, y[i] + d * (b[i] + d * (3 * c[i] + d * (c[i + 1] - c[i]) / width[i]))

"""Control charts of a series of waves, EWMA and CUSUM, and their average run lengths between false alarms."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from borgerpuls.arrays import Floats
from borgerpuls.method.errors import TooFew

WAVES_NEEDED = 6
NODES = 80
"""Gauss-Legendre nodes of the run-length integral equations; doubling them moves no run length by 1 in 10,000."""


@dataclass(frozen=True, eq=False)
class ControlChart:
    """A control chart over waves: ``value`` float [..., T] beside ``limit``, ``alert`` bool [..., T].

    A series is out of control where ``|value| > limit``. ``upper`` and ``lower`` are the two sums of a CUSUM, or the
    statistic itself for an EWMA. ``waves`` is the length of the series, which a reader is shown.
    """

    upper: Floats
    lower: Floats
    limit: float
    alert: npt.NDArray[np.bool_]
    waves: int


def ewma(z: Floats, *, weight: float = 0.2, width: float = 2.962) -> ControlChart:
    """Exponentially weighted moving average of standardised changes; sensitive to slow drifts.

    ``z`` float [..., T], mean 0 and variance 1 while nothing happens. value_t = weight z_t + (1 - weight) value_{t-1},
    value_0 = 0; limit = width sqrt(weight / (2 - weight)). The defaults give 500 waves between false alarms.

    Raises TooFew for fewer than six waves, ValueError where a wave has no number.

    Source: Roberts (1959); Lucas & Saccucci (1990), Technometrics 32, 1-12.
    """
    series = _series(z)
    value, values = np.zeros(series.shape[:-1]), np.empty_like(series)
    for t in range(series.shape[-1]):
        value = weight * series[..., t] + (1 - weight) * value
        values[..., t] = value
    limit = width * (weight / (2 - weight)) ** 0.5
    return ControlChart(values, values, limit, np.abs(values) > limit, series.shape[-1])


def cusum(z: Floats, *, allowance: float = 0.5, decision: float = 5.0) -> ControlChart:
    """Cumulative sums of what exceeds an allowance, upwards and downwards; sensitive to lasting shifts.

    ``z`` as for ``ewma``. upper_t = max(0, upper_{t-1} + z_t - allowance), lower the same of -z with its sign kept
    negative; limit = decision. The defaults give 465 waves between false alarms.

    Raises TooFew for fewer than six waves, ValueError where a wave has no number.

    Source: Page (1954), Biometrika 41, 100-115.
    """
    series = _series(z)
    up, down = np.zeros(series.shape[:-1]), np.zeros(series.shape[:-1])
    upper, lower = np.empty_like(series), np.empty_like(series)
    for t in range(series.shape[-1]):
        up = np.maximum(0.0, up + series[..., t] - allowance)
        down = np.minimum(0.0, down + series[..., t] + allowance)
        upper[..., t], lower[..., t] = up, down
    return ControlChart(upper, lower, decision, (upper > decision) | (lower < -decision), series.shape[-1])


def ewma_run_length(*, weight: float, width: float, shift: float = 0.0) -> float:
    """Average run length of an EWMA chart, in waves, when every change is shifted by ``shift`` standard deviations.

    Source: Crowder (1987), Technometrics 29, 401-407: L(u) = 1 + int L(x) f((x - (1 - r) u) / r) dx / r, solved on
    Gauss-Legendre nodes.
    """
    limit = width * (weight / (2 - weight)) ** 0.5
    nodes, mass = _nodes(-limit, limit)

    def density(start: Floats) -> Floats:
        return _density((nodes - (1 - weight) * start[:, None]) / weight - shift) / weight

    length = np.linalg.solve(np.eye(NODES) - density(nodes) * mass, np.ones(NODES))
    return float(1 + (density(np.zeros(1))[0] * mass) @ length)


def cusum_run_length(*, allowance: float, decision: float, shift: float = 0.0) -> float:
    """Average run length of a two-sided CUSUM when every change is shifted by ``shift``.

    Source: Page (1954) integral equation for one side; the sides joined as 1/L = 1/L_up + 1/L_down (Kemp 1961).
    """
    return 1 / sum(1 / _one_sided(allowance, decision, towards) for towards in (shift, -shift))


def shewhart_run_length(*, width: float = 3.0, shift: float = 0.0) -> float:
    """Average run length of a Shewhart chart: waves until one change passes ``width`` standard deviations.

    Source: Shewhart (1931).
    """
    return float(1 / (ndtr(-width - shift) + ndtr(-width + shift)))


def _one_sided(allowance: float, decision: float, shift: float) -> float:
    nodes, mass = _nodes(0.0, decision)
    starts = np.concatenate([[0.0], nodes])
    moves = nodes[None, :] - starts[:, None] + allowance - shift
    stays = _density(moves) * mass
    falls = ndtr(-starts + allowance - shift)
    system = np.eye(NODES + 1) - np.column_stack([falls, stays])
    return float(np.linalg.solve(system, np.ones(NODES + 1))[0])


def _series(z: Floats) -> Floats:
    series = np.asarray(z, float)
    waves = series.shape[-1] if series.ndim else 0
    if waves < WAVES_NEEDED:
        raise TooFew(waves, WAVES_NEEDED, "a control chart needs a baseline; with fewer waves compare them two by two")
    if not np.all(np.isfinite(series)):
        raise ValueError("a control chart needs a number in every wave; begin the series after the gap")
    return series


def _nodes(low: float, high: float) -> tuple[Floats, Floats]:
    nodes, mass = np.polynomial.legendre.leggauss(NODES)
    return (high - low) / 2 * nodes + (high + low) / 2, (high - low) / 2 * mass


def _density(x: Floats) -> Floats:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), float)

"""Polychoric correlation of two ordinal items."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from borgerpuls.arrays import Floats
from borgerpuls.method.errors import TooFew

NODES = 64
"""Gauss-Legendre nodes for the bivariate normal: ten digits for correlations up to 0.95."""
FARTHEST = 0.9999


@dataclass(frozen=True, eq=False)
class PolychoricCorrelation:
    """``rho``, the correlation of the two normal variables, and the ``rows`` [A − 1] and ``columns`` [B − 1] limits."""

    rho: float
    rows: Floats
    columns: Floats


def polychoric_correlation(table: npt.ArrayLike) -> PolychoricCorrelation:
    """The correlation of the bivariate normal distribution that two ordinal items divide into steps.

    ``table`` float [A, B] counts persons by both answers, in the order of the scales; empty rows and columns are left
    out. Two steps: limits from the margins, then the correlation that makes the table most likely. A matrix of these
    goes through ``reliability`` ("ordinal alpha").

    Raises TooFew where fewer than two categories of either were used, ValueError for negative counts.

    Source: Olsson (1979), Psychometrika 44, 443-460, the two-step estimate; psych::polychoric.
    """
    counts = np.asarray(table, np.float64)
    if counts.ndim != 2 or not np.all(counts >= 0):
        raise ValueError("a table of two answers holds counts that are not negative")
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise TooFew(min(counts.shape), 2, "an answer that never varies goes together with nothing")
    rows, columns = (ndtri(np.cumsum(counts.sum(axis=a))[:-1] / counts.sum()) for a in (1, 0))

    def unlikely(rho: float) -> float:
        corners = np.zeros((len(rows) + 2, len(columns) + 2))
        corners[1:-1, 1:-1] = _bivariate(rows[:, None], columns[None, :], rho)
        corners[-1, 1:-1], corners[1:-1, -1], corners[-1, -1] = ndtr(columns), ndtr(rows), 1.0
        share = np.diff(np.diff(corners, axis=0), axis=1)
        return float(-np.sum(counts * np.log(np.maximum(share, 1e-300))))

    found = minimize_scalar(unlikely, bounds=(-FARTHEST, FARTHEST), method="bounded", options={"xatol": 1e-10})
    return PolychoricCorrelation(float(found.x), rows, columns)


def _bivariate(h: Floats, k: Floats, rho: float) -> Floats:
    """P(X ≤ h, Y ≤ k) for standard normals of correlation rho: Plackett (1954), Biometrika 41, 351-360."""
    nodes, mass = np.polynomial.legendre.leggauss(NODES)
    angle = np.arcsin(rho) * (nodes + 1) / 2
    far = (h**2 + k**2)[..., None] - 2 * (h * k)[..., None] * np.sin(angle)
    inside = np.exp(-far / (2 * np.cos(angle) ** 2)) @ mass * np.arcsin(rho) / 2
    return np.asarray(ndtr(h) * ndtr(k) + inside / (2 * np.pi))

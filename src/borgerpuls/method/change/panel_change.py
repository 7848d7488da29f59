"""What changed between two waves, also when some citizens answered both."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.comparison.differences import Difference, satterthwaite
from borgerpuls.method.design.design import TooFew, group_sums
from borgerpuls.method.estimation.linearization import Linear
from borgerpuls.method.estimation.variance import residuals


def change(earlier: Linear, later: Linear, same: tuple[npt.ArrayLike, npt.ArrayLike] | None = None) -> Difference:
    """The later wave minus the earlier one, each estimate J with the covariance of those who answered both.

    ``earlier`` and ``later`` are estimates of the same J things from ``mean``, ``total`` or ``ratio``; ``same`` are
    two int arrays [M] of one length: row numbers in the earlier and in the later design of the persons who are in
    both (None: nobody). The covariance in stratum h is (m/(n1 n2) - 1/N) s12 on the mean's scale, s12 from the m
    persons; without a population the 1/N falls away. Degrees of freedom are Satterthwaite's for samples that share
    nobody, and those of the smaller wave otherwise.

    Raises ValueError when the two row lists differ in length. Where a stratum shares one person no covariance can be
    estimated there and none is taken off: the standard error is then too large, never too small.

    Source: Tam (1984), The American Statistician 38, 288-289; Qualité & Tillé (2008), Survey Methodology 34, 173-181;
    Satterthwaite (1946).
    """
    v1, v2 = earlier.se**2, later.se**2
    if same is None or len(np.asarray(same[0])) == 0:
        covariance = np.zeros_like(v1)
        df = satterthwaite(v1, v2, earlier.df, later.df)
    else:
        covariance = _shared(earlier, later, np.asarray(same[0], np.int64), np.asarray(same[1], np.int64))
        df = np.minimum(earlier.df, later.df)
    variance = np.maximum(v1 + v2 - 2 * covariance, 0.0)
    return Difference(later.value - earlier.value, np.sqrt(variance), df, np.minimum(earlier.n, later.n).astype(float))


def _shared(earlier: Linear, later: Linear, first: Integers, second: Integers) -> Floats:
    """Covariance [J] that the persons in both waves give the two estimates."""
    if first.shape != second.shape:
        raise ValueError(f"{first.size} persons of the earlier wave cannot be {second.size} of the later one")
    stratum, strata = earlier.design.stratum[first], earlier.design.strata
    m = np.bincount(stratum, minlength=strata).astype(float)
    held = np.maximum(m, 1)[:, None]
    one, two = residuals(earlier.design, earlier.influence)[first], residuals(later.design, later.influence)[second]
    middle = group_sums(stratum, strata, one) / held, group_sums(stratum, strata, two) / held
    products = group_sums(stratum, strata, (one - middle[0][stratum]) * (two - middle[1][stratum]))
    scale = np.where(m > 1, m / np.maximum(m - 1, 1), 0.0)
    if earlier.design.population is not None:
        n1, n2 = earlier.design.psus, np.bincount(later.design.stratum, minlength=strata)[:strata]
        scale = scale * (1 - n1 * n2 / (held[:, 0] * earlier.design.population[:strata]))
    return np.asarray(scale @ products)


@dataclass(frozen=True)
class Kitagawa:
    """A change taken apart: ``mix`` from other citizens, ``performance`` from other answers of the same citizens.

    The two add up to the change; each has its standard error.
    """

    mix: float
    mix_se: float
    performance: float
    performance_se: float


def kitagawa(
    shares1: npt.ArrayLike,
    means1: npt.ArrayLike,
    covariance1: npt.ArrayLike,
    shares2: npt.ArrayLike,
    means2: npt.ArrayLike,
    covariance2: npt.ArrayLike,
) -> Kitagawa:
    """How much of a change is other citizens, and how much is the same citizens answering otherwise.

    ``shares`` float [K] (each wave's add up to 1) and ``means`` float [K] of the groups; ``covariance`` of one wave
    is [K] variances of independent group means (shares known from the frame), [K, K] covariance of the means, or [2K,
    2K] of shares and means together. The waves are independent of each other. mix = sum (p2 - p1)(m1 + m2)/2,
    performance = sum (p1 + p2)/2 (m2 - m1); variances by the delta method.

    Raises TooFew without a group, ValueError when shares do not add up to 1, a mean is not a number or the shapes do
    not match.

    Source: Kitagawa (1955), J. American Statistical Association 50, 1168-1194; variance Wang, Rahman, Siegel & Fisher
    (2000), in the same linearised form.
    """
    p1, m1, p2, m2 = (np.asarray(part, float).reshape(-1) for part in (shares1, means1, shares2, means2))
    if not p1.size:
        raise TooFew(0, 1, "a change is taken apart by groups")
    if not p1.shape == m1.shape == p2.shape == m2.shape:
        raise ValueError(f"{p1.size} and {p2.size} shares cannot have {m1.size} and {m2.size} means")
    if not np.all(np.isfinite([p1, m1, p2, m2])):
        raise ValueError("a share or mean is not a number; leave out a group that a wave does not have")
    for p in (p1, p2):
        if abs(p.sum() - 1) > 1e-6:
            raise ValueError(f"the groups' shares add up to {p.sum():.4f}, not to 1")
    middle_mean, middle_share, moved = (m1 + m2) / 2, (p1 + p2) / 2, (p2 - p1) / 2
    gained = (m2 - m1) / 2
    first, second = _together(covariance1, p1.size), _together(covariance2, p1.size)

    def se(on1: Floats, on2: Floats) -> float:
        return float(np.sqrt(max(0.0, float(on1 @ first @ on1) + float(on2 @ second @ on2))))

    return Kitagawa(
        mix=float(2 * moved @ middle_mean),
        mix_se=se(np.concatenate([-middle_mean, moved]), np.concatenate([middle_mean, moved])),
        performance=float(2 * middle_share @ gained),
        performance_se=se(np.concatenate([gained, -middle_share]), np.concatenate([gained, middle_share])),
    )


def _together(covariance: npt.ArrayLike, groups: int) -> Floats:
    given = np.asarray(covariance, float)
    if given.shape == (2 * groups, 2 * groups):
        return given
    if given.shape not in ((groups,), (groups, groups)):
        raise ValueError(f"the covariance of {groups} groups cannot have the shape {given.shape}")
    matrix = np.zeros((2 * groups, 2 * groups))
    matrix[groups:, groups:] = np.diag(given) if given.ndim == 1 else given
    return matrix

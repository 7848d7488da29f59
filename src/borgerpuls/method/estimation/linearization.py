"""Linearised estimates of persons, each with its influence: any design, any covariance, any contrast."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import StudentInterval
from borgerpuls.method.estimation.variance import covariance


@dataclass(frozen=True, eq=False)
class LinearizedEstimates(StudentInterval):
    """J estimates from one design, with the influence of each person on each of them.

    ``value`` float [J]; ``influence`` float [R, J], weighted, summing to the estimate's error; ``member`` bool [R, J]
    says who belongs to the group of an estimate; ``n`` int [J] counts answers. ``covariance`` [J, J], ``se`` [J] and
    ``df`` [J] (PSUs in the group minus strata among them) follow.
    """

    design: Design
    value: Floats
    influence: Floats
    member: Booleans
    n: Integers

    @cached_property
    def covariance(self) -> Floats:
        """Covariance matrix [J, J] of the estimates."""
        return covariance(self.design, self.influence)

    @cached_property
    def se(self) -> Floats:
        """Standard errors [J]."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    @cached_property
    def df(self) -> Floats:
        """Degrees of freedom [J], as R's ``degf(subset(design, group))``."""
        return np.array([self.design.degrees(m) for m in self.member.T], dtype=np.float64)

    def contrast(self, weights: npt.ArrayLike) -> "LinearizedEstimates":
        """Linear combinations of the estimates, ``weights`` [J] for one or [K, J] for K of them (``svycontrast``).

        The group of a combination is everybody in the group of an estimate that it uses; its ``n`` is the fewest
        answers behind any of these.
        """
        c = np.atleast_2d(np.asarray(weights, dtype=np.float64))
        used = (c != 0).astype(np.float64)
        member = self.member @ used.T > 0
        fewest = np.where(c != 0, self.n, self.n.max(initial=0)).min(axis=1)
        return LinearizedEstimates(self.design, c @ self.value, self.influence @ c.T, member, fewest)


def concatenate_estimates(*parts: LinearizedEstimates) -> LinearizedEstimates:
    """Estimates from the same design put side by side, so that they have one covariance matrix."""
    return LinearizedEstimates(
        parts[0].design,
        np.concatenate([p.value for p in parts]),
        np.hstack([p.influence for p in parts]),
        np.hstack([p.member for p in parts]),
        np.concatenate([p.n for p in parts]),
    )


def total(design: Design, y: npt.ArrayLike, where: npt.ArrayLike | None = None) -> LinearizedEstimates:
    """Totals Σw·d·y. ``y`` [R] or [R, J] with NaN for no answer; ``where`` bool [R] or [R, J] is the group (domain).

    The two broadcast: one variable in several groups, several variables in one, or pair by pair.
    Raises TooFew where nobody answered. Source: Cochran (1977) sec. 5.4; Lumley (2010) sec. 2.2.
    """
    values, answered, member = _columns(design, y, where)
    influence = design.weight[:, None] * values
    return LinearizedEstimates(design, design.persons @ influence, influence, member, design.persons @ answered)


def mean(design: Design, y: npt.ArrayLike, where: npt.ArrayLike | None = None) -> LinearizedEstimates:
    """Means θ̂ = Σw·d·y/Σw·d, and shares where y is 0 or 1; arguments as in ``total``.

    Everybody stays in the design: those outside the group, or without an answer, have influence 0 and are never
    filtered away first. Influence w·d·(y − θ̂)/Σw·d. Source: Cochran (1977) sec. 5A.14; Lumley (2010) sec. 2.5.
    """
    values, answered, member = _columns(design, y, where)
    return _quotient(design, values, answered.astype(np.float64), answered, member)


def ratio(
    design: Design, numerator: npt.ArrayLike, denominator: npt.ArrayLike, where: npt.ArrayLike | None = None
) -> LinearizedEstimates:
    """Ratios of two totals R̂ = Σw·d·y/Σw·d·x over the persons who have both; arguments as in ``total``.

    Influence w·d·(y − R̂x)/Σw·d·x. Raises TooFew where nobody has both or the denominator is 0.
    Source: Cochran (1977) ch. 6; Lumley (2010) sec. 5.1.
    """
    y, x = np.broadcast_arrays(_matrix(numerator), _matrix(denominator))
    missing = np.isnan(y) | np.isnan(x)
    values, answered, member = _columns(design, np.where(missing, np.nan, y), where)
    base, _, _ = _columns(design, np.where(missing, np.nan, x), where)
    return _quotient(design, values, base, answered, member)


def distribution(
    design: Design, y: npt.ArrayLike, categories: npt.ArrayLike, where: npt.ArrayLike | None = None
) -> LinearizedEstimates:
    """The share of each category among those who answered, J = number of ``categories``, with their covariance.

    ``y`` [R] has NaN for no answer; ``where`` bool [R]. Source: Lumley (2010) sec. 2.4 (means of indicators).
    """
    answer = np.asarray(y, dtype=np.float64)
    chosen = (answer[:, None] == np.asarray(categories, dtype=np.float64)).astype(np.float64)
    return mean(design, np.where(np.isnan(answer)[:, None], np.nan, chosen), where)


def deff(
    estimate: LinearizedEstimates, y: npt.ArrayLike, where: npt.ArrayLike | None = None, *, of_total: bool = False,
    replace: bool = False,
) -> Floats:  # fmt: skip
    """Design effect [J]: the variance of ``mean(…)`` (or ``total(…)``) over that of a simple random sample as large.

    ``y`` and ``where`` are those the estimate was made with. The simple random sample is drawn without replacement
    from Σw persons, V₀ = s²·(1 − n/Σw)/n, or with ``replace`` V₀ = s²/n; times (Σw)² for a total; s² is the weighted
    variance of the answers times n/(n − 1). Raises TooFew below two answers. Source: Kish (1965) sec. 8.2; R
    survey's ``deff=TRUE`` and ``deff="replace"``.
    """
    design = estimate.design
    values, answered, _ = _columns(design, y, where)
    weight = (design.weight * design.persons)[:, None] * answered
    n = design.persons @ answered
    if np.any(n < 2):
        raise TooFew(int(n.min()), 2, "a design effect needs answers that vary")
    size = weight.sum(axis=0)
    middle = (weight * values).sum(axis=0) / size
    spread = (weight * (values - middle) ** 2).sum(axis=0) / size * n / (n - 1)
    simple = spread / n if replace else spread * (size - n) / (size * n)
    return np.asarray(np.diag(estimate.covariance) / (simple * size**2 if of_total else simple))


def _quotient(design: Design, y: Floats, x: Floats, answered: Booleans, member: Booleans) -> LinearizedEstimates:
    w = design.weight[:, None]
    base = design.persons @ (w * x)
    if np.any(base == 0):
        raise TooFew(0, 1, "the denominator is zero")
    value = design.persons @ (w * y) / base
    return LinearizedEstimates(design, value, w * (y - value * x) / base, member, design.persons @ answered)


def _columns(design: Design, y: npt.ArrayLike, where: npt.ArrayLike | None) -> tuple[Floats, Booleans, Booleans]:
    """Values with 0 outside, who answered in the group, and who is in the group: [R, J] each."""
    values = _matrix(y)
    group = (
        np.ones((len(values), 1), np.bool_) if where is None else np.asarray(where, np.bool_).reshape(len(values), -1)
    )
    values, member = np.broadcast_arrays(values, group)
    answered = member & ~np.isnan(values) & ((design.weight > 0) & (design.persons > 0))[:, None]
    if not np.all(answered.any(axis=0)):
        raise TooFew(0, 1, f"nobody answered in group number {np.argmin(answered.any(axis=0))}")
    return np.where(answered, values, 0.0), answered, member


def _matrix(values: npt.ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    return array.reshape(len(array), -1)

"""Quantiles: medians and quartiles with their intervals, from persons or from shares of categories."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats
from borgerpuls.method.array_operations import quotient
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import Estimates, t_quantile
from borgerpuls.method.estimation.linearization import mean
from borgerpuls.method.estimation.proportion_intervals import Kind, share_interval

TIE = 1e-12
"""Cumulative shares nearer to p than this reach it: rounding of the weights moves no quantile."""


@dataclass(frozen=True, eq=False)
class Quantiles:
    """``value`` with ``low`` and ``high`` end of its interval and ``se`` = (high − low)/2t, arrays of one shape.

    ``df`` and ``n`` are degrees of freedom and answers. An end is −inf or inf, and ``se`` inf, where too few answered
    for the interval to end on that side.
    """

    value: Floats
    low: Floats
    high: Floats
    se: Floats
    df: Floats
    n: Floats
    level: float = 0.95

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high end, at the ``level`` that the quantiles were made with; ValueError for another."""
        if level != self.level:
            raise ValueError(f"the interval was made at {self.level}; make the quantiles with level={level}")
        return self.low, self.high


def quantile(
    design: Design,
    y: npt.ArrayLike,
    probability: npt.ArrayLike = 0.5,
    where: npt.ArrayLike | None = None,
    *,
    kind: Kind = "wald",
    level: float = 0.95,
) -> Quantiles:
    """Quantiles q̂: the smallest answer that at least the share p is at or below; shape of ``probability``, [Q] or [].

    ``y`` [R] any values, NaN for no answer; ``where`` bool [R] the group; the rest stays in the design. Woodruff's
    interval: that of the share F̂(q̂) at or below q̂, as its design gives it, carried back through F̂⁻¹. ``kind`` is the
    interval of that share (``share_interval``): ``wald`` is R's default ("mean") and may lack an end; ``beta``,
    ``logit`` (R's "xlogit") and ``arcsine`` (R's "asin") always have both.

    As R's ``svyquantile(qrule="math")``, but for p below the first weight, where R 4.1 gives the second answer.
    Raises TooFew for fewer than two answers or no degrees of freedom, ValueError for p outside 0..1.
    Source: Woodruff (1952), J. Am. Stat. Assoc. 47, 635-646; Lumley (2010) sec. 2.4.1.
    """
    answers = np.asarray(y, np.float64).reshape(-1)
    inside = ~np.isnan(answers) & (design.weight > 0) & (design.persons > 0)
    if where is not None:
        inside &= np.asarray(where, np.bool_)
    n, df = int(design.persons[inside].sum()), design.degrees(inside)
    if n < 2:
        raise TooFew(n, 2, "a quantile's interval needs answers that can differ")
    if df < 1:
        raise TooFew(n, n + 1 - df, "a quantile's interval needs more answers than strata")
    values, back = np.unique(answers[inside], return_inverse=True)
    carried = np.cumsum(np.bincount(back, (design.weight * design.persons)[inside])).astype(np.float64)
    reached = carried / carried[-1]
    wanted = _probabilities(probability)
    q = values[_first(reached, wanted)]
    below = mean(design, (answers[:, None] <= q.reshape(-1)).astype(np.float64), inside)
    ends = share_interval(below.value.reshape(q.shape), below.se.reshape(q.shape), n, df, kind, level=level)
    low = np.where(ends[0] < 0, -np.inf, values[_first(reached, ends[0])])
    high = np.where(ends[1] > 1 + TIE, np.inf, values[_first(reached, ends[1])])
    se = (high - low) / (2 * t_quantile(level, df))
    return Quantiles(q, low, high, se, np.full(q.shape, float(df)), np.full(q.shape, float(n)), level)


def category_quantile(
    cumulative: Estimates,
    categories: npt.ArrayLike,
    probability: float = 0.5,
    *,
    kind: Kind = "beta",
    level: float = 0.95,
) -> Quantiles:
    """Quantiles of many units and groups at once from the shares at or below each category: [..., C] -> [...].

    ``cumulative`` comes from ``means(domain_totals(design, cumulative_sums(counts), …))``, ``categories`` [C] are the
    scores in rising order. On so few different values Woodruff's interval is often a point; here a category belongs to
    the interval unless its own share at or below is surely less than p, or that of the category below it surely p or
    more (the test of F̂ turned round). Both ends are categories.

    NaN stands where nobody answered (n = 0); one answer gives the whole scale.
    Source: Francisco & Fuller (1991), Annals of Statistics 19, 454-469 (test inversion).
    """
    scores = np.asarray(categories, np.float64)
    wanted = float(_probabilities(probability))
    share = np.where(cumulative.n > 0, cumulative.value, 1.0)
    certain = (cumulative.n >= 2) & (cumulative.df >= 1)
    below, above = share_interval(
        share,
        np.where(certain, cumulative.se, 0.0),
        np.where(certain, cumulative.n, 2.0),
        np.where(certain, cumulative.df, 1.0),
        kind,
        level=level,
    )
    below, above = np.where(certain, below, 0.0), np.where(certain, above, 1.0)
    # At the last category everybody is at or below, whatever the sample.
    below[..., -1] = above[..., -1] = 1.0
    value, low, high = (scores[np.argmax(f >= wanted - TIE, axis=-1)] for f in (share, above, below))
    n, df = cumulative.n[..., 0], cumulative.df[..., 0]
    se = quotient(high - low, 2 * t_quantile(level, np.maximum(df, 1)))
    there = n > 0
    value, low, high, se = (np.where(there, x, np.nan) for x in (value, low, high, se))
    return Quantiles(value, low, high, se, df, n, level)


def _first(reached: Floats, share: Floats) -> npt.NDArray[np.intp]:
    """Place of the first value that the share reaches."""
    return np.minimum(np.searchsorted(reached, share - TIE), len(reached) - 1)


def _probabilities(probability: npt.ArrayLike) -> Floats:
    wanted = np.asarray(probability, np.float64)
    if not np.all((wanted >= 0) & (wanted <= 1)):
        raise ValueError("a quantile lies between 0 and 1")
    return wanted

"""The answers behind a number: what a mean or a share of few answers among many persons can bear."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.method.array_operations import quotient, zero_for_nan
from borgerpuls.method.estimation.means import means
from borgerpuls.method.estimation.totals import Totals

LENT = 4.0
"""Degrees of freedom that the pooled variance counts for in each unit of the mean over units."""


@dataclass(frozen=True, eq=False)
class AnswerBasis:
    """What claims about an estimate rest on, float arrays of the estimate's shape.

    ``n`` answers to the variable in the group; ``df`` their degrees of freedom, n (clusters with an answer, where
    there are clusters) minus the strata that have any;
    ``effective`` answers of equal weight that they are worth, (Σw)²/Σw² (Kish 1965); ``spread`` the weighted variance
    of one answer, Σw·(y − θ̂)²/Σw; ``widening`` what the standard error is multiplied by before anything is claimed
    from it; ``psus`` answers, or clusters with an answer, that were drawn independently of each other. Persons who did
    not answer the variable stay in the design and its standard error; they are not in these.
    """

    n: Floats
    df: Floats
    effective: Floats
    spread: Floats
    widening: Floats
    psus: Floats

    def at(self, index: Any) -> "AnswerBasis":
        """The same at an index of the arrays."""
        return AnswerBasis(*(getattr(self, one.name)[index] for one in fields(self)))

    @classmethod
    def concatenate(cls, *parts: "AnswerBasis") -> "AnswerBasis":
        """Parts one after the other along their first axis."""
        return cls(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)))


def answer_basis(totals: Totals) -> AnswerBasis:
    """The answers behind the mean of every unit, group and variable, [U, D, V]; of unions, ``union_totals`` first.

    With a answers, of which each fits h of itself (1 over the persons of its calibration cell), L = Σh and G cells:
    residuals have lost l = L + 1 − L/G answers of their spread, one for the group's own mean and L for those of the
    cells, which hold that mean too where all of a cell answered. The standard error, as R has it, makes up for that by
    n/(n − 1) of the n persons in the design, whoever answered; a/(a − l) is what it should be, and
    ``widening`` = √(a/(a − l) · (n − H)/n), H strata, at least 1. With one stratum and no calibration the claim rests
    on s²/a of the a answers. At most two thirds of the answers are counted as lost; df < 1 then tells that there are
    too few. Source: Cochran (1977) sec. 5A.14; MacKinnon & White (1985), HC2; Korn & Graubard (1998).
    """
    a, cells = totals.answer_psus, totals.cells[:, None, None]
    lost = totals.leverage + 1 - zero_for_nan(quotient(totals.leverage, cells))
    persons = np.maximum(totals.persons, 1.0)[:, None, None]
    counted = np.maximum(persons - totals.design_strata[:, None, None], 1.0) / persons
    left = np.maximum(a - lost, a / 3)
    widening = np.sqrt(np.maximum(zero_for_nan(quotient(a, left)) * counted, 1.0))
    return AnswerBasis(
        n=totals.n,
        df=a - totals.answer_strata,
        effective=zero_for_nan(quotient(totals.size**2, totals.weight_squares)),
        spread=_spread(totals),
        widening=widening,
        psus=a,
    )


def mean_of_units_basis(totals: Totals) -> AnswerBasis:
    """The answers behind the mean over units, Σθ̂_m/H, [D, V]: every unit counts alike, so a unit of few answers weighs
    on it.

    What so few answers tell of their spread is little, of a single one nothing; in Σv_m/H² each unit's variance is
    therefore (d·v_m + 4·s²/n_m)/(d + 4), s² pooled over units and d its own degrees of freedom, unless that is less.
    Source: as ``answer_basis``; strata are independent."""
    unit, each = answer_basis(totals), means(totals)
    there = each.n > 0
    h = np.maximum(there.sum(axis=0), 1)
    value, v = np.where(there, each.value, 0.0), np.where(there, each.se**2, 0.0)
    middle = value.sum(axis=0) / h
    spread = np.where(there, zero_for_nan(unit.spread) + (value - middle) ** 2, 0.0).sum(axis=0) / h
    worth = np.where(there, zero_for_nan(quotient(np.ones_like(unit.effective), unit.effective)), 0.0).sum(axis=0)
    degrees = np.where(there, np.maximum(unit.df, 0.0), 0.0)
    own = unit.widening**2 * v
    pooled = zero_for_nan(quotient((degrees * unit.effective * own).sum(axis=0), degrees.sum(axis=0)))
    lent = np.where(there, zero_for_nan(quotient(np.broadcast_to(pooled, own.shape), unit.effective)), 0.0)
    claimed = (degrees * own + LENT * lent) / (degrees + LENT)
    widened = quotient(claimed.sum(axis=0), v.sum(axis=0))
    return AnswerBasis(
        n=unit.n.sum(axis=0),
        df=totals.answer_psus.sum(axis=0) - totals.answer_strata.sum(axis=0),
        effective=zero_for_nan(quotient(h**2.0, worth)),
        spread=spread,
        widening=np.sqrt(np.maximum(np.where(np.isnan(widened), 1.0, widened), 1.0)),
        psus=totals.answer_psus.sum(axis=0),
    )


def _spread(totals: Totals) -> Floats:
    mean = quotient(totals.total, totals.size)
    return np.asarray(np.maximum(quotient(totals.squares, totals.size) - mean**2, 0.0))

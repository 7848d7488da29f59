"""AAPOR outcome rates: response, cooperation, refusal and contact; and a group's response beside that of everybody."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from borgerpuls.arrays import Floats
from borgerpuls.method.errors import TooFew


@dataclass(frozen=True)
class Outcomes:
    """Final dispositions of everyone asked, in persons, as AAPOR groups them.

    ``complete`` I, ``partial`` P, ``refused`` R (break-offs too), ``not_reached`` NC, ``other`` O, ``unknown`` UH + UO
    (whether they belong to the group is not known); those known not to belong are left out. ``eligible_share`` e is the
    share of the unknown taken to belong.
    """

    complete: float
    partial: float = 0
    refused: float = 0
    not_reached: float = 0
    other: float = 0
    unknown: float = 0
    eligible_share: float = 1.0

    def __post_init__(self) -> None:
        if min(self.complete, self.partial, self.refused, self.not_reached, self.other, self.unknown) < 0:
            raise ValueError("a number of persons is not negative")
        if not 0 <= self.eligible_share <= 1:
            raise ValueError("the share of the unknown that belongs lies between 0 and 1")


@dataclass(frozen=True)
class OutcomeRates:
    """Response, cooperation, refusal and contact rates, 0 to 1, with the ``eligible_share`` they were made with.

    ``rr1`` to ``rr6``: odd numbers count complete responses, even ones partial ones too; 1 and 2 take every unknown
    as eligible, 3 and 4 the share e, 5 and 6 none.
    """

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    coop1: float
    coop3: float
    ref1: float
    con1: float
    eligible_share: float


def outcome_rates(outcomes: Outcomes) -> OutcomeRates:
    """All outcome rates of one survey.

    Raises TooFew where nobody known to belong to the group was asked.

    Source: AAPOR (2023), Standard Definitions: final dispositions of case codes and outcome rates for surveys, 10th
    edition, section "Outcome rates".
    """
    o = outcomes
    answered = o.complete + o.partial
    known = answered + o.refused + o.not_reached + o.other
    if known == 0:
        raise TooFew(0, 1, "nobody known to belong to the group was asked")
    every, expected = known + o.unknown, known + o.eligible_share * o.unknown
    contacted = answered + o.refused + o.other
    return OutcomeRates(
        rr1=o.complete / every,
        rr2=answered / every,
        rr3=o.complete / expected,
        rr4=answered / expected,
        rr5=o.complete / known,
        rr6=answered / known,
        coop1=o.complete / contacted if contacted else 0.0,
        coop3=o.complete / (contacted - o.other) if contacted > o.other else 0.0,
        ref1=o.refused / every,
        con1=contacted / every,
        eligible_share=o.eligible_share,
    )


def group_response_p(
    answered: npt.ArrayLike, asked: npt.ArrayLike, all_answered: npt.ArrayLike, all_asked: npt.ArrayLike
) -> Floats:
    """Two-sided exact p that a group answers like everybody it is asked among, of any shape.

    ``answered`` of ``asked`` persons in the group, ``all_answered`` of ``all_asked`` with the group among them. Were
    who answers independent of the group, those answering in it would be hypergeometric; p is twice the smaller tail, 1
    at most. Source: Fisher (1935), The Design of Experiments, ch. 2; Agresti (2013), Categorical Data Analysis,
    sec. 3.5.
    """
    counts = np.broadcast_arrays(*(np.asarray(x, np.int64) for x in (answered, asked, all_answered, all_asked)))
    found = [_hypergeometric_p(*four) for four in zip(*(x.ravel().tolist() for x in counts), strict=True)]
    return np.array(found, np.float64).reshape(counts[0].shape)


def _hypergeometric_p(answered: int, asked: int, all_answered: int, all_asked: int) -> float:
    silent = all_asked - all_answered
    possible = np.arange(max(0, asked - silent), min(asked, all_answered) + 1, dtype=np.float64)
    ways = _log_choose(all_answered, possible) + _log_choose(silent, asked - possible)
    likely = np.exp(ways - _log_choose(all_asked, asked))
    below, above = likely[possible <= answered].sum(), likely[possible >= answered].sum()
    return float(min(1.0, 2 * min(below, above)))


def _log_choose(n: float, k: npt.ArrayLike) -> Floats:
    chosen = np.asarray(k, np.float64)
    return np.asarray(gammaln(n + 1.0) - gammaln(chosen + 1.0) - gammaln(n - chosen + 1.0))

"""AAPOR outcome rates: response, cooperation, refusal and contact."""

from dataclasses import dataclass

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

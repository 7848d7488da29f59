"""The smallest difference that a municipality's own comparison of two groups can detect, before anybody is asked."""

from dataclasses import dataclass

from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.method.comparison.power import LARGEST_DETECTABLE, detectable_difference

RESPONSE_RATES = (0.2, 0.3, 0.4, 0.5)
"""Rates that the difference is computed for: nobody knows the rate beforehand."""
STANDARD_DEVIATION = 0.85
"""Of one answer to a theme on a scale of 1 to 5, as surveys of satisfaction have had it."""
TYPICAL_SIZES = (50, 100, 200, 500, 1000)
"""Answers in each of two equal groups, while there is no list to count."""
LARGEST_USEFUL = LARGEST_DETECTABLE
"""Points of a scale; a comparison that can show only larger differences answers no question."""


@dataclass(frozen=True)
class Detectable:
    """With ``answers`` in each group, the smallest true difference that is detected four times in five.

    ``rate`` is the response rate behind the answers, None where they are typical sizes. ``difference`` is in points of
    the scale, None where a group is too small to tell anything.
    """

    rate: float | None
    answers: tuple[int, int]
    difference: float | None

    @property
    def enough(self) -> bool:
        """Can a question be answered with so many?"""
        return self.difference is not None and self.difference <= LARGEST_USEFUL


def detectable_differences(view: EnrolmentView) -> tuple[Detectable, ...]:
    """For the two groups in the list at several response rates; for typical sizes while the list has no groups."""
    if any(view.compared):
        share = view.sampled / view.listed
        zero, one = (size * share for size in view.compared)
        return tuple(_detectable(rate, zero * rate, one * rate) for rate in RESPONSE_RATES)
    return tuple(_detectable(None, size, size) for size in TYPICAL_SIZES)


def _detectable(rate: float | None, zero: float, one: float) -> Detectable:
    answers = (int(zero), int(one))
    difference = detectable_difference(*answers, STANDARD_DEVIATION) if min(answers) >= 2 else None
    return Detectable(rate, answers, difference)

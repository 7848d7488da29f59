"""Sentences made from figures, never saying more than they hold.

"Above" and "below" stand only where the interval of the difference leaves zero out and the difference is at least
the relevant one; everything else says what it is: not to be told apart, too small to matter, or not known.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from borgerpuls import languages
from borgerpuls.messages import _, verbatim
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure
from borgerpuls.rounding import at_least, leaves_zero_out, rounded

LEVEL = 0.05


class Verdict(Enum):
    """What a difference and its interval allow a sentence to say."""

    ABOVE = "above"
    BELOW = "below"
    SMALL = "small"
    """The interval leaves zero out, but the difference is smaller than the relevant one."""
    SAME = "same"
    """The interval has zero in it, and lies wholly inside the relevant difference."""
    UNCLEAR = "unclear"
    """The interval has zero in it, and reaches the relevant difference."""
    UNKNOWN = "unknown"
    """There is no difference to speak of: one of the two is hidden or was never made."""

    @property
    def marked(self) -> bool:
        return self in (Verdict.ABOVE, Verdict.BELOW)


def judge(figure: Figure | None, relevant: float) -> Verdict:
    """What may be said of a figure's difference; ``relevant`` is the least difference that matters,
    infinite where so few have answered that the rule set tells no difference.

    One rule (``borgerpuls.rounding``): the printed interval leaves zero out, p of the family is below
    0.05, and the printed difference is at least the relevant one.
    """
    if figure is None or figure.difference is None or figure.difference_low is None or figure.difference_high is None:
        return Verdict.UNKNOWN
    if math.isinf(relevant):
        return Verdict.UNCLEAR
    sure = leaves_zero_out(figure.difference_low, figure.difference_high)
    if not sure or (figure.p is not None and figure.p >= LEVEL):
        inside = -rounded(relevant, 2) < rounded(figure.difference_low, 2)
        return Verdict.SAME if inside and rounded(figure.difference_high, 2) < rounded(relevant, 2) else Verdict.UNCLEAR
    if not at_least(figure.difference, relevant):
        return Verdict.SMALL
    return Verdict.ABOVE if figure.difference > 0 else Verdict.BELOW


SHORT = {
    Verdict.ABOVE: _("Stands out: above"),
    Verdict.BELOW: _("Stands out: below"),
    Verdict.SMALL: _("Too small to mark"),
    Verdict.SAME: _("No difference that matters"),
    Verdict.UNCLEAR: _("Cannot be told apart"),
    Verdict.UNKNOWN: verbatim("–"),
}
"""A difference in the column of a table."""

_AGAINST = {
    Verdict.ABOVE: _("{topic}: {place} is above {other}, {value} against {reference}. The difference is {difference}."),
    Verdict.BELOW: _("{topic}: {place} is below {other}, {value} against {reference}. The difference is {difference}."),
    Verdict.SMALL: _(
        "{topic}: {place} has {value} and {other} {reference}. The difference, {difference}, is smaller "
        "than the {relevant} that this report takes for a difference that matters."
    ),
    Verdict.SAME: _(
        "{topic}: there is no difference that matters between {place}, {value}, and {other}, {reference}. "
        "The difference is {difference}."
    ),
    Verdict.UNCLEAR: _(
        "{topic}: {place} cannot be told apart from {other}, {value} against {reference}. The difference "
        "is {difference}, and that may be chance."
    ),
    Verdict.UNKNOWN: _("{topic}: {place} cannot be compared with {other}."),
}


@dataclass(frozen=True)
class Names:
    """What a sentence calls its topic (a theme), its place and the ``other`` that the place stands beside."""

    topic: str
    place: str
    other: str


def against(figure: Figure, names: Names, relevant: float, language: str) -> str:
    """One mean beside the one it is compared with, in a sentence or two with the difference and its interval."""
    topic, place, other = names.topic, names.place, names.other
    verdict = judge(figure, relevant)
    if verdict is Verdict.UNKNOWN or figure.estimate is None or figure.difference is None:
        return _AGAINST[Verdict.UNKNOWN].format(topic=topic, place=place, other=other)[language]
    return _AGAINST[verdict].format(
        topic=topic,
        place=place,
        other=other,
        value=number.mean(figure.estimate, language),
        reference=number.mean(figure.estimate - figure.difference, language),
        difference=difference(figure, language),
        relevant=number.mean(relevant, language),
    )[language]


CHANGE_SHORT = {
    **SHORT,
    Verdict.ABOVE: _("Up"),
    Verdict.BELOW: _("Down"),
    Verdict.SAME: _("No change that matters"),
    Verdict.UNCLEAR: _("No change can be seen"),
}
"""A change in the column of a table."""


def difference(figure: Figure, language: str) -> str:
    """The difference of two means with its interval: ``−0,32 (−0,40 til −0,24)``."""
    assert figure.difference is not None
    assert figure.difference_low is not None
    assert figure.difference_high is not None
    return number.difference_with_interval(figure.difference, figure.difference_low, figure.difference_high, language)


def listed(words: Sequence[str], language: str) -> str:
    """``a, b og c``."""
    return languages.listed(words, language)

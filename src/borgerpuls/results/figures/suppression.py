"""Why a figure is hidden: the code that stands in the data, and the words that a reader sees."""

import re

from borgerpuls.messages import _
from borgerpuls.text import Text

SAME_ANSWER = "everybody gave the same answer"
WORDING_CHANGED = "wording changed"
ALIKE = "units do not differ"
NO_COMMON_UNIT = "no unit in both waves"
UNANSWERABLE = "cannot be answered here"
GROUPS_SEPARATED = "background tells the groups apart"
ALL_OR_NONE = "a group answered fully or not at all"
NO_VARIATION = "answers do not vary enough"
FEW_QUESTIONS = "no other question to stand beside"
ONE_EACH = "one answer in each stratum"
ONE_CLUSTER = "one cluster in each stratum"
ONE_CARRIES = "one person carries the figure"
UNHEARD = "most citizens live where nobody answered"


FEW_ANSWERS = "fewer than N answers"
FEW_INVITED = "fewer than N invited"
FEW_UNITS = "fewer than N units"
"""Reasons with a number in them, as ``rule`` gives them."""
MEAN_RULES = (FEW_ANSWERS, FEW_INVITED, SAME_ANSWER, ONE_CARRIES, ONE_EACH, UNHEARD, ONE_CLUSTER)
"""Why the mean of a theme or an item is hidden, and with it whatever is made from it."""


def rule(hidden: str) -> str:
    """The reason of a figure's ``hidden`` without its number: ``fewer than N answers``."""
    return re.sub(r"\d+", "N", hidden)


def fewer_answers(minimum: int) -> str:
    """The code for a cell with fewer answers than the wave's rule: ``fewer than 5 answers``."""
    return f"fewer than {minimum} answers"


def fewer_units(minimum: int) -> str:
    """The code for a comparison with fewer units than it takes: ``fewer than 3 units``."""
    return f"fewer than {minimum} units"


def fewer_invited(minimum: int) -> str:
    """The code for a place with fewer invited than the rule set asks for: ``fewer than 10 invited``."""
    return f"fewer than {minimum} invited"


def by_code(hide_below: int, invited: int) -> tuple[str, ...]:
    """The reasons for the codes of ``method.disclosure``, and more for rule sets and changes.

    ``hide_below`` are the wave's fewest answers, ``invited`` the rule set's fewest invited.
    """
    few, uninvited = fewer_answers(hide_below), fewer_invited(invited)
    first = "", few, SAME_ANSWER, uninvited, ONE_EACH, WORDING_CHANGED, NO_COMMON_UNIT, ONE_CARRIES, UNHEARD
    return (*first, ONE_CLUSTER)


def reason_text(hidden: str) -> Text:
    """What a reader is told: the reason of a figure's ``hidden`` in every language.

    Raises ``ValueError`` for a code that no rule writes.
    """
    if fewer := re.fullmatch(r"fewer than (\d+) answers", hidden):
        return _("fewer than {n} answers", n=fewer[1])
    if fewer := re.fullmatch(r"fewer than (\d+) units", hidden):
        return _("fewer than {n} places to compare", n=fewer[1])
    if fewer := re.fullmatch(r"fewer than (\d+) invited", hidden):
        return _("fewer than {n} invited", n=fewer[1])
    if hidden in _WORDS:
        return _WORDS[hidden]
    raise ValueError(f"no rule hides a figure with the reason {hidden!r}")


_WORDS = {
    SAME_ANSWER: _("everybody gave the same answer"),
    WORDING_CHANGED: _("the question has changed since last time"),
    ALIKE: _("the places are so alike that no number of answers tells them apart"),
    NO_COMMON_UNIT: _("no place took part in both waves"),
    UNANSWERABLE: _("cannot be answered here: too few answers to see a difference that matters"),
    GROUPS_SEPARATED: _("the two groups are too different to be compared"),
    ONE_CARRIES: _("nearly all of the weight lies on one person"),
    UNHEARD: _("most citizens live where nobody has answered"),
    ONE_EACH: _("too few answers to say how sure the number is"),
    ONE_CLUSTER: _("answers from too few clusters to say how sure the number is"),
    ALL_OR_NONE: _("in one group everybody or nobody answered"),
    FEW_QUESTIONS: _("no other question is shown here"),
    NO_VARIATION: _("the answers are too alike to show what goes together"),
}

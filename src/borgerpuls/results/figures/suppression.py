"""Why a figure is hidden: the code that stands in the data, and the words that a reader sees."""

import re

from borgerpuls.text import Text

SAME_ANSWER = "everybody gave the same answer"
WORDING_CHANGED = "wording changed"
ALIKE = "units do not differ"
NO_COMMON_UNIT = "no unit in both waves"
UNANSWERABLE = "cannot be answered here"
TOLD_APART = "background tells the groups apart"
ALL_OR_NONE = "a group answered fully or not at all"
NO_VARIATION = "answers do not vary enough"
ONE_EACH = "one answer in each stratum"


def fewer_than(minimum: int) -> str:
    """The code for a cell with fewer answers than the wave's rule: ``fewer than 5 answers``."""
    return f"fewer than {minimum} answers"


def fewer_units(minimum: int) -> str:
    """The code for a comparison with fewer units than it takes: ``fewer than 3 units``."""
    return f"fewer than {minimum} units"


def fewer_invited(minimum: int) -> str:
    """The code for a place with fewer invited than the rule set asks for: ``fewer than 10 invited``."""
    return f"fewer than {minimum} invited"


def words(hidden: str) -> Text:
    """What a reader is told: the reason of a figure's ``hidden`` in every language.

    Raises ``ValueError`` for a code that no rule writes.
    """
    if fewer := re.fullmatch(r"fewer than (\d+) answers", hidden):
        return Text(da="færre end {n} svar", en="fewer than {n} answers").format(n=fewer[1])
    if fewer := re.fullmatch(r"fewer than (\d+) units", hidden):
        return Text(da="færre end {n} steder at sammenligne", en="fewer than {n} places to compare").format(n=fewer[1])
    if fewer := re.fullmatch(r"fewer than (\d+) invited", hidden):
        return Text(da="færre end {n} inviterede", en="fewer than {n} invited").format(n=fewer[1])
    if hidden in _WORDS:
        return _WORDS[hidden]
    raise ValueError(f"no rule hides a figure with the reason {hidden!r}")


_WORDS = {
    SAME_ANSWER: Text(da="alle har svaret det samme", en="everybody gave the same answer"),
    WORDING_CHANGED: Text(da="spørgsmålet er ændret siden sidst", en="the question has changed since last time"),
    ALIKE: Text(
        da="stederne er så ens, at intet antal svar kan skelne dem",
        en="the places are so alike that no number of answers tells them apart",
    ),
    NO_COMMON_UNIT: Text(da="intet sted er med i begge målinger", en="no place took part in both waves"),
    UNANSWERABLE: Text(
        da="kan ikke besvares her: for få svar til at se en forskel af betydning",
        en="cannot be answered here: too few answers to see a difference that matters",
    ),
    TOLD_APART: Text(
        da="de to grupper er for forskellige til at blive sammenlignet",
        en="the two groups are too different to be compared",
    ),
    ONE_EACH: Text(
        da="for få svar til at sige, hvor sikkert tallet er", en="too few answers to say how sure the number is"
    ),
    ALL_OR_NONE: Text(da="i en gruppe har alle eller ingen svaret", en="in one group everybody or nobody answered"),
    NO_VARIATION: Text(
        da="svarene er for ens til at vise, hvad der hænger sammen",
        en="the answers are too alike to show what goes together",
    ),
}

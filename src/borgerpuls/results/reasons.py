"""Why a figure is hidden: the code that stands in the data, and the words that a reader sees."""

import re

from borgerpuls.text import Text

SAME_ANSWER = "everybody gave the same answer"
WORDING_CHANGED = "wording changed"


def fewer_than(minimum: int) -> str:
    """The code for a cell with fewer answers than the wave's rule: ``fewer than 5 answers``."""
    return f"fewer than {minimum} answers"


def words(hidden: str) -> Text:
    """What a reader is told: the reason of a figure's ``hidden`` in every language.

    Raises ``ValueError`` for a code that no rule writes.
    """
    if fewer := re.fullmatch(r"fewer than (\d+) answers", hidden):
        return Text(da="færre end {n} svar", en="fewer than {n} answers").format(n=fewer[1])
    match hidden:
        case "everybody gave the same answer":
            return Text(da="alle har svaret det samme", en="everybody gave the same answer")
        case "wording changed":
            return Text(da="spørgsmålet er ændret siden sidst", en="the question has changed since last time")
    raise ValueError(f"no rule hides a figure with the reason {hidden!r}")

"""Danish alphabetical order: æ ø å last, the double a of Aabenraa and Aarhus is an å, and 2 comes before 10."""

import re

_NUMBER = re.compile(r"\d+")
_LAST = {"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c", "ü": "y", "é": "e", "è": "e"}


def danish(name: str) -> tuple[str, str]:
    """A sorting key: ``sorted(names, key=danish)`` puts Aarhus after Ærø and Ølstykke."""
    letters = _NUMBER.sub(lambda number: number[0].zfill(20), name.casefold().replace("aa", "å"))
    return "".join(_LAST.get(letter, letter) for letter in letters), name

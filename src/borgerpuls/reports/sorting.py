"""Danish alphabetical order: æ ø å last, and the double a of Aabenraa and Aarhus is an å."""

_LAST = {"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c", "ü": "y", "é": "e", "è": "e"}


def danish(name: str) -> tuple[str, str]:
    """A sorting key: ``sorted(names, key=danish)`` puts Aarhus after Ærø and Ølstykke."""
    letters = name.casefold().replace("aa", "å")
    return "".join(_LAST.get(letter, letter) for letter in letters), name

"""Joining the shared questionnaire with files of local items: TOML after TOML, byte for byte."""

import tomllib
from collections.abc import Sequence

from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import Source
from borgerpuls.questionnaire.toml.syntax import at, parsed

_ONLY_LOCAL = _("The file may only hold local items written as [[local]].")


def merged(parts: Sequence[tuple[str, str]], problems: Problems) -> Source | None:
    """The questionnaire ``(name, text)`` with ``[[local]]`` tables of other files after it; None when one is wrong.

    Nothing is rewritten: tables at the end of a TOML text are the same tables wherever they were written.
    """
    (name, text), *extra = parts
    base = parsed(name, text, problems)
    joined, firsts, locals_ = text, [(name, 1)], _count(base)
    sound = base is not None
    for other, words in extra:
        values = parsed(other, words, problems)
        if values is None:
            sound = False
            continue
        joined = joined if joined.endswith("\n") else joined + "\n"
        firsts.append((other, joined.count("\n") + 1))
        joined += words.removeprefix("\ufeff")
        locals_ += _count(values)
        if set(values) - {"local"} or (sound and not _holds(joined, locals_)):
            problems.add(
                at(other, 1),
                _ONLY_LOCAL,
                _("Move all else to the shared questionnaire."),
            )
            sound = False
    return Source(joined, firsts) if sound else None


def _count(values: dict[str, object] | None) -> int:
    tables = (values or {}).get("local", [])
    return len(tables) if isinstance(tables, list) else 0


def _holds(joined: str, locals_: int) -> bool:
    try:
        return _count(tomllib.loads(joined.removeprefix("\ufeff"))) == locals_
    except tomllib.TOMLDecodeError:
        return False

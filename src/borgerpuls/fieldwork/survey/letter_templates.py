"""The wording of invitations and reminders: ``survey/letters.toml``, complete in every language or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import Table, open_toml, quoted
from borgerpuls.text import Text

DANISH = "da"
_OCCASION = {"subject": (), "opening": (), "sms": ("sender", "until")}
_BOTH: Mapping[str, Sequence[str]] = {
    "greeting": ("name",),
    "unnamed": (),
    "rights": (),
    "answer": ("until",),
    "button": (),
    "scan": ("site",),
    "code": ("site",),
    "decline": (),
    "questions": ("reply_to",),
    "farewell": (),
    "offer": (),
    "invented": (),
}
"""What is written, and what is filled into it."""


@dataclass(frozen=True)
class Occasion:
    """What an invitation says and a reminder says otherwise."""

    subject: Text
    opening: Text
    sms: Text


@dataclass(frozen=True)
class Words:
    """Everything that letters say; ``dates`` are Django's date patterns, "full" and "short"."""

    languages: tuple[str, ...]
    dates: Mapping[str, Text]
    invitation: Occasion
    reminder: Occasion
    both: Mapping[str, Text]


@cache
def read_words(path: Path) -> Words:
    """The words in a TOML file. Raises ``Refused`` with every problem, each with file, line and remedy."""
    problems = Problems()
    root = problems.required(open_toml(path, problems))
    languages = root.strings("languages", required=True)
    if DANISH not in languages:
        root.wrong(
            "languages",
            _("Danish is missing."),
            _('Add "da": every letter is in Danish too.'),
        )
    dates = _table(root, "dates", {"full": (), "short": ()}, languages)
    invitation = _table(root, "invitation", _OCCASION, languages)
    reminder = _table(root, "reminder", _OCCASION, languages)
    both = _table(root, "both", _BOTH, languages)
    root.close()
    problems.refuse()
    return Words(languages, dates, Occasion(**invitation), Occasion(**reminder), both)


def _table(root: Table, name: str, keys: Mapping[str, Sequence[str]], languages: Sequence[str]) -> dict[str, Text]:
    table = root.table(name, required=True)
    if table is None:
        return {}
    found = {key: table.words(key, languages) for key in keys}
    for key, text in found.items():
        for language, words in text.items():
            _check_filled(table, key, language, words, keys[key])
    table.close()
    return found


def _check_filled(table: Table, key: str, language: str, words: str, fields: Sequence[str]) -> None:
    """What is to be filled in stands in every language, and nothing else does."""
    try:
        written = sorted(part[1] for part in Formatter().parse(words) if part[1] is not None)
    except ValueError:
        written = ["{"]
    if written != sorted(fields):
        told = " ".join(f"{{{name}}}" for name in fields)
        table.wrong(
            key,
            _(
                "{key} in the language {language} fills in something else than it should.",
                key=quoted(key),
                language=quoted(language),
            ),
            _("Write each once: {fields}.", fields=told) if told else _("Delete what stands in { }."),
        )

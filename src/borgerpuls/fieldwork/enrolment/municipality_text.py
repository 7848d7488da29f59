"""What a municipality may write itself in letter and comparison, and the limits it is held to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from borgerpuls.languages import called
from borgerpuls.messages import _, pgettext
from borgerpuls.problems import Problem, Problems
from borgerpuls.questionnaire.readability import lix
from borgerpuls.questionnaire.review import HARD
from borgerpuls.rounding import whole
from borgerpuls.text import Text

LONGEST_SENDER, LONGEST_PARAGRAPH, LONGEST_NAME, LONGEST_COLUMN = 80, 600, 60, 200
_LINK = re.compile(r"https?:|www\.|\w@\w|\b[\w-]+\.(?:dk|com|org|net|eu|info|io|nu)\b", re.IGNORECASE)

SENDER = _("Sender")
REPLY_TO = _("Reply address")
COLUMN = _("Column of the population list")
_PARTS = {
    "name": _("Name of the comparison"),
    "0": _("Group 0"),
    "1": _("Group 1"),
}
_EMPTY = _("The field is empty.")
_WRITE = _("Write the text.")


@dataclass(frozen=True)
class Comparison:
    """Two groups that the population list tells apart: ``groups[1]`` are those with 1 in ``column``.

    ``randomised``: chance, and nobody's choice, put persons into the groups.
    """

    name: Text
    groups: tuple[Text, Text]
    column: str
    randomised: bool = False


def paragraph_place(language: str) -> Text:
    """Where in the form a problem of the own paragraph stands."""
    return _in(_("Own paragraph"), language)


def comparison_place(part: str, language: str) -> Text:
    """Where in the form a problem of the comparison stands; ``part`` is "name", "0" or "1"."""
    return _in(_PARTS[part], language)


def letter_problems(
    languages: Sequence[str], sender: str, reply_to: str, paragraph: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Every error and every doubt of a municipality's sender, reply address and paragraph."""
    problems = Problems()
    _check_sender(sender, reply_to, problems)
    _check_paragraph(languages, paragraph, problems)
    return tuple(problems.found)


def _check_sender(sender: str, reply_to: str, problems: Problems) -> None:
    """A name on one line, and an address that mail can be sent to (or none)."""
    if not sender:
        problems.add(SENDER, _EMPTY, _("Write the municipality's name."))
    elif len(sender) > LONGEST_SENDER:
        _too_long(SENDER, sender, LONGEST_SENDER, problems)
    if _LINK.search(sender):
        _linked(SENDER, problems)
    try:
        if reply_to:
            validate_email(reply_to)
    except ValidationError:
        problems.add(
            REPLY_TO,
            _("This is not an e-mail address."),
            _("Write it as name@kommune.dk, or leave the field empty."),
        )


def _check_paragraph(languages: Sequence[str], paragraph: Mapping[str, str], problems: Problems) -> None:
    """In all languages or in none; short, without links, and easy to read."""
    written = {language: words for language in languages if (words := paragraph.get(language, ""))}
    for language in languages:
        where, words = paragraph_place(language), written.get(language, "")
        if written and not words:
            problems.add(
                where,
                _("The paragraph is written in other languages, but not here."),
                _("Translate it, or delete it everywhere."),
            )
        if len(words) > LONGEST_PARAGRAPH:
            _too_long(where, words, LONGEST_PARAGRAPH, problems)
        if _LINK.search(words):
            _linked(where, problems)
        if (hard := lix(words)) >= HARD:
            problems.warn(
                where,
                _("The paragraph is hard to read (LIX {hard}).", hard=whole(hard)),
                _("Use shorter sentences and shorter words. Below {hard} is easy.", hard=whole(HARD)),
            )


def comparison_problems(languages: Sequence[str], comparison: Comparison) -> tuple[Problem, ...]:
    """Names in every language, the two groups told apart by theirs, and a column to find them in."""
    problems = Problems()
    parts = {"name": comparison.name, "0": comparison.groups[0], "1": comparison.groups[1]}
    for part, words in parts.items():
        for language in languages:
            said, where = words.get(language, ""), comparison_place(part, language)
            if not said:
                problems.add(where, _EMPTY, _WRITE)
            elif len(said) > LONGEST_NAME:
                _too_long(where, said, LONGEST_NAME, problems)
    for language in languages:
        zero, one = (group.get(language, "").casefold() for group in comparison.groups)
        if zero and zero == one:
            problems.add(
                comparison_place("1", language),
                _("The two groups have the same name."),
                pgettext("group", "Give each a name of its own."),
            )
    if not comparison.column:
        problems.add(
            COLUMN,
            _EMPTY,
            _("Write the heading of the column that says 0 or 1."),
        )
    elif len(comparison.column) > LONGEST_COLUMN:
        _too_long(COLUMN, comparison.column, LONGEST_COLUMN, problems)
    return tuple(problems.found)


def _in(part: Text, language: str) -> Text:
    return _("{field} in {language}", field=part, language=called(language))


def _too_long(where: Text, words: str, longest: int, problems: Problems) -> None:
    problems.add(
        where,
        _("The text has {n} characters.", n=len(words)),
        _("Write {longest} at most.", longest=longest),
    )


def _linked(where: Text, problems: Problems) -> None:
    problems.add(
        where,
        _("It holds a link or an address."),
        _("Delete it. A letter has one link only, the citizen's own: so citizens can tell it from fraud."),
    )

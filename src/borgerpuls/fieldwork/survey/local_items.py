"""A municipality's own questions, held to the rules of the shared questionnaire before anybody is asked."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from borgerpuls.languages import called
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.questionnaire.items import LOCAL_ITEMS
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import LANGUAGE, check
from borgerpuls.questionnaire.toml.reader import quoted
from borgerpuls.text import Text

LONGEST = {"wording": 200, "short": 40}
"""Characters: what a phone shows without scrolling, and what the first column of a table holds."""
FIELDS = {
    "scale": _("response scale"),
    "wording": _("question"),
    "short": _("short name"),
}
_LINE = re.compile(r"(\d+)$")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Question:
    """One local question: the id of a shared scale, and words in every language of the questionnaire."""

    scale: str
    wording: Text
    short: Text


def place(number: int, field: str, language: str = "") -> Text:
    """Where in the form a problem stands: ``Question 2, short name in English``."""
    where = _("Local question {number}, {field}", number=number, field=FIELDS[field])
    return _("{field} in {language}", field=where, language=called(language)) if language else where


def toml(code: str, questions: Sequence[Question]) -> str:
    """The questions as ``[[local]]`` tables, a value a line, to stand after the shared questionnaire."""
    lines = []
    for question in questions:
        lines += ["[[local]]", f"unit = {_string(code)}", f"scale = {_string(question.scale)}"]
        for field, words in (("wording", question.wording), ("short", question.short)):
            lines += [f"[local.{field}]", *(f"{language} = {_string(said)}" for language, said in words.items())]
    return "\n".join([*lines, ""])


def check_questions(shared: Questionnaire, code: str, questions: Sequence[Question]) -> tuple[Problem, ...]:
    """The doubts about a municipality's questions. Raises ``Refused`` with everything wrong, doubts too.

    First what only a form can miss (empty, too long, too many), in words for who filled it in; then the questions are
    joined to the shared questionnaire and read as any TOML is, so that both are held to the same rules.
    """
    problems = Problems()
    _check_form(shared, code, questions, problems)
    problems.refuse()
    found = _read_as_toml(shared, code, questions)
    if any(problem.severity == "error" for problem in found):
        raise Refused(found)
    return found


def _check_form(shared: Questionnaire, code: str, questions: Sequence[Question], problems: Problems) -> None:
    if len(questions) > (room := LOCAL_ITEMS - len(shared.local_of(code))):
        problems.add(
            _("Local questions"),
            _("There are {n}, and there is room for {room}.", n=len(questions), room=room),
            _("Choose those that matter most."),
        )
    scales = [scale.id for scale in shared.scales]
    for number, question in enumerate(questions, 1):
        if question.scale not in scales:
            problems.add(
                place(number, "scale"),
                _("No response scale is chosen."),
                _("Choose one of the shared questionnaire's scales."),
            )
        for field, words in (("wording", question.wording), ("short", question.short)):
            for language in shared.languages:
                _check_words(number, field, language, words, problems)


def _check_words(number: int, field: str, language: str, words: Mapping[str, str], problems: Problems) -> None:
    said, longest = words.get(language, "").strip(), LONGEST[field]
    if not said:
        problems.add(
            place(number, field, language),
            _("The field is empty."),
            _("Write the text: every language is needed."),
        )
    elif len(said) > longest:
        problems.add(
            place(number, field, language),
            _("The text has {n} characters.", n=len(said)),
            _("Write {longest} at most.", longest=longest),
        )


def _read_as_toml(shared: Questionnaire, code: str, questions: Sequence[Question]) -> tuple[Problem, ...]:
    """What the reader of questionnaires says of the local questions, told by question instead of by line."""
    source = shared.source.rstrip("\n") + "\n"
    first = source.count("\n")
    places = _places(questions)
    known = {item.id: item.short for item in (*shared.items, *shared.local_items)}
    taken = len(shared.local_of(code))
    known |= {f"local_{code}_{taken + n}": question.short for n, question in enumerate(questions, 1)}
    found = []
    for problem in check(source + toml(code, questions), "local.toml"):
        line = _LINE.search(problem.where["en"])
        if line is None or int(line[1]) <= first:
            continue  # the shared questionnaire's own, which is the programme office's
        where = places[int(line[1]) - first - 1]
        found.append(Problem(where, _named(problem.what, known), problem.remedy, problem.severity))
    return tuple(found)


def _places(questions: Sequence[Question]) -> list[Text]:
    """The place of each line of ``toml``."""
    places = []
    for number, question in enumerate(questions, 1):
        places += [place(number, "wording")] * 2 + [place(number, "scale")]
        for field, words in (("wording", question.wording), ("short", question.short)):
            places += [place(number, field), *(place(number, field, language) for language in words)]
    return places


def _named(what: Text, known: Mapping[str, Text]) -> Text:
    """Questions by their short names and languages by theirs, where the file's words are ids."""
    return Text({spoken: _QUOTED.sub(partial(_name, known, spoken), said) for spoken, said in what.items()})


def _name(known: Mapping[str, Text], spoken: str, found: re.Match[str]) -> str:
    word = found[1]
    if word in known:
        return quoted(known[word].get(spoken, word))
    return called(word)[spoken] if LANGUAGE.fullmatch(word) else quoted(word)


def _string(words: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's too, but for the delete character."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")

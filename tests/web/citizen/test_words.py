"""Every sentence in every language: checked when the program starts, and all of them are used."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest

from borgerpuls.languages import CITIZENS
from borgerpuls.messages import Incomplete
from borgerpuls.questionnaire.read import read
from borgerpuls.web.citizen import words as module
from borgerpuls.web.citizen.words import SENTENCES, read_words, words

FOLDER = Path(module.__file__).parent


def code() -> Iterator[ast.AST]:
    for path in FOLDER.rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def blanks(sentence: str) -> set[str]:
    return {name for _text, name, _form, _conversion in Formatter().parse(sentence) if name}


def test_the_pages_are_written_in_every_language_that_the_newest_questionnaire_is_asked_in(repository: Path) -> None:
    assert tuple(words()) == CITIZENS == read(repository / "survey" / "2026.toml").languages
    assert {code: w.language.direction for code, w in words().items()} == {"da": "ltr", "en": "ltr", "ar": "rtl"}
    assert [w.language.name for w in words().values()] == ["Dansk", "English", "العربية"]
    assert all(all(w.values()) for w in words().values())


def test_every_sentence_is_used_and_every_one_that_is_used_is_there() -> None:
    templates = "".join(path.read_text("utf-8") for path in (FOLDER / "templates").rglob("*.html"))
    in_templates = set(re.findall(r"\bw\.(\w+)", templates))
    names = [id(node) for tree in code() if isinstance(tree, ast.Dict) for node in tree.keys]
    quoted = {
        n.value for n in code() if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in names
    }
    built = {f"{kind}_title" for kind in ("review", "receipt")}
    assert in_templates <= SENTENCES.keys()
    assert SENTENCES.keys() - in_templates - quoted - built == set()


def test_what_is_filled_in_is_what_the_sentence_asks_for_in_every_language() -> None:
    said = {
        (node.args[0].value, frozenset(argument.arg for argument in node.keywords if argument.arg))
        for node in code()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(said) > 15
    for spoken in words().values():
        assert {(name, frozenset(blanks(spoken[str(name)]))) for name, _given in said} == said
        assert [name for name in spoken if blanks(spoken[name]) and name not in dict(said)] == []


def test_a_language_that_is_not_written_whole_is_refused_with_every_sentence() -> None:
    with pytest.raises(Incomplete, match='in the language "so"') as refused:
        read_words(("da", "so"))
    assert str(refused.value).splitlines()[1:] == [f"  {text['en']}" for text in SENTENCES.values()]


def test_days_and_hours_are_written_as_each_language_writes_them() -> None:
    at = datetime(2026, 3, 9, 23, 5, tzinfo=UTC)  # five past midnight in Denmark
    assert words()["da"].moment(at) == "10. marts 2026 kl. 0.05"
    assert words()["en"].moment(at) == "10 March 2026 at 0:05"
    assert words()["ar"].day(date(2026, 3, 10)) == "10 مارس 2026"


def test_a_sentence_that_nobody_wrote_raises() -> None:
    with pytest.raises(KeyError):
        words()["da"]["unwritten"]

"""Every sentence is in every language offered, and none stands in code in two: nobody meets half a page in another."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from words import Key, catalogue_file, key, languages, messages, read, rooms, said, sources, update

from borgerpuls.languages import OFFERED
from borgerpuls.messages import SOURCE

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "borgerpuls"
ROOMS = rooms(PACKAGE)
CATALOGUES = [
    pytest.param(room, language, id=f"{room.relative_to(PACKAGE.parent)}-{language}")
    for room in ROOMS
    for language in languages(room)
    if catalogue_file(room, language).exists()
]
DANISH = {
    "dataset/importing/guess.py": "letters that files write in another way, and headings as Danish files have them",
    "fieldwork/channels/sms.py": "the alphabet of text messages",
    "fieldwork/population/reading/cells.py": "the errors that a Danish spreadsheet writes",
    "fieldwork/population/reading/suggest.py": "letters that files write in another way",
    "fieldwork/population/reading/variables.py": "headings as Danish files have them",
    "languages.py": "the order of the alphabet",
    "reports/svg/metrics.py": "widths of letters",
}
"""Modules that hold Danish letters which nobody reads as a sentence, and what they are."""


def catalogue(room: Path, language: str) -> Catalog:
    return read(catalogue_file(room, language), language)


@pytest.fixture(scope="module")
def used() -> dict[Path, set[Key]]:
    return {room: {found for file in sources(room, PACKAGE) for found in said(file)} for room in ROOMS}


def test_a_room_that_says_something_has_catalogues_in_every_language_offered(used: dict[Path, set[Key]]) -> None:
    wanted = {(room, language) for room in ROOMS if used[room] for language in OFFERED if language != SOURCE}
    assert len(wanted) > 5
    assert [
        f"{room}: {language}" for room, language in sorted(wanted) if not catalogue_file(room, language).exists()
    ] == []


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_everything_that_is_said_is_translated(room: Path, language: str, used: dict[Path, set[Key]]) -> None:
    translated = {key(message) for message in messages(catalogue(room, language))}
    assert sorted(map(str, used[room] - translated)) == []


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_no_translation_is_empty_or_doubtful(room: Path, language: str) -> None:
    lacking = [
        message.id
        for message in messages(catalogue(room, language))
        if message.fuzzy or not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert lacking == []


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_nothing_is_translated_that_nobody_says(room: Path, language: str, used: dict[Path, set[Key]]) -> None:
    found = catalogue(room, language)
    assert [message.id for message in messages(found) if key(message) not in used[room]] == []
    assert list(found.obsolete) == []


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_a_translation_keeps_every_name_that_is_filled_in(room: Path, language: str) -> None:
    found = catalogue(room, language)
    assert [f"{m.id!r}: {error}" for m in messages(found) if "%(" in str(m.id) for error in m.check(found)] == []
    assert [f"{m.id!r}: {m.string!r}" for m in messages(found) if "{" in str(m.id) and not _same_names(m)] == []


ALWAYS_GIVEN = {"unit", "units", "whole", "person", "persons"}
"""A questionnaire's own words, which every sentence of a report may use in the number its grammar asks for."""


def _same_names(message: Message) -> bool:
    english = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    wanted = set().union(*map(_names, english))
    return all(
        _names(words) == wanted
        for words in (message.string if isinstance(message.string, tuple) else (message.string,))
    )


def _names(words: str) -> set[str]:
    try:
        return {name for _before, name, _form, _conversion in Formatter().parse(words) if name} - ALWAYS_GIVEN
    except ValueError:  # brackets that nothing is filled into
        return set(re.findall(r"{\w*}?", words))


@pytest.mark.parametrize("language", sorted({language for room in ROOMS for language in languages(room)}))
def test_the_same_words_have_the_same_translation_everywhere(language: str) -> None:
    first: dict[Key, object] = {}
    differ = [
        f"{message.id!r}: {message.string!r} and {first[key(message)]!r}"
        for room in ROOMS
        for message in messages(catalogue(room, language))
        if first.setdefault(key(message), message.string) != message.string
    ]
    assert differ == []


@pytest.mark.parametrize(("room", "language"), CATALOGUES)
def test_what_is_compiled_is_what_is_written(room: Path, language: str) -> None:
    with catalogue_file(room, language).with_suffix(".mo").open("rb") as reading:
        compiled = {key(message)[1]: list(message.string) for message in messages(read_mo(reading))}
    written = {key(message)[1]: list(message.string) for message in messages(catalogue(room, language))}
    assert compiled == written, "run: make words"


def test_the_catalogues_are_as_the_tool_writes_them(tmp_path: Path) -> None:
    copy = tmp_path / PACKAGE.name
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("assets", "__pycache__"))
    assert update(copy) == []
    written = {file.relative_to(copy): file.read_bytes() for file in copy.rglob("*.po")}
    assert written == {file.relative_to(PACKAGE): file.read_bytes() for file in PACKAGE.rglob("*.po")}


def test_the_tool_begins_the_catalogues_of_a_further_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / PACKAGE.name
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("assets", "__pycache__"))
    monkeypatch.setattr("words.TRANSLATED", ("da", "sv"))
    lacking = update(copy)
    begun = {file.relative_to(copy).parts[:-4] for file in copy.rglob("locale/sv/LC_MESSAGES/*.po")}
    assert begun == {file.relative_to(copy).parts[:-4] for file in copy.rglob("locale/da/LC_MESSAGES/*.po")}
    assert len(lacking) == sum(len(messages(read(file, "sv"))) for file in copy.rglob("locale/sv/LC_MESSAGES/*.po"))


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield str(file.relative_to(PACKAGE)), ast.parse(file.read_text("utf-8"))


def two_languages(tree: ast.Module) -> Iterator[int]:
    """The lines where words stand in Danish and in English beside each other."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            names = {argument.arg for argument in node.keywords}
        elif isinstance(node, ast.Dict):
            names = {name.value for name in node.keys if isinstance(name, ast.Constant)}
        else:
            continue
        if {"da", "en"} <= names:
            yield node.lineno


def danish_letters(tree: ast.Module) -> Iterator[int]:
    """The lines of strings with Danish letters, docstrings left out."""
    bodies = (n.body for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef)))
    told = {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told and re.search("[æøåÆØÅ]", str(node.value)):
            yield node.lineno


def test_no_module_holds_a_sentence_in_two_languages() -> None:
    assert [
        f"{name}:{line}" for name, tree in modules() for line in two_languages(tree) if name != "languages.py"
    ] == []


def test_no_module_holds_danish_but_those_that_read_danish_files() -> None:
    found = {name: list(danish_letters(tree)) for name, tree in modules()}
    assert {name: lines for name, lines in found.items() if lines and name not in DANISH} == {}
    assert [name for name in DANISH if not found.get(name)] == []


def test_what_is_translated_is_a_literal_where_it_is_said() -> None:
    """A sentence that is put together when the program runs is in no catalogue."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        if name != "messages.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("_", "gettext_lazy", "ngettext", "pgettext")
        for words in node.args[: 1 if node.func.id in ("_", "gettext_lazy") else 2]
        if not (isinstance(words, ast.Constant) and isinstance(words.value, str))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "planted", ['Text(da="Ja", en="Yes")', 'words = {"da": "Ja", "en": "Yes"}', 'f(en="Yes", ar="نعم", da="Ja")']
)
def test_a_sentence_in_two_languages_would_be_found(planted: str) -> None:
    assert list(two_languages(ast.parse(planted))) == [1]
    assert list(danish_letters(ast.parse('"""Må gerne."""\nx = "Må ikke"'))) == [2]

"""The glossary and the code name the same things: every public class stands in it, and every name in it is code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "borgerpuls"
GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
ROOMS = ("dataset", "method", "results", "reports", "fieldwork")
SHARED = "Shared words"

ACCEPTED = {
    # verbs: a module or a function that does this
    "assemble", "build", "count", "export", "guess", "judge", "publish", "reencrypt", "run", "suggest",
    "translate",
    # what the module is to Python or Django
    "apps", "commands", "management", "models", "registry", "router", "state",
    # formats, standards and languages that have no other name
    "csv", "html", "memo", "pdf", "r", "sav", "script", "sf1601", "sms", "xlsx",
    # plain words of documents and of files
    "access", "answers", "bounds", "cipher", "coded", "days",
    "deletion", "dispatch", "decisions", "expand", "fonts", "front", "importing", "imprint",
    "labels", "marks", "metrics", "national", "number", "opening", "overview", "people",
    "programme", "reach", "readers", "reading", "sandbox", "source", "specification", "text",
    "survey", "wording",
}  # fmt: skip
"""Words in the names of modules that need no line in the glossary."""


def section(heading: str) -> str:
    """The part of the glossary under a heading of the second level that begins with these words."""
    found = re.search(rf"^## {heading}\b.*?$(.*?)(?=^## |\Z)", GLOSSARY, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def names(part: str) -> set[str]:
    """What stands in backticks in the first column of the tables."""
    rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    return {name for first in rows for name in re.findall(r"`([^`]+)`", first)}


def modules(room: str) -> list[Path]:
    return sorted(module for module in (SOURCE / room).rglob("*.py") if "migrations" not in module.parts)


def module_words(room: str) -> set[str]:
    """The words in the names of a room's modules and shelves."""
    stems = (module.parent.name if module.stem == "__init__" else module.stem for module in modules(room))
    return {word for stem in stems for word in stem.split("_")}


def classes(room: str) -> set[str]:
    """The public classes of a room."""
    return {
        node.name
        for module in modules(room)
        for node in ast.parse(module.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def spoken(name: str) -> set[str]:
    """The words of a name, in small letters: ``FigureStore``, ``figure_store``."""
    return {name.lower(), *(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name))}


def code_names() -> Iterator[str]:
    """Everything that has a name in the code: modules, classes, functions, fields; and texts such as ``dk.units``."""
    for module in SOURCE.rglob("*.py"):
        yield from module.relative_to(SOURCE).with_suffix("").parts
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                    yield name
                case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z0-9_.]{2,12}", text):
                    yield text
                case _:
                    pass


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_class_of_a_room_stands_in_its_part_of_the_glossary(room: str) -> None:
    assert sorted(classes(room) - names(section(room))) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_class_in_the_part_of_a_room_is_one_of_its_classes(room: str) -> None:
    told = {name for name in names(section(room)) if name[0].isupper()}
    assert sorted(told - classes(room)) == []


def test_every_code_name_in_the_glossary_exists_in_the_code() -> None:
    known = set(code_names())
    told = {name for heading in (SHARED, *ROOMS) for name in names(section(heading))}
    assert len(told) > 150
    assert sorted(told - known) == []


def test_names_of_modules_are_made_of_words_of_the_glossary() -> None:
    bold = {word for term in re.findall(r"\*\*([^*]+)\*\*", GLOSSARY) for word in re.findall(r"[a-z]+", term.lower())}
    titles = {
        word for title in re.findall(r"^#+ (.*)$", GLOSSARY, re.M) for word in re.findall(r"[a-z]+", title.lower())
    }
    told = {word for heading in (SHARED, *ROOMS) for name in names(section(heading)) for word in spoken(name)}
    known = {_stem(word) for word in bold | titles | told | ACCEPTED}
    strange = {f"{room}: {word}" for room in ROOMS for word in module_words(room) if _stem(word) not in known}
    assert sorted(strange) == []


def test_an_accepted_word_is_used_by_a_module() -> None:
    assert (
        sorted(word for word in ACCEPTED if word not in {used for room in ROOMS for used in module_words(room)}) == []
    )


def _stem(word: str) -> str:
    """A word without its plural, so that ``ratios`` is ``ratio``."""
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word

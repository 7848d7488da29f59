"""Every word of the staff pages is in Danish too: nobody meets half a page in another language."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path("src/borgerpuls/web")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Words: TypeAlias = str | tuple[str, ...]


def said(file: Path) -> Iterator[tuple[str | None, Words]]:
    """The context and the words of everything a template or module asks to have translated."""
    source = file.read_text("utf-8")
    if file.suffix != ".py":
        source = templatize(source, origin=str(file))
    for _line, words, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        if words and words != ("",):
            yield context, tuple(words) if isinstance(words, tuple) else words


def sources(root: Path) -> list[Path]:
    return sorted(p for p in root.rglob("*") if p.suffix in {".py", ".html", ".txt"} and "assets" not in p.parts)


def catalogues(root: Path) -> dict[Path, Catalog]:
    found = {}
    for file in sorted(root.rglob("locale/da/LC_MESSAGES/django.po")):
        with file.open("rb") as reading:
            found[file] = read_po(reading, locale="da", abort_invalid=True)
    return found


def key(message: Message) -> tuple[str | None, Words]:
    words = message.id
    return message.context, tuple(words) if isinstance(words, (list, tuple)) else words


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def web(repository: Path) -> Path:
    return repository / WEB


@pytest.fixture(scope="module")
def used(web: Path) -> dict[tuple[str | None, Words], Path]:
    return {found: file.relative_to(web) for file in sources(web) for found in said(file)}


def test_everything_that_is_said_is_said_in_danish(web: Path, used: dict[tuple[str | None, Words], Path]) -> None:
    danish = {key(message) for catalogue in catalogues(web).values() for message in messages(catalogue)}
    assert used, "no words were found at all"
    assert [f"{file}: {words!r}" for words, file in used.items() if words not in danish] == []


def test_no_danish_is_empty_or_doubtful(web: Path) -> None:
    lacking = [
        f"{file.relative_to(web)}: {message.id!r}"
        for file, catalogue in catalogues(web).items()
        for message in messages(catalogue)
        if message.fuzzy or not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert lacking == []


def test_nothing_is_translated_that_nobody_says(web: Path, used: dict[tuple[str | None, Words], Path]) -> None:
    unused = [
        f"{file.relative_to(web)}: {message.id!r}"
        for file, catalogue in catalogues(web).items()
        for message in messages(catalogue)
        if key(message) not in used
    ]
    assert unused == []
    assert [str(file) for file, catalogue in catalogues(web).items() if catalogue.obsolete] == []


def test_the_danish_keeps_every_name_that_is_filled_in(web: Path) -> None:
    wrong = [
        f"{message.id!r}: {error}"
        for catalogue in catalogues(web).values()
        for message in messages(catalogue)
        for error in message.check(catalogue)
    ]
    assert wrong == []


def test_the_same_words_have_the_same_danish_everywhere(web: Path) -> None:
    first: dict[tuple[str | None, Words], object] = {}
    differ = [
        f"{message.id!r}: {message.string!r} and {first[key(message)]!r}"
        for catalogue in catalogues(web).values()
        for message in messages(catalogue)
        if first.setdefault(key(message), message.string) != message.string
    ]
    assert differ == []

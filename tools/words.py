"""Keep the catalogues of words in step with the code, and compile them: ``make words``.

Every sentence that a module or template of a room asks for (``_``, ``ngettext``, ``pgettext`` and Django's own names
for them) stands in the room's catalogue of each language, in alphabetical order and without line numbers, so that a
change of the code changes no other line. Sentences that nobody asks for any more leave. What is not translated is
listed, and the exit code is 1.

    python tools/words.py                       update and compile
    python tools/words.py --compile [FOLDER]    compile only, in the package or another folder
"""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from borgerpuls.languages import OFFERED
from borgerpuls.messages import SOURCE

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "borgerpuls"
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
TRANSLATED = tuple(language for language in OFFERED if language != SOURCE)
"""The languages every room is translated to; a room with a further folder in ``locale`` has that language too."""
NOISE = re.compile(
    rb'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|'
    rb"Generated-By): .*\n",
    re.MULTILINE,
)
"""Lines of a catalogue's head that tell nothing, or change with every run."""

Words: TypeAlias = str | tuple[str, ...]
Key: TypeAlias = tuple[str | None, Words]


@cache
def rooms(package: Path) -> list[Path]:
    """The folders that have catalogues of their own: the package, its rooms, and parts of the web that have one."""
    parts = [folder.parent for folder in package.glob("*/*/locale")]
    return sorted({package, *(p for p in package.iterdir() if (p / "__init__.py").exists()), *parts})


def room_of(file: Path, package: Path) -> Path:
    """The nearest room above a file."""
    known = rooms(package)
    return next(folder for folder in file.parents if folder in known)


def sources(room: Path, package: Path) -> list[Path]:
    """The modules and templates whose sentences stand in a room's catalogues."""
    files = (p for p in room.rglob("*") if p.suffix in {".py", ".html", ".txt"} and "assets" not in p.parts)
    return sorted(p for p in files if room_of(p, package) == room and (p.suffix == ".py" or _django(room)))


def said(file: Path) -> Iterator[Key]:
    """The context and the words of everything a template or module asks to have translated."""
    source = file.read_text("utf-8")
    if file.suffix != ".py":
        source = templatize(source, origin=str(file))
    for _line, words, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        if words and words != ("",):
            yield context, tuple(words) if isinstance(words, tuple) else words


def key(message: Message) -> Key:
    words = message.id
    return message.context, tuple(words) if isinstance(words, (list, tuple)) else words


def messages(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its head."""
    return [message for message in catalogue if message.id]


def catalogue_file(room: Path, language: str) -> Path:
    """Where a room's catalogue lies; Django looks for a name of its own."""
    name = "django.po" if _django(room) else "messages.po"
    return room / "locale" / language / "LC_MESSAGES" / name


def _django(room: Path) -> bool:
    return "web" in (room.name, room.parent.name)


def languages(room: Path) -> list[str]:
    return sorted({*TRANSLATED, *(folder.name for folder in (room / "locale").glob("*") if folder.is_dir())})


def read(file: Path, language: str) -> Catalog:
    """A catalogue, empty where there is no file yet."""
    if not file.exists():
        comment = f"# The sentences of {file.parents[3].name}, in {Locale.parse(language).get_language_name('en')}."
        return Catalog(locale=language, header_comment=comment, fuzzy=False)
    with file.open("rb") as reading:
        return read_po(reading, locale=language, abort_invalid=True)


def write(file: Path, catalogue: Catalog) -> None:
    """A catalogue in alphabetical order, one line a sentence."""
    for message in messages(catalogue):
        message.flags -= {"python-format", "python-brace-format"}
        words = " ".join(message.id) if isinstance(message.id, (list, tuple)) else message.id
        if re.search(r"%\(\w+\)[a-z]", words):
            message.flags |= {"python-format"}
        elif re.search(r"{\w+}", words):
            message.flags |= {"python-brace-format"}
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, no_location=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(NOISE.sub(b"", written.getvalue()).rstrip(b"\n") + b"\n")


def update(package: Path) -> list[str]:
    """Write every room's catalogues anew from the code; returns what is not translated."""
    lacking = []
    used = {room: {found for file in sources(room, package) for found in said(file)} for room in rooms(package)}
    for language in sorted({language for room in used for language in languages(room)}):
        old = {room: read(catalogue_file(room, language), language) for room in used if language in languages(room)}
        known = {key(m): m for catalogue in old.values() for m in messages(catalogue) if _written(m)}
        for room, catalogue in old.items():
            own = {key(m): m for m in messages(catalogue)}
            for gone in own.keys() - used[room]:
                catalogue.delete(own[gone].id, own[gone].context)
            for context, words in used[room] - own.keys():
                catalogue.add(words, context=context)
            for message in messages(catalogue):
                if not _written(message) and key(message) in known:
                    message.string = known[key(message)].string
                if not _written(message):
                    lacking.append(f"{room.relative_to(package.parent)}, {language}: {message.id!r}")
            file = catalogue_file(room, language)
            if messages(catalogue):
                write(file, catalogue)
            else:
                file.unlink(missing_ok=True)
    return lacking


def compile_catalogues(package: Path) -> None:
    """Write a ``.mo`` beside every ``.po``, and leave none that has lost its source."""
    for compiled in package.rglob("locale/*/LC_MESSAGES/*.mo"):
        if not compiled.with_suffix(".po").exists():
            compiled.unlink()
    for source in package.rglob("locale/*/LC_MESSAGES/*.po"):
        beside = source.with_suffix(f".{os.getpid()}")
        with source.open("rb") as reading, beside.open("wb") as writing:
            write_mo(writing, read_po(reading))
        beside.replace(source.with_suffix(".mo"))


def _written(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--compile"]:
        sys.exit(compile_catalogues(Path(sys.argv[2]) if sys.argv[2:] else PACKAGE))
    lacking = update(PACKAGE)
    compile_catalogues(PACKAGE)
    for sentence in lacking:
        print(f"not translated: {sentence}")
    sys.exit(bool(lacking))

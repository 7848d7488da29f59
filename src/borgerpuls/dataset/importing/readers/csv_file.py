"""CSV as the world writes it: UTF-8 or cp1252, comma, semicolon or tab, Danish Excel's ``sep=;``, gzip."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from borgerpuls.dataset.importing.readers.sheet import LIMIT, Sheet, at_row, make_sheet, unreadable
from borgerpuls.messages import _
from borgerpuls.problems import Problems

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 50
_RESTARTS = 100
"""So many broken quotes are told before a file is given up."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def read_csv(
    path: Path, problems: Problems, *, encoding: str | None = None, delimiter: str | None = None, whole: bool = True
) -> Sheet | None:
    """The file as a Sheet, or None with every row told that is cut, ragged or in another character set.

    Unless it must be ``whole``, rows that are cut or ragged are left out and told, and the others are the Sheet.
    """
    content = _content(path, problems)
    text = _decoded(path, content, encoding, problems) if content is not None else None
    if text is None:
        return None
    if "\0" in text:
        unreadable(
            path,
            _("The file has empty bytes (NUL) in it."),
            _("Save it again as CSV."),
            problems,
        )
        return None
    csv.field_size_limit(LIMIT)
    text, told = _without_sep(text)
    records = _records(path, text, delimiter or told or _guess_delimiter(text), problems, whole=whole)
    if not records or not any(name.strip() for name in records[0]):
        if not problems.errors:
            unreadable(
                path,
                _("The file is empty."),
                _("Its first row must name the columns."),
                problems,
            )
        return None
    header, *rows = records
    _check_lengths(path, header, rows, ends=text.endswith(("\n", "\r")), problems=problems)
    if problems.errors and whole:
        return None
    return make_sheet(path.name, header, [_row_of_length(r, len(header)) for r in rows], range(2, len(rows) + 2))


def _content(path: Path, problems: Problems) -> bytes | None:
    try:
        if path.suffix != ".gz":
            return path.read_bytes()
        with gzip.open(path) as file:
            content = file.read(LIMIT + 1)
        if len(content) <= LIMIT:
            return content
        unreadable(
            path,
            _("The file unpacks to more than 2 GB."),
            _("Unpack it and see what it is."),
            problems,
        )
    except (EOFError, zlib.error, gzip.BadGzipFile):
        unreadable(
            path,
            _("The packed file is damaged or not whole."),
            _("Fetch it again."),
            problems,
        )
    return None


def _decoded(path: Path, content: bytes, encoding: str | None, problems: Problems) -> str | None:
    """By the byte order mark, else UTF-8, else cp1252 (Danish Excel), which few files that are not text survive."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    for name in [encoding] if encoding else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode("utf-8-sig" if name.lower() == "utf-8" else name)
        except UnicodeDecodeError as error:
            cut = name == "utf-8-sig" and error.reason == "unexpected end of data"
            row, found = content[: error.start].count(b"\n") + 1, name
            if cut:
                break
        except LookupError:
            unreadable(
                path,
                _('The encoding "{name}" is not known.', name=name),
                _('Write "utf-8" or "cp1252".'),
                problems,
            )
            return None
    problems.add(
        at_row(path.name, row),
        _("The file ends in the middle of a character.") if cut else _("The characters are not {found}.", found=found),
        _("Fetch the whole file again.") if cut else _("Save the file as CSV UTF-8."),
    )
    return None


def _without_sep(text: str) -> tuple[str, str | None]:
    """Excel hides a first line ``sep=;``: it is no row, and it names the delimiter."""
    first, _unused, rest = text.partition("\n")
    first = first.rstrip("\r").strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return rest, first[4]
    return text, None


def _guess_delimiter(text: str) -> str:
    """The one that cuts most rows into as many fields as the header, and more than one."""

    def agreement(delimiter: str) -> tuple[int, int]:
        lengths = [len(row) for row in islice(_lenient(text, delimiter), _SAMPLE)]
        width = lengths[0] if lengths else 0
        return (lengths.count(width) if width > 1 else 0, width)

    return max(DELIMITERS, key=agreement)


def _lenient(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(_lines(text), delimiter=delimiter)


def _records(path: Path, text: str, delimiter: str, problems: Problems, *, whole: bool) -> list[list[str]]:
    """Every record, header first; a quote that is never closed swallows the rest, so reading stops there.

    Unless the file must be ``whole``, reading begins again at the line after the one that the broken record begins on.
    """
    records: list[list[str]] = []
    read = 0
    lines = list(_lines(text)) if not whole else []
    for _unused in range(1 if whole else _RESTARTS):
        reader = csv.reader(_lines(text) if whole else iter(lines[read:]), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for record in reader:
                records.append(record)
                begun = reader.line_num
            break
        except csv.Error as error:
            _add_broken_rows(path, len(records) + 1, str(error), problems)
            records.append([])
            read += begun + 1
    return records


def _add_broken_rows(path: Path, row: int, error: str, problems: Problems) -> None:
    ends = "unexpected end of data" in error
    problems.add(
        at_row(path.name, row),
        _('A text begins with " and never ends.') if ends else _('A " stands inside a text ({error}).', error=error),
        _("The file may be cut; fetch it again.") if ends else _('Write " as "" inside a text.'),
    )


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; CR LF, LF and CR end a line, for a text may hold other Unicode line breaks."""
    return (match[0] for match in _LINE.finditer(text))


def _check_lengths(path: Path, header: list[str], rows: list[list[str]], *, ends: bool, problems: Problems) -> None:
    """Names each row that has other fields than the header; empty fields at the end of a row do no harm."""
    width = len(header)
    for number, row in enumerate(rows, start=2):
        if not any(row) or len(row) == width or (len(row) > width and not any(row[width:])):
            continue
        cut = len(row) < width and number == len(rows) + 1 and not ends
        problems.add(
            at_row(path.name, number),
            _("The row has {n} fields, not {width}.", n=len(row), width=width),
            _("It is the file's last: the file may be cut. Fetch it again.")
            if cut
            else _("Mend the row; put text that holds the delimiter in quotes."),
        )


def _row_of_length(row: list[str], width: int) -> list[str]:
    """The row, or nothing where it has other fields than the header."""
    return row[:width] if len(row) >= width and not any(row[width:]) else [""] * width

"""CSV as the world writes it: UTF-8 or cp1252, comma, semicolon or tab, Danish Excel's ``sep=;``, gzip."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from borgerpuls.dataset.importing.readers.sheet import LIMIT, Sheet, at_row, make_sheet, unreadable
from borgerpuls.problems import Problems
from borgerpuls.text import Text

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
            Text(da="Filen har tomme bytes (NUL) i sig.", en="The file has empty bytes (NUL) in it."),
            Text(da="Gem den igen som CSV; den er skadet eller ikke tekst.", en="Save it again as CSV."),
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
                Text(da="Filen er tom.", en="The file is empty."),
                Text(da="Første række skal være kolonnernes navne.", en="Its first row must name the columns."),
                problems,
            )
        return None
    header, *rows = records
    _check_lengths(path, header, rows, ends=text.endswith(("\n", "\r")), problems=problems)
    if problems.errors and whole:
        return None
    return make_sheet(path.name, header, [_fitted(r, len(header)) for r in rows], range(2, len(rows) + 2))


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
            Text(da="Filen pakkes ud til mere end 2 GB.", en="The file unpacks to more than 2 GB."),
            Text(da="Pak den ud, og se efter, hvad den er.", en="Unpack it and see what it is."),
            problems,
        )
    except (EOFError, zlib.error, gzip.BadGzipFile):
        unreadable(
            path,
            Text(da="Den pakkede fil er skadet eller ikke hel.", en="The packed file is damaged or not whole."),
            Text(da="Hent den igen.", en="Fetch it again."),
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
                Text(da=f'Tegnsættet "{name}" kendes ikke.', en=f'The encoding "{name}" is not known.'),
                Text(da='Skriv "utf-8" eller "cp1252".', en='Write "utf-8" or "cp1252".'),
                problems,
            )
            return None
    problems.add(
        at_row(path.name, row),
        Text(da="Filen slutter midt i et tegn.", en="The file ends in the middle of a character.")
        if cut
        else Text(da=f"Tegnene er ikke {found}.", en=f"The characters are not {found}."),
        Text(da="Hent hele filen igen.", en="Fetch the whole file again.")
        if cut
        else Text(da="Gem filen som CSV UTF-8.", en="Save the file as CSV UTF-8."),
    )
    return None


def _without_sep(text: str) -> tuple[str, str | None]:
    """Excel hides a first line ``sep=;``: it is no row, and it names the delimiter."""
    first, _, rest = text.partition("\n")
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
    for _ in range(1 if whole else _RESTARTS):
        reader = csv.reader(_lines(text) if whole else iter(lines[read:]), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for record in reader:
                records.append(record)
                begun = reader.line_num
            break
        except csv.Error as error:
            _tell_broken(path, len(records) + 1, str(error), problems)
            records.append([])
            read += begun + 1
    return records


def _tell_broken(path: Path, row: int, error: str, problems: Problems) -> None:
    ends = "unexpected end of data" in error
    problems.add(
        at_row(path.name, row),
        Text(da='En tekst begynder med ", men slutter aldrig.', en='A text begins with " and never ends.')
        if ends
        else Text(da=f'Et " står midt i en tekst ({error}).', en=f'A " stands inside a text ({error}).'),
        Text(da="Filen er måske kun halv; hent den igen.", en="The file may be cut; fetch it again.")
        if ends
        else Text(da='Skriv " som "" inde i en tekst.', en='Write " as "" inside a text.'),
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
            Text(da=f"Rækken har {len(row)} felter, ikke {width}.", en=f"The row has {len(row)} fields, not {width}."),
            Text(da="Det er filens sidste: den er måske kun halv. Hent den igen.",
                 en="It is the file's last: the file may be cut. Fetch it again.")
            if cut
            else Text(da="Ret rækken; sæt tekst med skilletegn i anførselstegn.",
                      en="Mend the row; put text that holds the delimiter in quotes."),
        )  # fmt: skip


def _fitted(row: list[str], width: int) -> list[str]:
    """The row, or nothing where it has other fields than the header."""
    return row[:width] if len(row) >= width and not any(row[width:]) else [""] * width

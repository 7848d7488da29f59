"""Cells that Excel could not compute (``#N/A``, ``#REF!``): the reader gives them as empty, which they are not."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_ERROR = b't="e"'


def error_cells(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row and column (from 0) and what Excel shows, of every error in a sheet of a workbook.

    Raises ``ValueError`` when the archive is broken.
    """
    try:
        with ZipFile(path) as workbook:
            part = _part(workbook, sheet)
            content = workbook.read(part) if part in workbook.namelist() else b""
    except (BadZipFile, ElementTree.ParseError, RuntimeError, zlib.error) as error:
        raise ValueError(str(error)) from error
    if _ERROR not in content:
        return
    for cell in _CELL.finditer(content):
        place, value = _PLACE.search(cell[1]), _VALUE.search(cell[2])
        if _ERROR in cell[1] and place and value:
            yield int(place[2]) - 1, _number(place[1]), value[1].decode("utf-8", "replace")


def _part(workbook: ZipFile, sheet: str) -> str:
    """The file of the archive that holds a sheet; empty where the archive does not say."""
    names = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    if not names <= set(workbook.namelist()):
        return ""
    book, links = (ElementTree.fromstring(workbook.read(name)) for name in sorted(names, reverse=True))
    ids = [
        value
        for found in book.findall(".//{*}sheet")
        if found.get("name") == sheet
        for key, value in found.items()
        if key.endswith("}id")
    ]
    targets = {link.get("Id"): link.get("Target", "") for link in links.findall("{*}Relationship")}
    target = targets.get(ids[0], "") if ids else ""
    return normpath(join("/xl", target)).lstrip("/") if target else ""


def _number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1

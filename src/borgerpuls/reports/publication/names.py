"""What the files of a publication are called, and how each finds the others."""

from collections.abc import Sequence

from borgerpuls.reports.formats import html
from borgerpuls.reports.formats.format import Format, Links
from borgerpuls.reports.formats.registry import formats

REPORTS, DATA, ASSETS = "reports", "data", "assets"


def file(format: Format, place: str, language: str) -> str:
    """A file's path from the top of the publication: ``reports/0101.da.pdf``; ``data/0101.zip`` for all languages."""
    if format.translated:
        return f"{REPORTS}/{place}.{language}.{format.suffix}"
    return f"{DATA}/{place}.{format.suffix}"


def index(language: str, languages: Sequence[str]) -> str:
    """``index.html`` in the first language, ``index.en.html`` in another."""
    return "index.html" if language == languages[0] else f"index.{language}.html"


def links(place: str, language: str, languages: Sequence[str]) -> Links:
    """The neighbours of a report's page, seen from its folder."""
    return Links(
        index=f"../{index(language, languages)}",
        languages={other: _from_page(html.FORMAT, place, other) for other in languages},
        files=tuple((other, _from_page(other, place, language)) for other in formats() if other != html.FORMAT),
        assets=f"../{ASSETS}",
    )


def _from_page(format: Format, place: str, language: str) -> str:
    """The address of a file as a page in the folder of reports writes it."""
    path = file(format, place, language)
    return path.removeprefix(f"{REPORTS}/") if format.translated else f"../{path}"

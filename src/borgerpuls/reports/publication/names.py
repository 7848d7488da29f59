"""What the files of a publication are called, and how each finds the others."""

from collections.abc import Sequence

from borgerpuls.reports.formats.html import Links

REPORTS, DATA, ASSETS = "reports", "data", "assets"


def report(place: str, language: str, kind: str) -> str:
    """``reports/0101.da.pdf``, from the top of the publication."""
    return f"{REPORTS}/{place}.{language}.{kind}"


def data(place: str) -> str:
    """``data/0101.zip``."""
    return f"{DATA}/{place}.zip"


def index(language: str, languages: Sequence[str]) -> str:
    """``index.html`` in the first language, ``index.en.html`` in another."""
    return "index.html" if language == languages[0] else f"index.{language}.html"


def links(place: str, language: str, languages: Sequence[str]) -> Links:
    """The neighbours of a report's page, seen from its folder."""
    return Links(
        index=f"../{index(language, languages)}",
        languages={other: f"{place}.{other}.html" for other in languages},
        pdf=f"{place}.{language}.pdf",
        workbook=f"{place}.{language}.xlsx",
        data=f"../{data(place)}",
        assets=f"../{ASSETS}",
    )

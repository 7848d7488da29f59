"""The fixed words around a report's content: page numbers, links, names of sheets. Content brings its own words."""

from typing import Final

from borgerpuls.text import Text

LANGUAGES: Final = {"da": "Dansk", "en": "English"}
"""What each language calls itself: how a reader who wants it finds it."""

PAGE = Text(da="Side {page} af {pages}", en="Page {page} of {pages}")
ABOVE = Text(da="højere", en="higher")
BELOW = Text(da="lavere", en="lower")

SKIP = Text(da="Spring til indholdet", en="Skip to the content")
CONTENTS = Text(da="Indhold", en="Contents")
ELSEWHERE = Text(da="Andre udgaver", en="Other versions")
ALL_REPORTS = Text(da="Alle rapporter", en="All reports")
AS_TABLE = Text(da="Tallene som tabel", en="The numbers as a table")
TABLES = Text(
    da="Tallene bag hvert diagram står som tabel på rapportens webside og i dens regneark.",
    en="The numbers behind each chart stand as a table on the report's web page and in its workbook.",
)
READ = Text(da="Læs rapporten", en="Read the report")
ANSWERS = Text(da="Svar", en="Answers")
HIDDEN = Text(da="vises ikke", en="not shown")
MADE = Text(da="Lavet med Borgerpuls.", en="Made with Borgerpuls.")
PDF = Text(da="PDF til udskrift", en="PDF for printing")
WORKBOOK = Text(da="Excel", en="Excel")
DATA = Text(da="Data", en="Data")
ABOUT = Text(da="Om tallene", en="About")
SOURCE = Text(da="Kilde", en="Source")
METHOD = Text(da="Metode", en="Method")
SHEETS = Text(da="Ark", en="Sheets")
GROUPING = Text(da="Inddeling", en="Grouping")
FIGURES = Text(da="Tal for alle under ét", en="Figures, all together")
ADDRESS = Text(da="Adresse", en="Address")


def words(language: str) -> dict[str, str]:
    """All labels in one language, by their name in lower case: what a template asks for."""
    return {name.lower(): text[language] for name, text in globals().items() if isinstance(text, Text)}

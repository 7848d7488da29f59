"""The fixed words around a report's content: page numbers, links, names of sheets. Content brings its own words."""

from borgerpuls.messages import _
from borgerpuls.text import Text

PAGE = _("Page {page} of {pages}")
ABOVE = _("higher")
BELOW = _("lower")

SKIP = _("Skip to the content")
CONTENTS = _("Contents")
ELSEWHERE = _("Other versions")
ALL_REPORTS = _("All reports")
AS_TABLE = _("The numbers as a table")
TABLES = _("The numbers behind each chart stand as a table on the report's web page and in its workbook.")
ANSWERS = _("Answers")
HIDDEN = _("not shown")
MADE = _("Made with Borgerpuls.")
ABOUT = _("About")
SOURCE = _("Source")
METHOD = _("Method")
SHEETS = _("Sheets")
GROUPING = _("Grouping")
FIGURES = _("Figures, all together")
ADDRESS = _("Address")


def words(language: str) -> dict[str, str]:
    """All labels in one language, by their name in lower case: what a template asks for."""
    return {name.lower(): text[language] for name, text in globals().items() if isinstance(text, Text)}

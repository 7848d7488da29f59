"""What is said when a list cannot be taken in at all."""

import re

from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.messages import _, pgettext, verbatim
from borgerpuls.problems import Problem

_LIST = _("The population list")
_PERSONAL = re.compile(r"[0-9]{5,6}[- ]?[0-9]{4}|\S+@\S+\.\S+|(?:(?:\+|00)45)? ?(?:[0-9] ?){8}")
"""A CPR number (Excel may have eaten its first zero), an e-mail address or a Danish phone number."""

APPROVED = Problem(
    _LIST,
    _("The list is approved and settled."),
    pgettext("in the list", "Write to the programme office of any error."),
)
CLOSED = Problem(
    _LIST,
    _("The wave is closed."),
    _("Nobody can be added any more."),
)
GONE = Problem(
    _LIST,
    _("The file is no longer being worked on: it was used, replaced or thrown away."),
    _("Upload the list again."),
)
AT_ONCE = Problem(
    _LIST,
    _("Another list was accepted at the same time."),
    _("See which one holds, and try again."),
)
NO_LIST = Problem(
    _("The sample"),
    _("There is no list to draw it from."),
    _("Upload and accept the list first."),
)


def too_large(file: str, most: int) -> Problem:
    return Problem(
        verbatim(file),
        _("The file is larger than {most} MB.", most=most),
        _("Keep the columns that are needed, and save it as .xlsx or CSV."),
    )


def no_file() -> Problem:
    return Problem(
        _("The file"),
        _("No file is chosen."),
        _("Choose the list and try again."),
    )


def unheaded(sheet: Sheet) -> Problem | None:
    """A first row that is a person, not the columns' names."""
    if not any(_PERSONAL.fullmatch(name.strip()) for name in sheet.columns):
        return None
    return Problem(
        verbatim(sheet.file),
        _("The first row looks like a person, not headings."),
        _("Put a row with the columns' names first."),
    )


def sample_size(most: int) -> Problem:
    return Problem(
        _("Size of the sample"),
        _("The number cannot be used."),
        _("Write a whole number from 1 to {most}.", most=most),
    )

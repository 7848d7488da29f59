"""From the bytes of a TOML file to its values, or to the line where its grammar breaks."""

import re
import tomllib
from pathlib import Path

from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problems
from borgerpuls.text import Text

_UNREADABLE = _("The line cannot be read as TOML.")
_MEND = _("Mend the line and check again.")
_SYNTAX = (
    (
        "Cannot overwrite|Cannot declare|Cannot mutate|Duplicate",
        _("The same key or table stands twice."),
        _("Delete one, or write [[…]] for a list."),
    ),
    (
        'Unterminated string|Illegal character|Unescaped|hex value|Expected "\'"',
        _("A text is not closed or holds a bad sign."),
        _('Put the text between two " on one line.'),
    ),
    (
        "Expected '='|Invalid statement|Invalid initial",
        _("A key with a value should stand here."),
        _("Write: key = value."),
    ),
    (
        "Invalid value|Invalid date|Expected newline",
        _("The value cannot be read."),
        _("Write text and codes like 0101 in quotes, numbers without, dates as 2024-03-31, yes/no as true/false."),
    ),
    (
        "Unclosed|Expected '\\]",
        _("A list or a table is not closed."),
        _("Put commas between the parts and end with ] or }."),
    ),
)


def decoded(path: Path, problems: Problems) -> str | None:
    """The text of a file, byte for byte (line ends are kept), or None with the problem told."""
    where = verbatim(path.name)
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        problems.add(
            where,
            _("The file does not exist.") if missing else _("The file cannot be opened."),
            _("Check its name and folder."),
        )
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(
            at(path.name, line),
            _("The file is not saved as UTF-8."),
            _("Save it again with the encoding UTF-8."),
        )
    return None


def at(name: str, line: int) -> Text:
    """``2024-spring.toml, line 12``"""
    return _("{name}, line {line}", name=name, line=line)


def parsed(name: str, text: str, problems: Problems) -> dict[str, object] | None:
    """The values of a TOML text, or None with the line where its grammar breaks told."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = re.search(r"at line (\d+)", message)
        line = int(found[1]) if found else len(text.rstrip().splitlines())
        known = ((what, remedy) for pattern, what, remedy in _SYNTAX if re.search(pattern, message))
        what, remedy = next(known, (_UNREADABLE, _MEND))
        problems.add(at(name, max(line, 1)), what, remedy)
    except (ValueError, RecursionError):  # what Python says to a number of 5,000 digits or 1,000 lists in lists
        problems.add(
            verbatim(name),
            _("A number is too long, or lists are nested too deep."),
            _("Make the value shorter."),
        )
    return None

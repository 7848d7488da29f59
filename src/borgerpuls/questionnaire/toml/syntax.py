"""From the bytes of a TOML file to its values, or to the line where its grammar breaks."""

import re
import tomllib
from pathlib import Path

from borgerpuls.problems import Problems
from borgerpuls.text import Text

_UNREADABLE = Text(da="Linjen kan ikke læses som TOML.", en="The line cannot be read as TOML.")
_MEND = Text(da="Ret linjen, og tjek igen.", en="Mend the line and check again.")
_SYNTAX = (
    (
        "Cannot overwrite|Cannot declare|Cannot mutate|Duplicate",
        Text(da="Den samme nøgle eller tabel står to gange.", en="The same key or table stands twice."),
        Text(
            da="Slet den ene, eller skriv tabeller i en liste som [[…]].", en="Delete one, or write [[…]] for a list."
        ),
    ),
    (
        'Unterminated string|Illegal character|Unescaped|hex value|Expected "\'"',
        Text(
            da="En tekst er ikke afsluttet eller har et ulovligt tegn.", en="A text is not closed or holds a bad sign."
        ),
        Text(da='Skriv teksten mellem to " på én linje.', en='Put the text between two " on one line.'),
    ),
    (
        "Expected '='|Invalid statement|Invalid initial",
        Text(da="Her skulle stå en nøgle med en værdi.", en="A key with a value should stand here."),
        Text(da="Skriv: nøgle = værdi.", en="Write: key = value."),
    ),
    (
        "Invalid value|Invalid date|Expected newline",
        Text(da="Værdien kan ikke læses.", en="The value cannot be read."),
        Text(
            da="Skriv tekst og koder som 0101 i anførselstegn, tal uden, datoer som 2024-03-31, ja/nej som true/false.",
            en="Write text and codes like 0101 in quotes, numbers without, dates as 2024-03-31, yes/no as true/false.",
        ),
    ),
    (
        "Unclosed|Expected '\\]",
        Text(da="En liste eller en tabel er ikke afsluttet.", en="A list or a table is not closed."),
        Text(
            da="Sæt komma mellem delene, og slut med ] eller }.", en="Put commas between the parts and end with ] or }."
        ),
    ),
)


def decoded(path: Path, problems: Problems) -> str | None:
    """The text of a file, byte for byte (line ends are kept), or None with the problem told."""
    where = Text(da=path.name, en=path.name)
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        reason = "findes ikke" if isinstance(error, FileNotFoundError) else "kan ikke åbnes"
        problems.add(
            where,
            Text(da=f"Filen {reason}.", en=f"The file cannot be opened ({error.strerror})."),
            Text(da="Tjek navn og mappe.", en="Check its name and folder."),
        )
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(
            at(path.name, line),
            Text(da="Filen er ikke gemt som UTF-8.", en="The file is not saved as UTF-8."),
            Text(da="Gem den igen med tegnsættet UTF-8.", en="Save it again with the encoding UTF-8."),
        )
    return None


def at(name: str, line: int) -> Text:
    """``2024-spring.toml, line 12``"""
    return Text(da=f"{name}, linje {line}", en=f"{name}, line {line}")


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
            Text(da=name, en=name),
            Text(da="Et tal er for langt, eller lister står for dybt i lister.",
                 en="A number is too long, or lists are nested too deep."),
            Text(da="Gør værdien kortere.", en="Make the value shorter."),
        )  # fmt: skip
    return None

"""What is said when a list cannot be taken in at all."""

import re

from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.problems import Problem
from borgerpuls.text import Text

_LIST = Text(da="Populationslisten", en="The population list")
_PERSONAL = re.compile(r"[0-9]{6}[- ]?[0-9]{4}|\S+@\S+\.\S+|(?:\+45)? ?(?:[0-9] ?){8}")

APPROVED = Problem(
    _LIST,
    Text(da="Listen er godkendt og ligger fast.", en="The list is approved and settled."),
    Text(da="Skriv til programkontoret, hvis der er en fejl i den.", en="Write to the programme office of any error."),
)
CLOSED = Problem(
    _LIST,
    Text(da="Målingen er lukket.", en="The wave is closed."),
    Text(da="Der kan ikke længere komme personer til.", en="Nobody can be added any more."),
)
GONE = Problem(
    _LIST,
    Text(da="Filen er ikke længere til behandling: den er brugt, erstattet eller kasseret.",
         en="The file is no longer being worked on: it was used, replaced or thrown away."),
    Text(da="Upload listen igen.", en="Upload the list again."),
)  # fmt: skip
AT_ONCE = Problem(
    _LIST,
    Text(da="En anden liste blev taget i brug samtidig.", en="Another list was accepted at the same time."),
    Text(da="Se efter, hvilken der gælder, og prøv igen.", en="See which one holds, and try again."),
)
NO_LIST = Problem(
    Text(da="Stikprøven", en="The sample"),
    Text(da="Der er ingen liste at trække den af.", en="There is no list to draw it from."),
    Text(da="Upload listen, og tag den i brug først.", en="Upload and accept the list first."),
)


def too_large(file: str, most: int) -> Problem:
    return Problem(
        Text(da=file, en=file),
        Text(da=f"Filen fylder over {most} MB.", en=f"The file is larger than {most} MB."),
        Text(da="Behold de kolonner, der skal bruges, og gem den som .xlsx eller CSV.",
             en="Keep the columns that are needed, and save it as .xlsx or CSV."),
    )  # fmt: skip


def no_file() -> Problem:
    return Problem(
        Text(da="Filen", en="The file"),
        Text(da="Der er ikke valgt en fil.", en="No file is chosen."),
        Text(da="Vælg listen, og prøv igen.", en="Choose the list and try again."),
    )


def unheaded(sheet: Sheet) -> Problem | None:
    """A first row that is a person, not the columns' names."""
    if not any(_PERSONAL.fullmatch(name.strip()) for name in sheet.columns):
        return None
    return Problem(
        Text(da=sheet.file, en=sheet.file),
        Text(da="Første række ligner en person, ikke overskrifter.",
             en="The first row looks like a person, not headings."),
        Text(da="Sæt en række med kolonnernes navne øverst.", en="Put a row with the columns' names first."),
    )  # fmt: skip


def sample_size(most: int) -> Problem:
    return Problem(
        Text(da="Stikprøvens størrelse", en="Size of the sample"),
        Text(da="Tallet kan ikke bruges.", en="The number cannot be used."),
        Text(da=f"Skriv et helt tal fra 1 til {most}.", en=f"Write a whole number from 1 to {most}."),
    )

"""The columns of a list as they are read, cell by cell, and everything found wrong on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow.compute as pc

from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.fieldwork.population.reading.findings import KINDS, Finding, quote
from borgerpuls.text import Text

_AS_TEXT = re.compile(r'="([^"]*)"')
_ERROR = re.compile(
    r"#(?:REF|N/A|I/T|VALUE|NAME|DIV/0|NULL|NUM|REFERENCE|VÆRDI|NAVN|DIVISION/0|NUL)[!?]?", re.IGNORECASE
)
_BROKEN = re.compile("\N{REPLACEMENT CHARACTER}|Ã[\x80-\xbf¦¸¥˜†…‚„ˆ°±²³´µ¶·¹º»¼½¾¿©¤]")


@dataclass
class Cells:
    """A sheet, the columns chosen in it, and the findings."""

    sheet: Sheet
    chosen: Mapping[str, str]
    """Variable -> heading."""
    findings: list[Finding] = field(default_factory=list)
    rows: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = self.sheet.rows.tolist()

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, variable: str) -> list[str] | None:
        """The cells of a variable's column; a formula or a spreadsheet's error is told and read as empty."""
        heading = self.chosen.get(variable)
        if heading is None:
            return None
        column = self.sheet.columns[heading]
        cells: list[str] = column.to_pylist()
        for sign, clean in (("=", self._formula), ("#", self._error)):
            for i in pc.indices_nonzero(pc.starts_with(column, sign)).to_pylist():
                cells[i] = clean(i, heading, cells[i])
        return cells

    def tell(self, i: int, variable: str, kind: str, value: str = "", other: object = "") -> None:
        """Something is wrong in row number ``i`` of the sheet."""
        self._add(self.rows[i], self.chosen.get(variable, ""), kind, value, other)

    def tell_all(self, column: str, kind: str, value: str | Text = "", other: object = "") -> None:
        """Something is wrong with a column, or with the entire list."""
        self._add(0, column, kind, value, other)

    def wrong(self) -> set[int]:
        """The numbers of rows that have an error already."""
        return {finding.row for finding in self.findings if finding.severity == "error"}

    def broken(self, i: int, variable: str, value: str) -> None:
        """Warn where the file was once read in another character set than it was written in."""
        if _BROKEN.search(value):
            self.tell(i, variable, "letters_lost", value)

    def _add(self, row: int, column: str, kind: str, value: str | Text, other: object) -> None:
        """A value or another thing that is a ``Text`` is told in each reader's own language."""
        shown = value if isinstance(value, Text) else quote(value)
        if isinstance(shown, Text) or isinstance(other, Text):
            what, remedy = KINDS[kind].what.format(value=shown, other=other), KINDS[kind].remedy
            said = {language: [what[language], remedy[language]] for language in what}
            self.findings.append(Finding(row, column, kind, said=said))
        else:
            self.findings.append(Finding(row, column, kind, shown, str(other)))

    def _formula(self, i: int, heading: str, value: str) -> str:
        """Excel's ``="0101"`` is how zeros are kept in a CSV file; anything else that begins with = is a formula."""
        if match := _AS_TEXT.fullmatch(value):
            return match[1].strip()
        self.findings.append(Finding(self.rows[i], heading, "formula", quote(value)))
        return ""

    def _error(self, i: int, heading: str, value: str) -> str:
        if not _ERROR.fullmatch(value):
            return value
        self.findings.append(Finding(self.rows[i], heading, "cell_error", quote(value)))
        return ""

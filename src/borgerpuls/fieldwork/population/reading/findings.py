"""What can be wrong in a population list: a kind each, in words, and where it was found."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from borgerpuls.fieldwork.population.reading.cpr import masked
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem
from borgerpuls.text import Text

LONGEST = 60
_ROW = re.compile(r", row (\d+)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Kind:
    """A sort of problem; ``{value}`` and ``{other}`` are filled in."""

    severity: Literal["error", "warning"]
    what: Text
    remedy: Text


def _error(what: Text, remedy: Text) -> Kind:
    return Kind("error", what, remedy)


def _warning(what: Text, remedy: Text) -> Kind:
    return Kind("warning", what, remedy)


KINDS = {
    "unread_row": _error(verbatim(""), verbatim("")),
    "unread_note": _warning(verbatim(""), verbatim("")),
    "formula": _error(_('The cell is a formula: "{value}".'), _("Paste the value instead.")),
    "cell_error": _error(
        _('The spreadsheet writes "{value}", not a value.'), _("Mend the formula, or write the value.")
    ),
    "not_cpr": _error(_('"{value}" is not a CPR number.'), _("Write ten digits, or leave the field empty.")),
    "cpr_number": _error(
        _('Excel has made the CPR number a rounded number: "{value}".'),
        _("Make the column text, and fetch the numbers again."),
    ),
    "cpr_day": _error(_('"{value}" does not begin with a day that exists.'), _("Mend the number.")),
    "cpr_future": _error(_('"{value}" is born after the wave opens.'), _("Mend the number.")),
    "cpr_modulus": _warning(
        _('"{value}" fails modulus 11. It may be right: not all numbers given since 2007 pass.'),
        _("Check it if the person was born before 2007."),
    ),
    "cpr_replacement": _warning(
        _('"{value}" is a replacement number.'),
        _("Digital Post cannot be sent to it; give another way to reach the person."),
    ),
    "cpr_twice": _error(_('"{value}" stands in row {other} too.'), _("Let each person stand once.")),
    "person_twice": _error(
        _("The person stands in row {other} too, with the same name and addresses."), _("Let each person stand once.")
    ),
    "email": _warning(_('"{value}" is not an e-mail address and is not used.'), _("Mend it, as in name@example.org.")),
    "phone": _warning(
        _('"{value}" is not a phone number and is not used.'), _("Write eight digits, or + and the country code.")
    ),
    "postcode": _warning(_('"{value}" is not a postal code.'), _("Write four digits.")),
    "letters_lost": _warning(_('"{value}" has letters that are broken.'), _("Save the file again as CSV UTF-8.")),
    "too_long": _error(_('The field has more than {other} characters: "{value}…"'), _("Make it shorter.")),
    "unreachable": _warning(
        _("The person cannot be reached by any of the wave's channels."), _("Add CPR, e-mail, phone or address.")
    ),
    "foreign": _error(_('"{value}" is another municipality.'), _("Delete the row, or mend the municipality.")),
    "unknown_code": _error(
        _('"{value}" is not translated to a code.'), _("Translate the value at its column, or mend the row.")
    ),
    "outside": _warning(
        _('"{value}" lies outside every group; the row has none.'), _("Mend the number or the day if it is wrong.")
    ),
    "impossible_day": _error(_('"{value}" is not a day that exists.'), _("Write it as 31-12-1990 or 1990-12-31.")),
    "day_order": _error(_('"{value}" can be read in two ways.'), _("Write the day with hyphens: 31-12-1990.")),
    "future_day": _error(_('"{value}" is later than the day the wave opens.'), _("Mend the day.")),
    "no_language": _warning(
        _('The questionnaire is not in "{value}"; the person gets it in {other}.'),
        _("Mend the language if it is wrong."),
    ),
    "zeros_lost": _warning(
        _("Numbers that have lost their first zero: {other}. It was put back."),
        _("Make the column text in the spreadsheet."),
    ),
    "emptyish": _warning(
        _("Empty fields in the column: {other}."),
        _("Fill them in if it is known."),
    ),
    "needed": _error(_("The wave is weighted by {value}, and no column gives it."), _("Choose a column.")),
    "wanted": _warning(_("No column gives {value}."), _("Without it, answers cannot be shown for its groups.")),
    "no_contact": _error(
        _("No column says how anybody can be reached."), _("Choose one at least of CPR, e-mail, phone and address.")
    ),
    "column_gone": _error(
        _('The file has no column "{value}", or several.'), _("Choose another column, or give each its own name.")
    ),
    "column_shared": _error(
        _('The column "{value}" is chosen for two things: {other}.'), _("Choose a column for each.")
    ),
    "too_many_values": _error(
        _('The column has {other} different values, such as "{value}".'),
        _("They do not look like codes. Choose another column."),
    ),
    "nobody": _error(
        _("The list has no persons."), _("The first row must be headings; write a row for each person below it.")
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: ``row`` is the number that Excel shows, or 0 for the entire list; values are masked."""

    row: int
    column: str
    kind: str
    value: str = ""
    other: str = ""
    said: Mapping[str, Sequence[str]] | None = None
    """A reader's own words, where the kind has none: what and remedy, a language."""

    @property
    def severity(self) -> Literal["error", "warning"]:
        return KINDS[self.kind].severity

    @property
    def blocks(self) -> bool:
        """An error that no row can be left out for."""
        return self.row == 0 and self.severity == "error"

    def problem(self, file: str) -> Problem:
        kind, filled = KINDS[self.kind], {"value": self.value, "other": self.other}
        if self.said:
            what, remedy = (Text({language: said[n] for language, said in self.said.items()}) for n in (0, 1))
        else:
            what, remedy = kind.what.format(**filled), kind.remedy.format(**filled)
        return Problem(self._where(file), what, remedy, kind.severity)

    def _where(self, file: str) -> Text:
        row = _("row {row}", row=self.row) if self.row else verbatim("")
        return Text({language: ", ".join(filter(None, (file, row[language], self.column))) for language in row})


def read(problem: Problem) -> Finding:
    """A problem of the reader as a finding."""
    row = _ROW.search(problem.where["en"])
    kind = "unread_row" if problem.severity == "error" else "unread_note"
    said = {language: [quote(problem.what[language]), problem.remedy[language]] for language in problem.what}
    return Finding(int(row[1]) if row else 0, "", kind, said=said)


def quote(value: str) -> str:
    """A value as a problem may quote it: short, on one line, without the secret digits of a CPR number."""
    plain = " ".join(value.split())
    return masked(plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…")


def counted(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """(kind, column, how many), errors first, the most first."""
    counts = Counter((f.kind, f.column) for f in findings)
    found = [(kind, column, n) for (kind, column), n in counts.items()]
    return sorted(found, key=lambda one: (KINDS[one[0]].severity, -one[2], one[1]))


_HEADS = (_("Row"), _("Column"), _("Kind"), _("What"), _("What to do"))
_SEVERITIES = {"error": _("error"), "warning": _("note")}


def as_csv(findings: Sequence[Finding], language: str) -> bytes:
    """All of them as Danish Excel opens it: semicolons, UTF-8 with its mark, no cell that acts as a formula."""
    lines = [";".join(head[language] for head in _HEADS)]
    for finding in findings:
        told = finding.problem("")
        cells = (finding.column, _SEVERITIES[told.severity][language], told.what[language], told.remedy[language])
        lines.append(";".join([str(finding.row or ""), *map(_cell, cells)]))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _cell(words: str) -> str:
    """A cell of text that no spreadsheet calculates (OWASP, CSV injection)."""
    safe = f"'{words}" if words.startswith(_FORMULA) else words
    return '"' + safe.replace('"', '""') + '"'

"""What can be wrong in a population list: a kind each, in words, and where it was found."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from borgerpuls.fieldwork.population.reading.cpr import masked
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


def _error(da: str, en: str, do_da: str, do_en: str) -> Kind:
    return Kind("error", Text(da=da, en=en), Text(da=do_da, en=do_en))


def _warning(da: str, en: str, do_da: str, do_en: str) -> Kind:
    return Kind("warning", Text(da=da, en=en), Text(da=do_da, en=do_en))


KINDS = {
    "unread_row": _error("", "", "", ""),
    "unread_note": _warning("", "", "", ""),
    "formula": _error(
        'Cellen er en formel: "{value}".', 'The cell is a formula: "{value}".',
        "Indsæt værdien i stedet.", "Paste the value instead."),
    "cell_error": _error(
        'Regnearket skriver "{value}" i stedet for en værdi.', 'The spreadsheet writes "{value}", not a value.',
        "Ret formlen, eller skriv værdien.", "Mend the formula, or write the value."),
    "not_cpr": _error(
        '"{value}" er ikke et CPR-nummer.', '"{value}" is not a CPR number.',
        "Skriv ti cifre, eller lad feltet være tomt.", "Write ten digits, or leave the field empty."),
    "cpr_number": _error(
        'Excel har gjort CPR-nummeret til et afrundet tal: "{value}".',
        'Excel has made the CPR number a rounded number: "{value}".',
        "Gør kolonnen til tekst, og hent numrene igen.", "Make the column text, and fetch the numbers again."),
    "cpr_day": _error(
        '"{value}" begynder ikke med en dato, der findes.', '"{value}" does not begin with a day that exists.',
        "Ret nummeret.", "Mend the number."),
    "cpr_future": _error(
        '"{value}" er født efter, at målingen åbner.', '"{value}" is born after the wave opens.',
        "Ret nummeret.", "Mend the number."),
    "cpr_modulus": _warning(
        '"{value}" består ikke modulus 11. Det kan være rigtigt: det gør alle numre fra efter 2007 ikke.',
        '"{value}" fails modulus 11. It may be right: not all numbers given since 2007 pass.',
        "Tjek nummeret, hvis personen er født før 2007.", "Check it if the person was born before 2007."),
    "cpr_replacement": _warning(
        '"{value}" er et erstatnings-CPR.', '"{value}" is a replacement number.',
        "Digital Post kan ikke sendes til det; giv personen en anden vej.",
        "Digital Post cannot be sent to it; give another way to reach the person."),
    "cpr_twice": _error(
        '"{value}" står også i række {other}.', '"{value}" stands in row {other} too.',
        "Lad hver person stå én gang.", "Let each person stand once."),
    "person_twice": _error(
        "Personen står også i række {other} med samme navn og adresser.",
        "The person stands in row {other} too, with the same name and addresses.",
        "Lad hver person stå én gang.", "Let each person stand once."),
    "email": _warning(
        '"{value}" er ikke en e-mailadresse og bruges ikke.', '"{value}" is not an e-mail address and is not used.',
        "Ret den, fx navn@eksempel.dk.", "Mend it, as in name@example.org."),
    "phone": _warning(
        '"{value}" er ikke et telefonnummer og bruges ikke.', '"{value}" is not a phone number and is not used.',
        "Skriv otte cifre, eller + og landekode.", "Write eight digits, or + and the country code."),
    "postcode": _warning(
        '"{value}" er ikke et postnummer.', '"{value}" is not a postal code.',
        "Skriv fire cifre.", "Write four digits."),
    "letters_lost": _warning(
        '"{value}" har tegn, der er gået i stykker.', '"{value}" has letters that are broken.',
        "Gem filen igen som CSV UTF-8.", "Save the file again as CSV UTF-8."),
    "too_long": _error(
        'Feltet har over {other} tegn: "{value}…"', 'The field has more than {other} characters: "{value}…"',
        "Gør det kortere.", "Make it shorter."),
    "unreachable": _warning(
        "Personen kan ikke nås ad nogen af målingens kanaler.",
        "The person cannot be reached by any of the wave's channels.",
        "Tilføj CPR, e-mail, telefon eller adresse.", "Add CPR, e-mail, phone or address."),
    "foreign": _error(
        '"{value}" er en anden kommune.', '"{value}" is another municipality.',
        "Slet rækken, eller ret kommunen.", "Delete the row, or mend the municipality."),
    "unknown_code": _error(
        '"{value}" er ikke oversat til en kode.', '"{value}" is not translated to a code.',
        "Oversæt værdien under kolonnen, eller ret rækken.", "Translate the value at its column, or mend the row."),
    "outside": _warning(
        '"{value}" ligger uden for alle grupper; rækken står uden.',
        '"{value}" lies outside every group; the row has none.',
        "Ret tallet eller datoen, hvis det er forkert.", "Mend the number or the day if it is wrong."),
    "impossible_day": _error(
        '"{value}" er ikke en dato, der findes.', '"{value}" is not a day that exists.',
        "Skriv den som 31-12-1990 eller 1990-12-31.", "Write it as 31-12-1990 or 1990-12-31."),
    "day_order": _error(
        '"{value}" kan læses på to måder.', '"{value}" can be read in two ways.',
        "Skriv datoen med bindestreg: 31-12-1990.", "Write the day with hyphens: 31-12-1990."),
    "future_day": _error(
        '"{value}" ligger efter, at målingen åbner.', '"{value}" is later than the day the wave opens.',
        "Ret datoen.", "Mend the day."),
    "no_language": _warning(
        'Skemaet findes ikke på "{value}"; personen får det på dansk.',
        'The questionnaire is not in "{value}"; the person gets it in Danish.',
        "Ret sproget, hvis det er forkert.", "Mend the language if it is wrong."),
    "zeros_lost": _warning(
        "Numre, der har mistet deres første nul: {other}. Det er sat på igen.",
        "Numbers that have lost their first zero: {other}. It was put back.",
        "Gør kolonnen til tekst i regnearket.",
        "Make the column text in the spreadsheet.",
    ),
    "emptyish": _warning(
        "Tomme felter i kolonnen: {other}.",
        "Empty fields in the column: {other}.",
        "Udfyld dem, hvis oplysningen findes.",
        "Fill them in if it is known.",
    ),
    "needed": _error(
        "Målingen opregner efter {value}, og ingen kolonne giver det.",
        "The wave is weighted by {value}, and no column gives it.",
        "Vælg en kolonne.", "Choose a column."),
    "wanted": _warning(
        "Ingen kolonne giver {value}.", "No column gives {value}.",
        "Uden den kan svar ikke vises for grupperne.", "Without it, answers cannot be shown for its groups."),
    "no_contact": _error(
        "Ingen kolonne siger, hvordan nogen kan nås.", "No column says how anybody can be reached.",
        "Vælg mindst én af CPR, e-mail, telefon og adresse.", "Choose one at least of CPR, e-mail, phone and address."),
    "column_gone": _error(
        'Filen har ingen kolonne "{value}", eller flere.', 'The file has no column "{value}", or several.',
        "Vælg en anden kolonne, eller giv hver sit navn.", "Choose another column, or give each its own name."),
    "column_shared": _error(
        'Kolonnen "{value}" er valgt til to ting: {other}.', 'The column "{value}" is chosen for two things: {other}.',
        "Vælg en kolonne til hver.", "Choose a column for each."),
    "too_many_values": _error(
        'Kolonnen har {other} forskellige værdier, fx "{value}".',
        'The column has {other} different values, such as "{value}".',
        "Det ligner ikke koder. Vælg en anden kolonne.", "They do not look like codes. Choose another column."),
    "nobody": _error(
        "Listen har ingen personer.", "The list has no persons.",
        "Første række skal være overskrifter; skriv en række for hver person under den.",
        "The first row must be headings; write a row for each person below it."),
}  # fmt: skip


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
        where = Text(
            da=", ".join(filter(None, (file, f"række {self.row}" if self.row else "", self.column))),
            en=", ".join(filter(None, (file, f"row {self.row}" if self.row else "", self.column))),
        )
        return Problem(where, what, remedy, kind.severity)


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


def as_csv(findings: Sequence[Finding], language: str) -> bytes:
    """All of them as Danish Excel opens it: semicolons, UTF-8 with its mark, no cell that acts as a formula."""
    heads = {
        "da": ("Række", "Kolonne", "Art", "Hvad", "Hvad gør jeg"),
        "en": ("Row", "Column", "Kind", "What", "What to do"),
    }
    sorts = {"da": {"error": "fejl", "warning": "bemærk"}, "en": {"error": "error", "warning": "note"}}
    lines = [";".join(heads[language])]
    for finding in findings:
        told = finding.problem("")
        cells = (finding.column, sorts[language][told.severity], told.what[language], told.remedy[language])
        lines.append(";".join([str(finding.row or ""), *map(_cell, cells)]))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _cell(words: str) -> str:
    """A cell of text that no spreadsheet calculates (OWASP, CSV injection)."""
    safe = f"'{words}" if words.startswith(_FORMULA) else words
    return '"' + safe.replace('"', '""') + '"'

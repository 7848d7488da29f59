"""What a population list may hold: contact data, and what the wave knows of a person beside the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from borgerpuls.fieldwork.models.waves import KeptComparison
from borgerpuls.languages import called
from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Background, Code, Questionnaire
from borgerpuls.text import Text

BACKGROUND = "background."
FROM_CPR = "@cpr"
"""Instead of a column: what the CPR number says."""
MISSING = "-"
"""Instead of a code: the value says nothing."""

Sort = Literal["cpr", "text", "email", "phone", "postcode", "unit", "language", "stratum", "codes"]


@dataclass(frozen=True)
class Variable:
    """One thing that a column may hold.

    ``words`` are headings that mean it. A variable of ``codes`` may be banded in ``years`` or ``months``, from numbers
    or from dates; ``cpr`` says what the CPR number tells of it.
    """

    id: str
    label: Text
    sort: Sort
    words: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    banded: Literal["", "numbers", "years", "months"] = ""
    cpr: Literal["", "age", "sex"] = ""
    must: Literal["", "needed", "wanted"] = ""


CONTACT = (
    Variable("cpr", _("CPR number"), "cpr", ("cprnr", "personnummer", "cpr", "pnr")),
    Variable(
        "name",
        _("Name (or first name)"),
        "text",
        ("navn", "fornavn", "borgernavn", "fuldenavn", "fornavne", "first name", "fullname", "adresseringsnavn"),
    ),
    Variable("surname", _("Surname"), "text", ("efternavne", "last name", "family name")),
    Variable("email", _("E-mail"), "email", ("mail", "emailadresse", "mailadresse", "e-post")),
    Variable(
        "phone",
        _("Mobile phone"),
        "phone",
        ("mobil", "telefon", "tlf", "mobilnr", "telefonnummer", "mobilnummer", "telefonnr", "phone", "tlfnr"),
    ),
    Variable(
        "address",
        _("Address (street and number)"),
        "text",
        ("adresse", "vej", "vejnavn", "gade", "street", "postadresse", "adresse1", "bopæl", "bopælsadresse"),
    ),
    Variable("postcode", _("Postal code"), "postcode", ("postnr", "zip", "post code")),
    Variable("city", _("City"), "text", ("bynavn", "postdistrikt", "town", "postby")),
    Variable("language", _("Language"), "language", ("modersmål", "sprogkode", "tolkesprog")),
    Variable("unit", _("Municipality"), "unit", ("kommunekode", "kommunenavn", "bopælskommune")),
    Variable("stratum", _("Stratum"), "stratum", ("lag", "stratum")),
)

_BACKGROUND_WORDS = {
    "sex": ("køn", "gender", "kon", "koen"),
    "age": ("alder", "fødselsdato", "født", "fødselsdag", "birth date", "date of birth", "fødselsår"),
    "duration": ("varighed", "varighed i måneder", "måneder", "startdato", "kontaktforløb start", "anciennitet"),
    "target_group": ("målgruppe", "ydelse", "ydelsesgruppe", "målgruppekode", "personkategori"),
}


def variables(
    questionnaire: Questionnaire,
    day: date,
    *,
    needed: Sequence[str] = (),
    wanted: Sequence[str] = (),
    comparison: KeptComparison | None = None,
) -> tuple[Variable, ...]:
    """Everything a list may hold in a wave that opens on ``day``; codes are those in force on that day."""
    backgrounds = [
        _background(b, day, "needed" if b.id in needed else "wanted" if b.id in wanted else "")
        for b in questionnaire.backgrounds
    ]
    compare = [_compare(comparison)] if comparison else []
    return (*CONTACT, *backgrounds, *compare)


def languages(questionnaire: Questionnaire) -> Mapping[str, str]:
    """What a list may call the questionnaire's languages -> their codes."""
    return {
        word.casefold(): code
        for code in questionnaire.languages
        for word in (code, *called(code).values())
    }  # fmt: skip


def _background(background: Background, day: date, must: Literal["", "needed", "wanted"]) -> Variable:
    found = background.at(day)
    codes = found.codes if found else ()
    bands = any((c.low, c.high) != (None, None) for c in codes)
    unit: Literal["years", "months", "numbers"] = "numbers"
    if found and found.id in ("years", "months"):
        unit = "years" if found.id == "years" else "months"
    return Variable(
        BACKGROUND + background.id,
        background.label,
        "codes",
        (background.id, *_BACKGROUND_WORDS.get(background.id, ())),
        codes,
        unit if bands else "",
        "age" if bands and unit == "years" and background.id == "age"
        else "sex" if {c.id for c in codes} == {"k", "m"} else "",
        must,
    )  # fmt: skip


def _compare(comparison: KeptComparison) -> Variable:
    """The municipality's own two groups, codes "0" and "1"."""
    groups = tuple(Code(str(n), Text(label)) for n, label in enumerate(comparison["groups"]))
    column = comparison["column"]
    return Variable("compare", Text(comparison["name"]), "codes", (column,) if column else (), groups, must="wanted")

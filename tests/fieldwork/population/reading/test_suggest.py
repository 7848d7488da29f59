"""Columns that are guessed: by what they are called, by what stands in them, by what was said last time."""

from datetime import date
from pathlib import Path

import pytest

from borgerpuls.dataset.importing.readers.sheet import Sheet, make_sheet
from borgerpuls.fieldwork.population.reading.suggest import Mapped, near_codes, suggest, unknown_values
from borgerpuls.fieldwork.population.reading.variables import FROM_CPR, Variable, variables
from borgerpuls.questionnaire.read import read

ASKED = read(Path(__file__).resolve().parents[4] / "survey" / "2026.toml")
COMPARISON = {"name": {"da": "Indsats", "en": "Programme"}, "groups": [{"da": "A", "en": "A"}, {"da": "B", "en": "B"}]}
KNOWN = variables(ASKED, date(2026, 9, 1), comparison={**COMPARISON, "column": "Ny indsats"})


def sheet_of(heading: str, *rows: str) -> Sheet:
    cells = [row.split(";") for row in rows]
    return make_sheet("l.csv", heading.split(";"), cells, range(2, len(cells) + 2))


def columns(found: Mapped) -> dict[str, str]:
    return {variable: one["column"] for variable, one in found.items()}


def variable(name: str) -> Variable:
    return next(v for v in KNOWN if v.id == name)


@pytest.mark.parametrize(
    ("heading", "row", "found"),
    [
        (
            "Personnummer;Adresseringsnavn;Vejnavn;Postnr.;Postdistrikt;Tlf. nr.;Mailadresse",
            "0707614285;Bo Ø;Åvej 1;8500;Grenaa;20304050;bo@example.dk",
            {"cpr": "Personnummer", "name": "Adresseringsnavn", "address": "Vejnavn", "postcode": "Postnr.",
             "city": "Postdistrikt", "phone": "Tlf. nr.", "email": "Mailadresse"},
        ),
        (
            "Id;Kontakt;Andet",
            "070761-4285;bo@example.dk;x",
            {"cpr": "Id", "email": "Kontakt"},
        ),
        (
            "CPR;Køn;Fødselsdato;Ydelsesgruppe;Varighed (måneder);Ny indsats",
            "0707614285;Mand;07-07-1961;Jobparate;14;Ja",
            {"cpr": "CPR", "background.sex": "Køn", "background.age": "Fødselsdato",
             "background.target_group": "Ydelsesgruppe", "background.duration": "Varighed (måneder)",
             "compare": "Ny indsats"},
        ),
    ],
)  # fmt: skip
def test_columns_are_found_by_name_and_by_what_stands_in_them(heading: str, row: str, found: dict[str, str]) -> None:
    guessed = columns(suggest(sheet_of(heading, row), KNOWN, {}))
    assert {variable: column for variable, column in guessed.items() if column != FROM_CPR} == found


def test_age_and_sex_come_from_the_number_where_no_column_has_them() -> None:
    guessed = columns(suggest(sheet_of("CPR;Køn", "0707614285;M"), KNOWN, {}))
    assert guessed == {"cpr": "CPR", "background.sex": "Køn", "background.age": FROM_CPR}
    assert FROM_CPR not in columns(suggest(sheet_of("Mail", "a@b.dk"), KNOWN, {})).values()


def test_no_column_is_suggested_twice() -> None:
    guessed = columns(suggest(sheet_of("Navn;Adresse;By;E-mail", "Bo;Vej 1;Ry;a@b.dk"), KNOWN, {}))
    assert len(set(guessed.values())) == len(guessed)


def test_what_was_said_last_time_comes_first() -> None:
    remembered: Mapped = {
        "background.target_group": {"column": "Kolonne7", "codes": {"KH": "aktivitetsparat"}},
        "email": {"column": "Væk", "codes": {}},
        "background.age": {"column": FROM_CPR, "codes": {}},
    }
    guessed = suggest(sheet_of("CPR;Målgruppe;Kolonne7;Mail", "0707614285;x;KH;a@b.dk"), KNOWN, remembered)
    assert guessed["background.target_group"] == {"column": "Kolonne7", "codes": {"KH": "aktivitetsparat"}}
    assert guessed["email"]["column"] == "Mail"


def test_a_heading_over_two_columns_is_never_guessed() -> None:
    sheet = make_sheet("l.csv", ["Mail", "Mail", "CPR"], [["a@b.dk", "c@d.dk", "0707614285"]], [2])
    assert "email" not in suggest(sheet, KNOWN, {})


def test_values_that_are_nearly_a_label_are_suggested_and_others_are_asked_about() -> None:
    sheet = sheet_of(
        "g;s;c", "Dagp.;K;Ja", "Jobparat;F;nej", "Sygedagpenge modtagere;male;JA", "Kontanthjælp;kvinder;?"
    )
    group, sex, compare = variable("background.target_group"), variable("background.sex"), variable("compare")
    assert unknown_values(sheet, "g", group) == ["Dagp.", "Kontanthjælp", "Sygedagpenge modtagere"]
    assert near_codes(sheet, "g", group) == {"Dagp.": "dagpenge", "Sygedagpenge modtagere": "sygedagpenge"}
    assert near_codes(sheet, "s", sex) == {"F": "k", "kvinder": "k", "male": "m"}
    assert near_codes(sheet, "c", compare) == {"Ja": "1", "nej": "0", "JA": "1"}


def test_numbers_and_days_of_a_banded_variable_are_no_values_to_ask_about() -> None:
    sheet = sheet_of("a", "44", "01-02-1980", "1980-02-01", "gammel")
    assert unknown_values(sheet, "a", variable("background.age")) == ["gammel"]

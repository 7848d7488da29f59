"""A list read by its mapping: every problem of every row, masked, and what each cell becomes."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.dataset.importing.readers.sheet import Sheet, make_sheet
from borgerpuls.fieldwork.population.reading.findings import KINDS
from borgerpuls.fieldwork.population.reading.judge import Judged, Setting, judge
from borgerpuls.fieldwork.population.reading.suggest import suggest
from borgerpuls.fieldwork.population.reading.variables import FROM_CPR, MISSING, languages, variables
from borgerpuls.questionnaire.read import read

DAY = date(2026, 9, 1)
ASKED = read(Path(__file__).resolve().parents[4] / "survey" / "2026.toml")
COMPARISON = {
    "name": {"da": "Ny indsats", "en": "New programme"},
    "groups": [{"da": "Ikke med", "en": "Not in it"}, {"da": "Med", "en": "In it"}],
    "column": "Med i ny indsats",
}

List = Callable[..., Judged]


def setting(*, channels: tuple[str, ...] = ("digital_post", "email", "sms", "letter"), **more: object) -> Setting:
    known = variables(ASKED, DAY, **more)  # type: ignore[arg-type]
    return Setting(known, frozenset({"707", "norddjurs"}), languages(ASKED), "da", DAY, channels)


def sheet_of(*lines: str) -> Sheet:
    header, *rows = [line.split(";") for line in lines]
    return make_sheet("liste.csv", header, rows, range(2, len(rows) + 2))


def read_list(*lines: str, said: Mapping[str, Mapping[str, str]] | None = None, **how: object) -> Judged:
    """The list as it is read by what is suggested, with the codes that somebody ``said``."""
    sheet, known = sheet_of(*lines), setting(**how)  # type: ignore[arg-type]
    mapped = suggest(sheet, known.variables, {})
    for variable, codes in (said or {}).items():
        mapped[variable]["codes"] = dict(codes)
    return judge(sheet, mapped, known)


def told(judged: Judged) -> list[tuple[int, str, str]]:
    return [(finding.row, finding.column, finding.kind) for finding in judged.findings]


def test_a_list_in_order_has_nothing_to_tell() -> None:
    judged = read_list(
        "CPR-nr;Fornavn;Efternavn;E-mail;Mobil;Adresse;Postnr;By;Målgruppe;Varighed;Sprog;Kommune;Med i ny indsats",
        "070761-4285;Anne;Æbelø;anne@example.dk;20 30 40 50;Åvej 1;0800;Høje Taastrup;Jobparate;5;arabisk;0707;Ja",
        comparison=COMPARISON,
    )
    assert told(judged) == []
    assert {name: values[0] for name, values in judged.contact.items()} == {
        "cpr": "0707614285",
        "name": "Anne Æbelø",
        "email": "anne@example.dk",
        "phone": "+4520304050",
        "address": "Åvej 1\n0800 Høje Taastrup",
    }
    assert {name: values[0] for name, values in judged.backgrounds.items()} == {
        "sex": "m",
        "age": "60plus",
        "duration": "3-11",
        "target_group": "jobparat",
    }
    assert (judged.language[0], judged.compare[0]) == ("ar", "1")
    assert not judged.blocked


@pytest.mark.parametrize(
    ("cpr", "kind"),
    [
        ("3113614285", "cpr_day"),
        ("070761428", "cpr_day"),  # nine digits: the day is 07, the month 07, the year 61 … of 0070761428
        ("0101364285", "cpr_future"),
        ("12345", "not_cpr"),
        ("7,07614E+08", "cpr_number"),
        ("070761X12A", "cpr_replacement"),
        ("6707614285", "cpr_replacement"),
        ("0707614286", "cpr_modulus"),
    ],
)
def test_each_thing_that_can_be_wrong_with_a_number_has_its_own_words(cpr: str, kind: str) -> None:
    judged = read_list("CPR;Navn;Mail", f"{cpr};Bo;bo@example.dk")
    assert (2, "CPR", kind) in told(judged)
    assert bool(judged.bad) == (KINDS[kind].severity == "error")


def test_both_rows_of_a_number_that_stands_twice_are_named() -> None:
    judged = read_list("CPR;Navn", "0707614285;Bo", "070761-4285;Bo igen", "0707614285;Bo en gang til")
    assert told(judged) == [(3, "CPR", "cpr_twice"), (4, "CPR", "cpr_twice")]
    assert judged.findings[0].problem("liste.csv").say("da") == (
        'liste.csv, række 3, CPR: "070761-****" står også i række 2. Lad hver person stå én gang.'
    )
    assert judged.bad == {1, 2}


def test_zeros_that_excel_ate_are_put_back_and_told_once() -> None:
    judged = read_list("CPR;Adresse;Postnr;By;Kommune", "707614285;Åvej 1;800;Høje Taastrup;707")
    assert judged.contact["cpr"] == ["0707614285"]
    assert judged.contact["address"] == ["Åvej 1\n0800 Høje Taastrup"]
    assert told(judged) == [(0, "CPR", "zeros_lost"), (0, "Postnr", "zeros_lost")]


def test_a_replacement_number_is_no_way_to_reach_anybody_and_says_no_sex() -> None:
    judged = read_list("CPR;Navn", "6707614285;Bo")
    assert (2, "", "unreachable") in told(judged)
    assert judged.contact["cpr"] == [""]
    assert judged.backgrounds["sex"] == [None]
    assert judged.backgrounds["age"] == ["60plus"]


@pytest.mark.parametrize(("channel", "reached"), [("email", True), ("sms", False), ("digital_post", False)])
def test_who_can_be_reached_depends_on_the_channels_of_the_wave(channel: str, reached: bool) -> None:
    judged = read_list("Navn;E-mail", "Bo;bo@example.dk", channels=(channel,))
    assert ((2, "", "unreachable") in told(judged)) != reached


def test_formulas_are_told_and_excels_way_to_keep_zeros_is_read() -> None:
    judged = read_list(
        "CPR;Navn;Mail", '="0707614285";Bo;a@b.dk', "0101901234;=cmd|'/C calc'!A0;c@d.dk", "#REF!;Eva;e@f.dk"
    )
    assert judged.contact["cpr"][0] == "0707614285"
    assert (3, "Navn", "formula") in told(judged)
    assert (4, "CPR", "cell_error") in told(judged)
    assert judged.bad == {1, 2}


def test_a_date_becomes_the_age_or_the_months_on_the_day_the_wave_opens() -> None:
    judged = read_list(
        "Navn;Mail;Fødselsdato;Startdato",
        "A;a@b.dk;02-09-1996;02-08-2026",
        "B;b@b.dk;01-09-1996;01-06-2026",
        "C;c@b.dk;1996-08-31;2026-06-02",
        "D;d@b.dk;31.12.1950;15.01.2020",
    )
    assert judged.backgrounds["age"] == ["18-29", "30-39", "30-39", "60plus"]
    assert judged.backgrounds["duration"] == ["0-2", "3-11", "0-2", "24plus"]


def test_values_become_codes_by_label_by_what_was_said_or_not_at_all() -> None:
    judged = read_list(
        "Mail;Målgruppe",
        "a@b.dk;Jobparate",
        "b@b.dk;jobparat",
        "c@b.dk;KH",
        "d@b.dk;ved ikke",
        "e@b.dk;",
        "f@b.dk;noget andet",
        said={"background.target_group": {"KH": "aktivitetsparat", "ved ikke": MISSING}},
    )
    assert judged.backgrounds["target_group"] == ["jobparat", "jobparat", "aktivitetsparat", None, None, None]
    assert told(judged) == [(7, "Målgruppe", "unknown_code")]


def test_a_column_of_names_chosen_for_codes_is_told_once_and_not_a_thousand_times() -> None:
    sheet = make_sheet("l.csv", ["Navn", "Mail"], [[f"Navn {n}", f"{n}@b.dk"] for n in range(1000)], range(2, 1002))
    judged = judge(sheet, {"email": {"column": "Mail"}, "background.sex": {"column": "Navn"}}, setting())
    assert told(judged) == [(0, "Navn", "too_many_values")]
    assert judged.blocked


def test_what_the_wave_needs_is_asked_for_and_what_it_wants_is_missed() -> None:
    judged = read_list("Mail;Målgruppe", "a@b.dk;", needed=("sex",), wanted=("age", "target_group"))
    assert told(judged) == [(0, "", "needed"), (0, "", "wanted"), (0, "Målgruppe", "emptyish")]
    assert judged.blocked


@pytest.mark.parametrize(
    ("mapped", "kind"),
    [
        ({"name": {"column": "Navn"}}, "no_contact"),
        ({"email": {"column": "Mail"}, "phone": {"column": "Mail"}}, "column_shared"),
        ({"email": {"column": "Brevdue"}}, "column_gone"),
        ({"email": {"column": "To"}}, "column_gone"),
    ],
)
def test_a_mapping_that_cannot_be_blocks_the_list(mapped: dict[str, dict[str, object]], kind: str) -> None:
    sheet = make_sheet("l.csv", ["Navn", "Mail", "To", "To"], [["Bo", "a@b.dk", "1", "2"]], [2])
    judged = judge(sheet, mapped, setting())
    assert kind in [finding.kind for finding in judged.findings]
    assert judged.blocked


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", 'Kolonnen "Mail" er valgt til to ting: E-mail, Mobiltelefon.'),
        ("en", 'The column "Mail" is chosen for two things: E-mail, Mobile phone.'),
    ],
)
def test_two_things_in_one_column_are_named_in_the_readers_language(language: str, said: str) -> None:
    sheet = make_sheet("l.csv", ["Mail"], [["a@b.dk"]], [2])
    judged = judge(sheet, {"email": {"column": "Mail"}, "phone": {"column": "Mail"}}, setting())
    assert [finding.problem("l.csv").what[language] for finding in judged.findings] == [said]


def test_a_list_of_headings_alone_has_nobody() -> None:
    assert [kind for _, _, kind in told(read_list("CPR;Navn"))] == ["nobody"]


def test_age_and_sex_from_the_number_need_the_number() -> None:
    judged = judge(
        sheet_of("Mail", "a@b.dk"), {"email": {"column": "Mail"}, "background.sex": {"column": FROM_CPR}}, setting()
    )
    assert judged.backgrounds["sex"] == [None]


def test_no_finding_quotes_the_secret_digits_of_any_number() -> None:
    numbers = ["3113614285", "0101364285", "0707614286", "6707614285", "0707614286", "313614285", "12345678901"]
    judged = read_list("CPR;Navn;Mail", *(f"{n};070761-4285 Bo;0707614285@" for n in numbers))
    said = "".join(finding.problem("liste.csv").say("da") for finding in judged.findings)
    assert "4285" not in said
    assert "4286" not in said
    assert "8901" not in said


words = st.text(st.characters(codec="utf-8", exclude_characters=";\n\r\0"), max_size=14)


@given(st.lists(st.tuples(words, words, words, words), min_size=1, max_size=8))
def test_no_cells_whatever_break_the_judge_and_every_row_has_its_place(rows: list[tuple[str, ...]]) -> None:
    sheet = make_sheet("l.csv", ["CPR", "E-mail", "Alder", "Målgruppe"], [[*r] for r in rows], range(2, len(rows) + 2))
    mapped = {
        "cpr": {"column": "CPR"},
        "email": {"column": "E-mail"},
        "background.age": {"column": "Alder"},
        "background.target_group": {"column": "Målgruppe"},
    }
    judged = judge(sheet, mapped, setting())
    for column in (*judged.contact.values(), *judged.backgrounds.values(), judged.stratum, judged.compare):
        assert len(column) == len(judged) == len(sheet.rows)
    assert {f.row for f in judged.findings if f.severity == "error" and f.row} == {
        int(sheet.rows[i]) for i in judged.bad
    }

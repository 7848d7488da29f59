"""A list on its way in: kept closed, mapped as often as it takes, nothing written."""

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from borgerpuls.fieldwork import population
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.models import AuditEntry, ColumnMemory, Enrolment, Person, Upload
from borgerpuls.fieldwork.staff import audit
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

WHO = "karen@example.org"
ROWS = [
    ["CPR-nr", "Navn", "E-mail", "Postnr", "Målgruppe", "Født", "Kommune"],
    ["0707614285", "Anne Æbelø", "anne@example.dk", "0800", "Jobparate", "07-07-1961", "0707"],
    ["0101904321", "Bo; Bo", "bo@example.dk", "8500", "Ukendt gruppe", "01-01-1990", "0707"],
]


def csv_of(rows: list[list[str]], encoding: str = "cp1252") -> bytes:
    """As Danish Excel writes it: semicolons, quotes where they are needed, carriage returns."""
    cells = (";".join(f'"{c}"' if ";" in c else c for c in row) for row in rows)
    return "".join(f"{line}\r\n" for line in cells).encode(encoding)


def openpyxl_of(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.active["F2"], book.active["G2"] = date(1961, 7, 7), 707
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def xlsxwriter_of(rows: list[list[str]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
        sheet.write_number(1, 0, 707614285)  # a CPR number as a number, its zero gone
    return held.getvalue()


@pytest.mark.parametrize("name", ["cp1252.csv", "utf-8-sig.csv", "utf-16.csv", "openpyxl.xlsx", "xlsxwriter.xlsx"])
def test_the_same_list_is_read_from_every_kind_of_file(name: str, enrolment: Enrolment, now: datetime) -> None:
    how, _, ending = name.partition(".")
    make = {"openpyxl": openpyxl_of, "xlsxwriter": xlsxwriter_of}.get(how, lambda rows: csv_of(rows, how))
    staged = population.stage(enrolment.pk, WHO, f"liste.{ending}", make(ROWS), now)
    assert (staged.rows, staged.bad, staged.blocked) == (2, 1, False)
    assert [f.kind for f in staged.findings if f.severity == "error"] == ["unknown_code"]
    assert staged.values["background.target_group"] == ("Ukendt gruppe",)
    accepted = population.accept(staged.id, WHO, now, without_bad=True)
    assert accepted.persons == 1
    person = Person.objects.get(enrolment=enrolment)
    assert person.background == {"sex": "m", "age": "60plus", "duration": None, "target_group": "jobparat"}


def test_an_spss_file_is_read_by_its_labels(enrolment: Enrolment, now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "liste.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"v1": ["0707614285"], "v2": [2.0], "v3": ["anne@example.dk"], "v4": [date(2026, 2, 1)]}),
        path,
        column_labels=["CPR-nummer", "Målgruppe", "Kontakt", "Startdato"],
        variable_value_labels={"v2": {1: "Dagpengemodtagere", 2: "Jobparate"}},
    )
    staged = population.stage(enrolment.pk, WHO, "liste.sav", path.read_bytes(), now)
    assert staged.errors == 0
    population.accept(staged.id, WHO, now)
    assert Person.objects.get().background == {
        "sex": "m",
        "age": "60plus",
        "duration": "3-11",
        "target_group": "jobparat",
    }


def test_nothing_is_written_before_the_list_is_accepted_and_what_lies_is_closed(
    enrolment: Enrolment, now: datetime
) -> None:
    population.stage(enrolment.pk, WHO, "liste.csv", csv_of(ROWS), now)
    assert not Person.objects.exists()
    assert not Contact.objects.exists()
    lying = StagedFile.objects.get()
    for words in ("Anne", "0707614285", "example.dk", "Ukendt"):
        assert words.encode() not in bytes(lying.content) + bytes(lying.problems)
    upload = Upload.objects.get()
    assert "Anne" not in str(upload.__dict__)
    assert (upload.rows, upload.errors, upload.bad) == (2, 1, 1)


def test_a_value_that_is_given_its_meaning_is_no_error_any_more(enrolment: Enrolment, now: datetime) -> None:
    staged = population.stage(enrolment.pk, WHO, "liste.csv", csv_of(ROWS), now)
    mapping = {**staged.mapping}
    mapping["background.target_group"] = {"column": "Målgruppe", "codes": {"Ukendt gruppe": "aktivitetsparat"}}
    again = population.remap(staged.id, mapping, WHO, now)
    assert again.errors == 0
    assert population.staged(staged.id).mapping["background.target_group"]["codes"] == {
        "Ukendt gruppe": "aktivitetsparat"
    }
    assert population.accept(staged.id, WHO, now).persons == 2


def test_columns_are_remembered_for_the_next_list_of_the_municipality(enrolment: Enrolment, now: datetime) -> None:
    rows = [["Nr", "Navn", "Kontakt", "Ydelse"], ["0707614285", "Anne", "anne@example.dk", "KH"]]
    staged = population.stage(enrolment.pk, WHO, "liste.csv", csv_of(rows), now)
    mapping = {**staged.mapping, "background.target_group": {"column": "Ydelse", "codes": {"KH": "aktivitetsparat"}}}
    population.remap(staged.id, mapping, WHO, now)
    population.accept(staged.id, WHO, now)
    assert ColumnMemory.objects.filter(municipality="0707", variable="background.target_group").count() == 1
    again = population.stage(enrolment.pk, WHO, "naeste.csv", csv_of(rows), now)
    assert again.mapping["background.target_group"] == {"column": "Ydelse", "codes": {"KH": "aktivitetsparat"}}
    assert again.errors == 0


def test_a_new_file_takes_the_place_of_the_one_that_was_being_worked_on(enrolment: Enrolment, now: datetime) -> None:
    first = population.stage(enrolment.pk, WHO, "a.csv", csv_of(ROWS), now)
    second = population.stage(enrolment.pk, WHO, "b.csv", csv_of(ROWS), now)
    assert list(StagedFile.objects.values_list("upload", flat=True)) == [second.id]
    with pytest.raises(Refused, match="no longer being worked on"):
        population.accept(first.id, WHO, now, without_bad=True)
    assert population.list_of("0707", "autumn-2026").staged == second.id


def test_a_list_that_is_thrown_away_leaves_nothing(enrolment: Enrolment, now: datetime) -> None:
    staged = population.stage(enrolment.pk, WHO, "a.csv", csv_of(ROWS), now)
    population.discard(staged.id, WHO, now)
    assert not StagedFile.objects.exists()
    with pytest.raises(Refused):
        population.staged(staged.id)


@pytest.mark.parametrize("first", [["070761-4285", "Anne"], ["Anne", "anne@example.dk"], ["Anne", "20 30 40 50"]])
def test_a_file_without_headings_is_refused_so_that_no_person_becomes_one(
    first: list[str], enrolment: Enrolment, now: datetime
) -> None:
    with pytest.raises(Refused, match="looks like a person"):
        population.stage(enrolment.pk, WHO, "a.csv", csv_of([first, ["0101904321", "Bo"]]), now)
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused_unread(
    enrolment: Enrolment, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("borgerpuls.fieldwork.population.staging.MOST_BYTES", 10)
    with pytest.raises(Refused, match="larger than"):
        population.stage(enrolment.pk, WHO, "a.csv", b"x" * 11, now)


def test_broken_rows_cost_no_others_and_are_counted(enrolment: Enrolment, now: datetime) -> None:
    content = csv_of(ROWS[:2]) + "0101904321;en;for;mange;felter;i;den;her\r\n".encode("cp1252")
    staged = population.stage(enrolment.pk, WHO, "a.csv", content, now)
    assert (staged.rows, staged.bad, staged.blocked) == (2, 1, False)
    assert [(f.row, f.kind) for f in staged.findings if f.severity == "error"] == [(3, "unread_row")]
    with pytest.raises(Refused, match="8 fields, not 7"):
        population.accept(staged.id, WHO, now)
    accepted = population.accept(staged.id, WHO, now, without_bad=True)
    assert (accepted.persons, accepted.left_out) == (1, 1)


def test_an_approved_list_takes_no_other(enrolment: Enrolment, now: datetime) -> None:
    enrolment.list_state = Enrolment.List.APPROVED
    enrolment.save()
    with pytest.raises(Refused, match="approved and settled"):
        population.stage(enrolment.pk, WHO, "a.csv", csv_of(ROWS), now)


def test_a_closed_wave_takes_no_list(enrolment: Enrolment, now: datetime) -> None:
    enrolment.wave.state = "closed"
    enrolment.wave.save()
    with pytest.raises(Refused, match="wave is closed"):
        population.stage(enrolment.pk, WHO, "a.csv", csv_of(ROWS), now)


def test_the_log_holds_counts_and_no_person(enrolment: Enrolment, now: datetime) -> None:
    name = "liste 070761-4285.csv"
    staged = population.stage(enrolment.pk, WHO, name, csv_of([*ROWS, ["3113904321", *ROWS[1][1:]]]), now)
    population.remap(staged.id, staged.mapping, WHO, now)
    population.accept(staged.id, WHO, now, without_bad=True)
    entries = list(AuditEntry.objects.filter(act__startswith="population").order_by("number"))
    assert [e.act for e in entries] == ["population.upload", "population.map", "population.accept"]
    assert entries[-1].details == {"upload": staged.id, "persons": 1, "sampled": 1, "left_out": 2}
    told = str([(e.who, e.details) for e in entries])
    for words in ("Anne", "070761", "311390", "example.dk"):
        assert words not in told
    assert staged.file_name == "liste 070761-****.csv"
    assert audit.verify().broken_at is None


def test_problems_are_fetched_as_a_file(enrolment: Enrolment, now: datetime) -> None:
    staged = population.stage(enrolment.pk, WHO, "a.csv", csv_of(ROWS), now)
    told = population.problems_csv(staged.id, "en").decode("utf-8-sig").splitlines()
    assert told[1].startswith('3;"Målgruppe";"error";"""Ukendt gruppe"" is not translated to a code."')

"""What was found afterwards carries its mark in every exit of a publication, and every page says what the mark is."""

import csv
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from made.waves import Made, make
from python_calamine import CalamineWorkbook

from borgerpuls.dataset.analysis_plan import AnalysisPlan, read_plan
from borgerpuls.dataset.plan_additions import plan_of
from borgerpuls.questionnaire.read import read
from borgerpuls.reports.context.afterwards import MARK, mark_names, notice
from borgerpuls.reports.publication.publish import publish
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore

DAY = date(2024, 2, 20)
FOUND = "† Fundet bagefter: ikke i analyseplanen af 20. februar 2024."
RULES = "Andre regler end i planen af 20. februar 2024: se »Sådan er tallene lavet«."


def planned(made: Made, asked: Any = None, **spec: Any) -> AnalysisPlan:
    return plan_of(replace(made.spec, **spec), asked or read(made.source), DAY)


@pytest.fixture(scope="module")
def exits(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, str]]:
    """Everything that is published of one place in Danish, as text by its kind of file."""

    def published(waves: Sequence[tuple[Made, AnalysisPlan | None]], place: str) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("afterwards")
        frozen = [made.freeze(folder / made.spec.name, plan) for made, plan in waves]
        with FigureStore.open(folder / "figures.sqlite") as shelf:
            shelf.put(build(frozen))
        out = folder / "out"
        publish(folder / "figures.sqlite", [wave.folder for wave in frozen], out, ["da"], places=[place])
        return {
            "page": _page(out, place),
            "pdf": _pdf(out, place),
            "workbook": _workbook(out, place),
            **_data(out, place),
        }

    return published


def _page(out: Path, place: str) -> str:
    return unescape((out / f"reports/{place}.da.html").read_text("utf-8")).replace("\u00a0", " ")


def _pdf(out: Path, place: str) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", out / f"reports/{place}.da.pdf", "-"], check=True, capture_output=True, text=True
    )
    return done.stdout.replace("\u00a0", " ")


def _workbook(out: Path, place: str) -> str:
    book = CalamineWorkbook.from_path(out / f"reports/{place}.da.xlsx")
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join("\t".join(map(str, row)) for row in rows).replace("\u00a0", " ")


def _data(out: Path, place: str) -> dict[str, str]:
    with zipfile.ZipFile(out / f"data/{place}.zip") as archive:
        return {name: archive.read(name).decode().replace("\u00a0", " ") for name in archive.namelist()}


def afterwards(data: str) -> set[tuple[str, str]]:
    """Group variable and what was found afterwards of every row of ``figures.csv``."""
    return {(row["group_by"], row["afterwards"]) for row in csv.DictReader(data.splitlines())}


def test_a_group_that_was_not_planned_is_marked_in_every_exit(exits: Callable[..., dict[str, str]]) -> None:
    made = make()
    plan = planned(made, groups=("age",))
    told = exits([(made, plan)], "0101")
    for kind in ("page", "pdf", "workbook"):
        assert f"Køn{MARK}".replace("\u00a0", " ") in told[kind], kind
        assert "Alder †" not in told[kind], kind
        assert FOUND in told[kind], kind
    pages = told["pdf"].split("\f")
    assert all(FOUND in one for one in pages if one.strip())
    assert FOUND in told["README.da.md"]
    assert afterwards(told["figures.csv"]) >= {("sex", "group sex"), ("age", ""), ("", "")}
    assert ("sex", "") not in afterwards(told["figures.csv"])
    assert read_plan(told["plan.json"].encode()) == plan
    assert "Fundet bagefter og mærket †: Køn †." in " ".join(told["page"].split())


def test_a_wave_that_follows_its_plan_marks_nothing_in_any_exit(exits: Callable[..., dict[str, str]]) -> None:
    made = make()
    told = exits([(made, planned(made))], "0101")
    for kind, words in told.items():
        assert "†" not in words, kind
    assert {what for _by, what in afterwards(told["figures.csv"])} == {""}
    assert "før nogen havde svaret" in " ".join(told["pdf"].split())
    assert "Intet er føjet til." in " ".join(told["page"].split())


def test_other_rules_than_planned_are_told_on_every_page_and_concern_every_figure(
    exits: Callable[..., dict[str, str]],
) -> None:
    made = make()
    told = exits([(made, planned(made, relevant=0.3))], "dk")
    assert all(RULES in one for one in told["pdf"].split("\f") if one.strip())
    assert RULES in told["page"]
    assert {what for _by, what in afterwards(told["figures.csv"])} == {"rule relevant"}
    assert "den mindste forskel, der betyder noget: 0,1 (planlagt 0,3)" in " ".join(told["page"].split())


def test_an_own_question_and_comparison_are_marked_in_the_report_of_their_unit_alone(
    exits: Callable[..., dict[str, str]],
) -> None:
    made = make()
    plan = planned(made, replace(read(made.source), local_items=()), compare={})
    question, comparison, other = (exits([(made, plan)], place) for place in ("0101", "0147", "0230"))
    for kind in ("page", "pdf", "workbook"):
        assert "By †" in question[kind] or "Er byen god? †" in question[kind], kind
        assert "Forsøg †" in comparison[kind], kind
        assert "†" not in other[kind], kind


def test_a_change_that_was_not_planned_is_marked_with_its_wave(exits: Callable[..., dict[str, str]]) -> None:
    before, made = make(2, name="2023-pilot"), make(previous="2023-pilot")
    told = exits([(before, None), (made, planned(made, previous=None))], "dk")
    section = told["page"].index('id="change"')
    assert "†" in told["page"][section : section + 600]
    changed = {
        row["afterwards"]
        for row in csv.DictReader(told["figures.csv"].splitlines())
        if row["compared_with"] == "2023-pilot"
    }
    assert changed == {"previous 2023-pilot"}


def test_names_of_what_was_planned_stay_as_they_are(tmp_path: Path) -> None:
    made = make()
    wave = made.freeze(tmp_path / "w", planned(made))
    assert mark_names(wave) is wave
    assert notice(wave, "0101", "da") == ""
    assert notice(replace(wave, plan=None), "0101", "da") == ""


def test_what_was_added_to_a_wave_that_nobody_planned_says_since_when(tmp_path: Path) -> None:
    wave = make(groups=("age",)).freeze(tmp_path / "w")
    added = make().freeze(tmp_path / "v", replace(planned(make(groups=("age",))), fixed=None))
    assert notice(wave, "0101", "da") == ""
    assert notice(added, "0101", "da") == "† Fundet bagefter: tilføjet, efter at målingen var frosset."

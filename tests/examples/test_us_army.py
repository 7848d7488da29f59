"""Soldiers of 49 companies: no weights, no background, a scale from 0 on which less is better."""

import csv
import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.questionnaire.read import check
from borgerpuls.reports.context.report_context import gather
from borgerpuls.reports.report import report
from borgerpuls.results.figures.store import FigureStore

THEMES = {"leadership": ("LEAD", 3.0007), "significance": ("TSIG", 3.1330), "hostility": ("HOSTILE", 0.9470)}
"""Each theme with its columns in the file, and its mean over all soldiers."""
LEAD01 = (216, 400, 587, 677, 162)
"""How many answered 1, 2, 3, 4, 5."""


@pytest.fixture(scope="module")
def companies(shared: Path) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """The rows of every company."""
    found: dict[str, list[Mapping[str, str]]] = {}
    with gzip.open(shared / "realdata/us_army_climate/lq2002.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["COMPID"], []).append(row)
    return found


def test_nothing_is_doubted_in_the_questionnaire(repository: Path) -> None:
    assert not check(repository / "examples" / "us_army" / "questionnaire.toml")


@pytest.mark.parametrize("theme", THEMES)
def test_the_means_that_the_file_brings_come_out_for_every_company(
    army: Any, companies: Mapping[str, Sequence[Mapping[str, str]]], theme: str
) -> None:
    """GLEAD, GTSIG and GHOSTILE hold the company's mean of its soldiers' means, to nine decimals."""
    assert len(companies) == 49
    for company, rows in companies.items():
        figure = army[f"lq2002/theme/{theme}/{company}"]
        assert figure.n == len(rows)
        assert figure.estimate == pytest.approx(float(rows[0][f"G{THEMES[theme][0]}"]), abs=1e-8)


@pytest.mark.parametrize("theme", THEMES)
def test_the_mean_over_all_soldiers_comes_out(army: Any, theme: str) -> None:
    figure = army[f"lq2002/theme/{theme}/army"]
    assert (figure.n, f"{figure.estimate:.4f}") == (2042, f"{THEMES[theme][1]:.4f}")


def test_the_shares_of_an_item_are_its_counts(army: Any) -> None:
    shares = [army.number(f"lq2002/item/lead01/army/share={code}") for code in range(1, 6)]
    assert [round(2042 * share) for share in shares] == list(LEAD01)


def test_little_hostility_is_the_favourable_answer(
    army: Any, companies: Mapping[str, Sequence[Mapping[str, str]]]
) -> None:
    rows = [row for soldiers in companies.values() for row in soldiers]
    calm = sum(row["HOSTIL02"] in ("0", "1") for row in rows)
    assert army.number("lq2002/item/hostil02/army/top2") == pytest.approx(calm / len(rows))
    assert army.number("lq2002/item/hostil02/army/share=0") > 0.5


def test_a_report_says_that_the_least_hostility_is_best(army: Any, army_wave: FrozenWave, tmp_path: Path) -> None:
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        shelf.put(army.figures)
        words = str(report(shelf, gather(shelf, army_wave, "26", "en")))
    assert "Hostility runs from 0 to 4, and 0 is best" in words
    assert "The answers are not weighted: every answer counts alike." in words

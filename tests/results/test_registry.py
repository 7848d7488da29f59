"""Every published statistic is declared once, and the declarations keep to what the figures show."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from borgerpuls.dataset.wave import OPTIONAL_STATISTICS
from borgerpuls.results import registry
from borgerpuls.results.declaration.statistic import Need
from borgerpuls.results.figures.suppression import rule
from borgerpuls.results.figures.table import Figures

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs" / "figures.md"
TEXTS = ("kind", "measure", "statistic", "group_by", "hidden", "address")
LONG_SERIES = {"ewma", "cusum"}


@pytest.fixture(scope="module")
def figures_docs(program: Callable[[str], ModuleType]) -> ModuleType:
    """The module ``tools/figures_docs.py``."""
    return program("tools/figures_docs.py")


def told(figures: Figures) -> list[tuple[str, str, str, str, str, str]]:
    return list(figures.rows(TEXTS))


def test_every_figure_is_of_a_declared_statistic(two: Any) -> None:
    kinds = {one.id: one.kinds for one in registry.STATISTICS}
    for figure, (kind, *_) in zip(two.figures, two.figures.rows(TEXTS), strict=True):
        statistic = registry.statistic_of(figure, kind)
        assert kind in kinds[statistic.id], figure.address
        assert statistic.name in (figure.statistic, "share=CODE"), figure.address


def test_every_declared_statistic_but_those_of_long_series_has_figures(two: Any) -> None:
    made = {registry.statistic_of(f, kind).id for f, (kind, *_) in zip(two.figures, told(two.figures), strict=True)}
    expected = {one.id for one in registry.STATISTICS if not one.optional}
    assert expected - made == {"randomised", *LONG_SERIES}


def test_a_figure_is_hidden_only_for_a_declared_reason(two: Any) -> None:
    hidden = [
        (registry.statistic_of(f, kind), rule(f.hidden))
        for f, (kind, *_) in zip(two.figures, told(two.figures), strict=True)
        if f.hidden
    ]
    assert len({reason for _, reason in hidden}) > 2
    assert not {(one.id, reason) for one, reason in hidden if reason not in one.hiding}


def test_a_wave_file_may_ask_for_every_optional_statistic() -> None:
    assert {one.id for one in registry.STATISTICS if one.optional} == set(OPTIONAL_STATISTICS)


def test_ids_are_unique() -> None:
    ids = [one.id for one in registry.STATISTICS]
    assert len(set(ids)) == len(ids)


def test_the_rows_of_a_wave_follow_the_order_of_the_declarations(two: Any) -> None:
    figures = [f for f in two.figures if f.wave == "2024-spring" and f.compared_with != "compare=0"]
    rows = [registry.statistic_of(f, f.address.split("/")[1]).row for f in figures]
    assert rows == sorted(rows)


@pytest.mark.parametrize("statistic", registry.STATISTICS, ids=lambda one: one.id)
def test_a_declaration_says_what_a_reader_of_the_figure_needs(statistic: Any) -> None:
    assert statistic.label["da"] != statistic.label["en"] or statistic.id in ("r2",)
    assert statistic.where
    assert statistic.columns
    assert statistic.formula
    assert statistic.kinds
    assert 0 <= statistic.decimals <= 3
    assert all(isinstance(need, Need) for need in statistic.needs)


def test_a_wave_that_lacks_what_a_statistic_needs_has_no_figure_of_it(two: Any) -> None:
    then = {f.statistic for f in two.figures if f.wave == "2023-spring"}
    assert not then & {"change", "change-stands-out", "mix", "performance", "case-mix"}
    assert {"mean", "anom", "rank"} <= then


def test_the_docs_have_the_table_that_the_registry_makes(figures_docs: ModuleType) -> None:
    text = DOCS.read_text("utf-8")
    assert figures_docs.filled(text) == text, "docs/figures.md is not the registry's. Run: make docs"


def test_the_docs_name_every_reason_for_hiding() -> None:
    table = DOCS.read_text("utf-8").split("## What is hidden")[1]
    named = {rule(code) for code in re.findall(r"^\| `([^`]+)` \|", table, flags=re.MULTILINE)}
    assert {reason for one in registry.STATISTICS for reason in one.hiding} <= named

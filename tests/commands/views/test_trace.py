"""A figure's trail in the terminal: every number in full, and only what there is."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from made.questionnaires import SMALL
from made.waves import SPEC
from rich.console import Console

from borgerpuls.commands.views.trace import CELLS, show_trace
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.messages import verbatim
from borgerpuls.problems import Problem
from borgerpuls.questionnaire.read import read
from borgerpuls.results.declaration.statistic import Formula
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.provenance.trace import CalibrationCell, Trace

FIGURE = Figure(
    address="2024-spring/theme/overall/0101",
    wave="2024-spring",
    place="0101",
    measure="overall",
    statistic="mean",
    group_by="",
    group="",
    estimate=3.3000000000000003,
    se=0.04,
    df=1233.0,
    low=3.24,
    high=3.4,
    n=1234,
    population=45000.0,
    compared_with="dk",
    difference=-0.32,
    difference_se=0.041,
    difference_low=-0.4,
    difference_high=-0.24,
    p=0.00012,
    hidden="",
)
FACTS = {
    "weighting": {"method": "poststratify", "by": ["age", "sex"]},
    "fpc": False,
    "hide_below": 5,
    "digests": {"persons.parquet": "aaa", "wave.toml": "bbb"},
    "tally": "ccc",
    "versions": {"borgerpuls": "1.0", "duckdb": "1.2"},
}
TRACE = Trace(
    figure=FIGURE,
    made_from={"kind": "theme", "cells": 12, "weighted": 44999.6},
    formula=Formula(verbatim("Weighted mean"), ("θ̂ = Σ w·y / Σ w", "V of [z]"), ("Binder (1983)",)),
    weights=(CalibrationCell("0101: k|18-29", 12, 3456.0, 288.0), CalibrationCell("0101: [m]|30-", 1, 2.0, 2.0)),
    facts={"2024-spring": FACTS},
    waves=(),
)
WAVE = FrozenWave(Path("w"), SPEC, read(SMALL), {})


def shown(trace: Trace, language: str = "en") -> list[str]:
    """The lines on a wide terminal, each as its words one blank apart."""
    console = Console(file=StringIO(), width=200, highlight=False)
    show_trace(trace, language, console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return [" ".join(line.split()) for line in lines if line.strip()]


def test_a_trail_begins_with_the_address_and_tells_every_number_in_full() -> None:
    assert shown(TRACE)[:6] == [
        "2024-spring/theme/overall/0101",
        "estimate 3.3000000000000003",
        "standard error 0.04",
        "95 % interval 3.24 – 3.4",
        "difference from dk -0.32 (-0.4 – -0.24), p = 0.00012",
        "made from 1,234 answers in 12 cells that together stand for 45,000",
    ]


def test_a_trail_names_formula_sources_rules_files_and_versions() -> None:
    lines = shown(TRACE)
    for line in (
        "formula Weighted mean",
        "θ̂ = Σ w·y / Σ w",
        "V of [z]",
        "source Binder (1983)",
        "wave 2024-spring",
        "rules weighting: poststratify × age × sex; finite population correction: no; hidden below 5 answers",
        "persons.parquet sha256:aaa",
        "wave.toml sha256:bbb",
        "tally sha256:ccc",
        "versions borgerpuls 1.0, duckdb 1.2",
    ):
        assert line in lines


def test_a_cell_tells_how_many_answered_whom_they_stand_for_and_the_weight_of_each() -> None:
    assert shown(TRACE)[-2:] == ["0101: k|18-29 12 3,456 288.0000", "0101: [m]|30- 1 2 2.0000"]


@pytest.mark.parametrize(("cells", "more"), [(0, ""), (CELLS, ""), (CELLS + 1, "… and 1 more cells")])
def test_no_more_than_twelve_cells_are_listed_and_the_rest_are_counted(cells: int, more: str) -> None:
    lines = shown(replace(TRACE, weights=tuple(CalibrationCell(f"cell-{n}", 1, 2.0, 2.0) for n in range(cells))))
    assert [line.split()[0] for line in lines if line.startswith("cell-")] == [
        f"cell-{n}" for n in range(min(cells, CELLS))
    ]
    assert [line for line in lines if "more cells" in line] == ([more] if more else [])
    assert any("stands for" in line and "weight" in line for line in lines) == (cells > 0)


def test_a_hidden_figure_tells_its_reason_and_no_number() -> None:
    names = ("estimate", "se", "df", "low", "high", "n", "difference", "difference_low", "difference_high", "p")
    hidden = replace(FIGURE, hidden="fewer than 5 answers", compared_with="", **dict.fromkeys(names))
    lines = shown(replace(TRACE, figure=hidden, made_from={"kind": "theme", "cells": None, "weighted": None}))
    assert lines[1].startswith("not shown ")
    assert not any(line.startswith(("estimate", "standard", "95", "difference", "made from")) for line in lines)
    assert "formula Weighted mean" in lines


def test_every_wave_of_a_change_has_its_own_rules_and_files() -> None:
    before = {**FACTS, "fpc": True, "weighting": {"method": "none", "by": []}, "tally": "ddd"}
    lines = shown(replace(TRACE, facts={"2024-spring": FACTS, "2023-spring": before}))
    assert [line for line in lines if line.startswith("wave ")] == ["wave 2024-spring", "wave 2023-spring"]
    assert "rules weighting: none; finite population correction: yes; hidden below 5 answers" in lines
    assert [line for line in lines if line.startswith("tally ")] == ["tally sha256:ccc", "tally sha256:ddd"]


def test_what_the_import_warned_of_is_told_with_the_figure() -> None:
    warning = Problem(verbatim("a.csv, row 7"), verbatim("A copy."), verbatim("Use weights."), "warning")
    wave = replace(WAVE, warnings=(warning,))
    assert shown(replace(TRACE, waves=(wave,))).count("warning a.csv, row 7: A copy. Use weights.") == 1
    assert not any(line.startswith("warning") for line in shown(replace(TRACE, waves=(WAVE,))))


def test_what_was_found_afterwards_and_by_which_plan_is_told_with_the_figure() -> None:
    planned = {**FACTS, "plan": {"fixed": "2024-02-20", "digest": "ab12", "added": []}}
    found = replace(TRACE, figure=replace(FIGURE, afterwards="group sex"), facts={"2024-spring": planned})
    assert "found afterwards group sex" in shown(found)
    assert "plan of analysis 2024-02-20 sha256:ab12" in shown(found)
    assert not any("plan of analysis" in line or "found afterwards" in line for line in shown(TRACE))


def test_a_trail_speaks_the_language_that_is_asked_for() -> None:
    lines = shown(TRACE, "da")
    assert "made from" not in " ".join(lines)
    assert any("1.234" in line for line in lines)
    assert lines[-2].endswith("288,0000")

"""A unit's own comparison: what it can see, then what it saw."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made.waves import answering
from scipy import stats

from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.comparison.power import detectable_difference
from borgerpuls.method.comparison.two_groups import overlap_difference, randomised_difference
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.build import build
from borgerpuls.results.estimation.sparse_cells import collapse_sparse
from borgerpuls.text import Text


def test_a_comparison_that_cannot_be_answered_shows_no_difference(two: Any) -> None:
    can, found = (two.find(f"item/help/0147/compare/{s}") for s in ("detectable", "overlap"))
    assert can.estimate > 0.3
    assert (found.hidden, found.difference, found.p, found.n) == ("cannot be answered here", None, None, None)
    plain = two.find("item/help/0147/compare/1-0")
    assert (plain.hidden, plain.difference, plain.estimate) == ("cannot be answered here", None, None)


def test_the_difference_as_it_is_stands_only_where_the_comparison_does(two: Any) -> None:
    compared = [f for f in two.figures if f.statistic == "overlap"]
    assert compared
    for figure in compared:
        plain = two.find(figure.address.split("/", 1)[1].replace("/overlap", "/1-0"))
        assert plain.hidden == figure.hidden


def test_an_answerable_comparison_is_that_of_the_persons(two: Any) -> None:
    rows = pq.read_table(two.now.wave.persons).to_pylist()
    rows = [r for r in rows if r["unit"] == "0147" and r["disposition"] in ("complete", "partial")]
    rows = [r for r in rows if r["listened"] is not None]
    columns = [[r["age"] in (None, "18-29"), r["age"] == "30-49", r["sex"] == "m"] for r in rows]
    group = np.array([r["compare"] == "1" for r in rows])
    expected = overlap_difference(Sums.from_persons([r["listened"] for r in rows]), group, np.array(columns, float))
    found = two.find("item/listened/0147/compare/overlap")
    can = two.find("item/listened/0147/compare/detectable")
    assert can.n == len(rows)
    sides = [np.array([r["listened"] for r in rows if r["compare"] == side], float) for side in "10"]
    left = sum(np.sum((side - side.mean()) ** 2) for side in sides)
    assert can.se == pytest.approx(np.sqrt(left / (len(rows) - 2)))
    assert can.estimate == pytest.approx(detectable_difference(expected.effective1, expected.effective0, can.se))
    if found.hidden:
        assert can.estimate > 0.3
        return
    assert (found.difference, found.difference_se) == pytest.approx((expected.value, expected.se))
    assert found.compared_with == "compare=0"


def test_only_units_with_a_comparison_of_their_own_have_one(two: Any) -> None:
    assert {f.place for f in two.figures if f.statistic in ("detectable", "overlap")} == {"0147"}


@pytest.mark.usefixtures("answerable")
def test_groups_drawn_by_lot_are_compared_by_regression(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker(sizes=(300, 400, 300), randomised=("0147",)).freeze(tmp_path / "w")
    figures = build([made])
    assert not [f for f in figures if f.statistic == "overlap"]
    rows = pq.read_table(made.persons).to_pylist()
    rows = [r for r in rows if r["unit"] == "0147" and r["disposition"] in ("complete", "partial")]
    rows = [r for r in rows if r["listened"] is not None and r["compare"] is not None]
    group = np.array([r["compare"] == "1" for r in rows])
    ages = np.array([(None, "18-29", "30-49", "50-").index(r["age"]) for r in rows])
    age = collapse_sparse(ages, np.ones(len(rows)), group.astype(float))
    columns = np.column_stack([age[:, None] == np.unique(age)[1:], [r["sex"] == "m" for r in rows]])
    expected = randomised_difference(Sums.from_persons([r["listened"] for r in rows]), group, columns)
    found = figures.find("2024-spring/item/listened/0147/compare/randomised")
    assert not found.hidden
    assert (found.difference, found.difference_se) == pytest.approx((expected.value, expected.se))
    items = [f for f in figures if f.statistic == "randomised" and f.address.split("/")[1] == "item" and not f.hidden]
    half = [2 * stats.t.sf(abs(f.difference / f.difference_se), f.df) for f in items]
    assert [f.p for f in items] == pytest.approx(benjamini_hochberg(np.array(half)).tolist())
    assert half[[f.measure for f in items].index("listened")] == pytest.approx(expected.p)


def test_eight_against_eight_show_no_difference_anywhere_the_units_own_question_included(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    title = Text(da="Forsøg", en="Trial")
    made = maker(sizes=(90, 60, 40), compare={"0101": title}, compare_groups={"0101": (title, title)})
    made = answering(made, "0101", "help", [1, 2, 3, 4, 5, 4, 3, 4] * 2)
    rows = [row for row, unit in enumerate(made.persons["unit"]) if unit == "0101"][:16]
    side: list[str | None] = [None] * len(made.persons["unit"])
    own = list(made.persons["local_1"])
    for place, row in enumerate(rows):
        side[row], own[row] = str(place % 2), (5 - place % 3 % 2 if place % 2 else 4 - place % 3)
    persons = {**made.persons, "compare": side, "local_1": own}
    figures = build([replace(made, persons=persons).freeze(tmp_path / "w")])
    found = [f for f in figures if f.place == "0101" and f.group_by == "compare" and f.compared_with == "compare=0"]
    local = [f for f in found if f.measure == "local_0101_1"]
    assert {f.address.rsplit("/", 1)[1] for f in local} >= {"detectable", "overlap", "1-0"}
    assert [f.difference for f in found] == [None] * len(found)
    assert figures.find("2024-spring/local/local_0101_1/0101/compare/detectable").estimate > 0.3
    assert figures.find("2024-spring/local/local_0101_1/0101/compare/1-0").hidden == "cannot be answered here"

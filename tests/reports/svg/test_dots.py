"""Dots with intervals: everything drawn, nothing on top of anything, one's own told apart twice."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.reports.charts.specification import Band, Dot, DotChart, ReferenceLine
from borgerpuls.reports.svg.dots import dots
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.theme import OWN

CAPTION = Caption("c", "Title", "What it shows & how", "da")
NAMES = st.text("Ringkøbing-Skjern Lyngby Aabenraa modtagere", min_size=3, max_size=60).map(str.strip).filter(bool)
ROWS = st.builds(
    lambda name, value, half, n, beside, hollow, heading: Dot(
        name, value, value - half, value + half, n, beside, True, hollow, heading=heading
    ),
    NAMES,
    st.floats(1, 5),
    st.floats(0, 1.5),
    st.integers(5, 99999),
    st.none() | st.floats(1, 5),
    st.booleans(),
    st.sampled_from(["", "", "Målgruppe"]),
)


def chart(rows: list[Dot], kind: Any, **texts: Any) -> DotChart:
    return DotChart(tuple(rows), kind, "med 95 %-interval", **texts)


def places(count: int) -> list[Dot]:
    rows = [Dot(f"Sted {k}", 3 + k / 100, 2.9 + k / 100, 3.1 + k / 100, 100 + k, own=k == 7) for k in range(count - 1)]
    return [*rows, Dot("Skjult sted", None, None, None, None, hidden="færre end 5 svar")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=st.lists(ROWS, min_size=1, max_size=12), kind=st.sampled_from(["mean", "difference"]))
def test_words_never_overlap(read: Callable[[str], Any], rows: list[Dot], kind: Any) -> None:
    line, band = ReferenceLine(0.0, "Nul"), Band(-0.1, 0.1, "Mindre end 0,10")
    read(dots(CAPTION, chart(rows, kind, own="København", beside="Hele landet", line=line, band=band)))


@pytest.mark.parametrize(("count", "columns"), [(7, 1), (44, 1), (98, 2)])
def test_all_units_fit_a_page(read: Callable[[str], Any], count: int, columns: int) -> None:
    height = min(15.0, max(11.0, 550.0 / -(-count // columns)))
    line = ReferenceLine(3.2, "Hele landet 3,20")
    layout = {"row_height": height, "columns": columns, "bold": True}
    picture = read(dots(CAPTION, chart(places(count), "mean", own="Sted 7", line=line, **layout)))
    assert float(picture.root.get("height")) < 600
    assert all(row.label in picture.texts for row in places(count))


def test_ones_own_is_told_apart_by_colour_and_by_shape(read: Callable[[str], Any]) -> None:
    picture = read(dots(CAPTION, chart(places(20), "mean", bold=True)))
    assert len(picture.marks("polygon", fill=OWN)) == 1
    assert len(picture.marks("circle")) == 18
    assert [t.get("font-weight") for t in picture.marks("text") if t.text == "Sted 7"] == ["600"]


def test_a_hidden_row_gives_its_reason_and_no_mark(read: Callable[[str], Any]) -> None:
    picture = read(dots(CAPTION, chart(places(2), "mean")))
    assert "færre end 5 svar" in picture.texts
    assert len(picture.marks("circle")) == 1


def test_the_number_its_interval_and_n_stand_beside_the_dot(read: Callable[[str], Any]) -> None:
    picture = read(dots(CAPTION, chart([Dot("A", -0.32, -0.4, -0.24, 1870, own=True)], "difference")))
    assert "−0,32 (−0,40 til −0,24)" in picture.texts
    assert "1.870" in picture.texts


def test_a_difference_that_is_not_marked_is_hollow(read: Callable[[str], Any]) -> None:
    rows = [Dot("A", 0.1, 0, 0.2, 9, own=True, hollow=hollow) for hollow in (True, False)]
    fills = [mark.get("fill") for mark in read(dots(CAPTION, chart(rows, "difference"))).marks("polygon")]
    assert fills == ["#FFFFFF", OWN]

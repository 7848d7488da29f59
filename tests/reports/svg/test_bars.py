"""Diverging bars: shares as long as they are, the common line where it belongs."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.reports.charts.specification import Bar, BarChart, Interval
from borgerpuls.reports.svg.bars import bars, unfavourable
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.theme import steps

CAPTION = Caption("b", "Svar", "Fordelingen", "da")
LABELS = ["Meget utilfreds", "Utilfreds", "Hverken tilfreds eller utilfreds", "Tilfreds", "Meget tilfreds"]
QUESTION = "I hvor høj grad er det klart for dig, hvem du skal tale med, når du har brug for det?"


def chart(rows: list[Bar], categories: list[str]) -> BarChart:
    return BarChart(tuple(rows), tuple(categories), "Positive", "Gennemsnit")


def shares(parts: list[int]) -> tuple[float, ...]:
    return tuple(part / sum(parts) for part in parts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    parts=st.lists(st.lists(st.integers(0, 50), min_size=5, max_size=5).filter(any), min_size=1, max_size=5),
    long=st.integers(0, 8),
)
def test_words_never_overlap_and_segments_are_as_long_as_their_shares(
    read: Callable[[str], Any], parts: list[list[int]], long: int
) -> None:
    rows = [
        Bar(" ".join([QUESTION] * (1 + long // 4)), shares(p), 3.3, 3.2, 3.4, 12345, 3.6, Interval(1.0, 0.87, 1.0))
        for p in parts
    ]
    picture = read(bars(CAPTION, chart(rows, LABELS)))
    for k, part in enumerate(parts):
        boxes = picture.marks("rect", height="15")[5 * k : 5 * k + 5]
        long_ones = [float(box.get("width")) for box in boxes]
        assert [w / max(sum(long_ones), 1e-9) for w in long_ones] == pytest.approx(shares(part), abs=1e-3)


def test_the_middle_of_an_odd_scale_lies_across_the_line() -> None:
    assert unfavourable((0.1, 0.2, 0.4, 0.2, 0.1)) == pytest.approx(0.5)
    assert unfavourable((0.5, 0.5)) == 0.5
    assert unfavourable((0.25, 0.25, 0.25, 0.25)) == 0.5


@pytest.mark.parametrize("categories", range(2, 8))
def test_any_number_of_categories_is_drawn_in_its_own_colours(read: Callable[[str], Any], categories: int) -> None:
    labels = [f"Svar nummer {k}" for k in range(categories)]
    row = Bar(QUESTION, shares([1] * categories), 2.0, 1.9, 2.1, 50)
    picture = read(bars(CAPTION, chart([row], labels)))
    assert [box.get("fill") for box in picture.marks("rect", height="15")] == list(steps(categories))
    assert all(label in picture.texts for label in labels)


def test_a_hidden_question_gives_its_reason_and_no_bar(read: Callable[[str], Any]) -> None:
    rows = [Bar(QUESTION, (), None, None, None, None, hidden="Færre end 5 svar"), Bar("A", (0.5, 0.5), 1, 0, 2, 9)]
    picture = read(bars(CAPTION, chart(rows, ["Nej", "Ja"])))
    assert "Færre end 5 svar" in picture.texts
    assert len(picture.marks("rect", height="15")) == 2

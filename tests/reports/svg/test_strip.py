"""All units on one strip."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.reports.charts.specification import ReferenceLine, Strip, StripChart, StripMark
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.svg.strip import strips
from borgerpuls.reports.theme import OWN

CAPTION = Caption("s", "Samtalen", "Alle", "da")
COUNTRY = ReferenceLine(3.4, "Hele landet 3,40")


def marks(count: int, own: int) -> tuple[StripMark, ...]:
    return tuple(
        StripMark(f"Ringkøbing-Skjern {k}", 3 + k / 50, 2.8 + k / 50, 3.2 + k / 50, k == own) for k in range(count)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(count=st.integers(1, 98), own=st.integers(-1, 97))
def test_ones_own_name_is_there_and_no_name_stands_on_another(read: Callable[[str], Any], count: int, own: int) -> None:
    picture = read(strips(CAPTION, StripChart((Strip("Samtalen", marks(count, own), COUNTRY),))))
    assert len(picture.marks("circle")) + len(picture.marks("polygon")) == count
    if 0 <= own < count:
        assert f"Ringkøbing-Skjern {own}" in picture.texts
        assert len(picture.marks("polygon", fill=OWN)) == 1


@pytest.mark.parametrize("line", [None, COUNTRY])
def test_a_strip_of_nobody_is_still_a_picture(read: Callable[[str], Any], line: ReferenceLine | None) -> None:
    assert not read(strips(CAPTION, StripChart((Strip("Samtalen", (), line),)))).marks("circle")


def test_five_strips_stand_below_each_other_with_their_titles(read: Callable[[str], Any]) -> None:
    themes = tuple(Strip(f"Tema {k}", marks(44, k), COUNTRY) for k in range(5))
    picture = read(strips(CAPTION, StripChart(themes)))
    tops = [words.top for words in picture.words if words.text.startswith("Tema")]
    assert len(tops) == 5
    assert tops == sorted(tops)
    assert float(picture.root.get("height")) < 600

"""The picture of responses by day."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from borgerpuls.fieldwork.monitoring.rates import Day
from borgerpuls.web.municipality.field.response_chart import TALL, WIDE, days_chart

OPENS, CLOSES = date(2027, 3, 1), date(2027, 3, 31)
SVG = "{http://www.w3.org/2000/svg}"


def days(*answered: int, asked: int = 100) -> list[Day]:
    return [
        Day(OPENS + timedelta(k), 0, many, sum(answered[: k + 1]) / asked) for k, many in enumerate(answered)
    ]  # fmt: skip


@pytest.mark.parametrize("answered", [(0,), (100,), (3, 0, 9), (1,) * 60])
def test_every_mark_lies_on_the_sheet(answered: tuple[int, ...]) -> None:
    drawn = ElementTree.fromstring(days_chart(days(*answered), OPENS, CLOSES, "da"))
    for box in drawn.iter(f"{SVG}rect"):
        assert float(box.attrib["y"]) >= 0
        assert float(box.attrib["y"]) + float(box.attrib["height"]) <= TALL
    points = [point.split(",") for line in drawn.iter(f"{SVG}polyline") for point in line.attrib["points"].split()]
    assert all(0 <= float(x) <= WIDE and 0 <= float(y) <= TALL for x, y in points)


def test_the_picture_says_what_it_shows_in_words() -> None:
    drawn = ElementTree.fromstring(days_chart(days(10, 15), OPENS, CLOSES, "da"))
    told = drawn.findtext(f"{SVG}desc") or ""
    assert "25,0" in told
    assert "2.\u00a0marts" in told
    assert drawn.attrib["role"] == "img"


def test_nothing_in_it_needs_a_style_of_its_own() -> None:
    assert "style" not in days_chart(days(10, 15), OPENS, CLOSES, "en")

"""The drawing itself: words escaped, attributes only."""

from collections.abc import Callable
from typing import Any

from borgerpuls.reports.svg.drawing import Caption, Drawing


def test_words_are_escaped_and_come_back_whole(read: Callable[[str], Any]) -> None:
    drawing = Drawing(100, 20)
    drawing.text((2, 10), 'Svar <5 & "ja"', size=5)
    picture = read(drawing.render(Caption('a"b', "Titel <1>", "A & B", "da")))
    assert picture.texts == ['Svar <5 & "ja"']


def test_a_drawing_has_no_stylesheet_that_a_printer_could_miss() -> None:
    drawing = Drawing(100, 20)
    drawing.text((2, 10), "Ord", weight=600)
    drawing.circle((5, 5), 2, "#FFFFFF", "#000000")
    svg = drawing.render(Caption("a", "T", "D", "da"))
    assert "style" not in svg
    assert "class" not in svg
    assert 'font-weight="600"' in svg

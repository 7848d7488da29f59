"""The priority map: every theme at its share, its name where nothing else stands."""

import re

from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.charts.specification import PriorityMap, PriorityPoint, ReferenceLine
from borgerpuls.reports.svg.drawing import Caption
from borgerpuls.reports.svg.metrics import width
from borgerpuls.reports.svg.priority import LEFT, priority
from borgerpuls.reports.theme import BODY, OWN, TEXT_WIDTH

CAPTION = Caption("map", "Kort", "Et kort.", "da")
EVEN = ReferenceLine(0.25, "ligelig del")
NAMES = ("Mødet med jobcentret", "Mål", "Samarbejde", "Samtalen")


def drawn(points: list[PriorityPoint]) -> str:
    return priority(CAPTION, PriorityMap(tuple(points), EVEN, "Plads →", "Del", "hænger mere sammen"))


def places(svg: str) -> dict[str, tuple[float, float]]:
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" font-size="8.5"[^>]*>([^<]+)<', svg)
    return {words: (float(x), float(y)) for x, y, words in found}


def test_the_larger_share_stands_higher_and_more_room_farther_right() -> None:
    svg = drawn([PriorityPoint("A", 1.0, 0.4, 0.3, 0.5, True), PriorityPoint("B", 2.0, 0.1, 0.05, 0.15, False)])
    corners = [
        [tuple(map(float, c.split(","))) for c in points.split()] for points in re.findall(r'points="([^"]+)"', svg)
    ]
    (ax, ay), (bx, by) = (shape[0] for shape in corners)
    assert ay < by
    assert ax < bx
    assert svg.count(f'fill="{OWN}"') == 1


@given(st.lists(st.tuples(st.floats(0.5, 3), st.floats(0.1, 0.5)), min_size=4, max_size=4))
def test_no_name_stands_on_another_or_outside(at: list[tuple[float, float]]) -> None:
    points = [PriorityPoint(n, r, s, s - 0.05, s + 0.05, False) for n, (r, s) in zip(NAMES, at, strict=True)]
    found = places(drawn(points))
    assert set(found) == set(NAMES)
    boxes = [(x, y - BODY, x + width(n, BODY), y) for n, (x, y) in found.items()]
    for k, (left, top, right, bottom) in enumerate(boxes):
        assert left >= LEFT
        assert right <= TEXT_WIDTH
        for a, b, c, d in boxes[k + 1 :]:
            assert right <= a or c <= left or bottom <= b or d <= top


def test_names_at_one_place_are_laid_out_all_of_them() -> None:
    points = [PriorityPoint(n, 1.0, 0.25, 0.2, 0.3, False) for n in NAMES]
    assert set(places(drawn(points))) == set(NAMES)

"""Change over many waves, joined only where the same was asked."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from borgerpuls.reports.context.history import change, history
from borgerpuls.reports.context.report_context import gather
from borgerpuls.reports.document import Chart
from borgerpuls.reports.svg.chart import svg
from borgerpuls.reports.theme import OWN


@pytest.fixture(scope="module")
def nine(made: Any, tell: Callable[..., Any]) -> Any:
    """Nine waves; the fifth asks one question of the theme "overall" in other words."""
    waves = []
    for k in range(9):
        wave = made.make(
            seed=k, name=f"{2010 + k}", title=made.Text(da=f"{2010 + k}", en=f"{2010 + k}"),
            opened=made.date(2010 + k, 3, 1), closed=made.date(2010 + k, 4, 1),
            previous=f"{2009 + k}" if k else None, compare={}, compare_groups={},
        )  # fmt: skip
        source = made.SURVEY.replace("Gik det hurtigt?", "Gik det hurtigt nok?") if k >= 4 else made.SURVEY
        waves.append(made.replace(wave, source=source))
    return tell(*waves)


def charts(told: Any, place: str) -> dict[str, Chart]:
    section = next(s for s in told.document(place, "en").sections if s.id == "change")
    return {b.id: b for b in section.blocks if isinstance(b, Chart)}


def test_every_theme_has_its_course_through_all_waves(nine: Any) -> None:
    for place in ("0101", "dk"):
        assert set(charts(nine, place)) == {"change-overall", "change-meeting"}
        for chart in charts(nine, place).values():
            assert [row[0].text for row in chart.table.rows] == [f"{2010 + k}" for k in range(9)]


def test_the_line_is_broken_where_the_wording_changed(nine: Any) -> None:
    def joined(chart: Chart) -> int:
        lines = ElementTree.fromstring(svg(chart, "en")).iter("{http://www.w3.org/2000/svg}line")
        return sum(line.get("stroke") == OWN and line.get("x1") != line.get("x2") for line in lines)

    found = charts(nine, "0101")
    assert joined(found["change-overall"]) == 7
    assert joined(found["change-meeting"]) == 8


def test_the_chain_of_waves_is_followed_oldest_first(nine: Any) -> None:
    context = gather(nine.shelf, nine.wave, "0101", "da")
    past = history(nine.shelf, context)
    assert [p.wave for p in past] == [f"{2010 + k}" for k in range(9)]
    found = change(past, context.overall, "0101")
    assert found is not None
    assert found.compared_with == "2017"


def test_a_unit_that_is_new_has_no_section_on_change(made: Any, tell: Callable[..., Any]) -> None:
    before = made.make(sizes=(90, 60), name="2023-spring", seed=3, compare={}, compare_groups={})
    told = tell(before, made.make(previous="2023-spring"))
    assert "change" not in {s.id for s in told.document("0230").sections}
    assert "change" in {s.id for s in told.document("0101").sections}


def test_a_change_is_marked_only_when_it_stands_out_among_all_changes(demo: Any) -> None:
    context = gather(demo.shelf, demo.wave, "0101", "da")
    past = history(demo.shelf, context)
    assert past[-1].corrected
    for (theme, place), f in past[-1].changes.items():
        surer = demo.shelf.figures(wave="2024-spring", place=place, measure=theme, statistic="change-stands-out")
        assert [f.p] == [s.p for s in surer if not s.group_by]

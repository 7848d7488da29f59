"""Every kind of chart is drawn, with its title and description."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from borgerpuls.reports.charts.specification import (
    Bar,
    BarChart,
    Dot,
    DotChart,
    PriorityMap,
    PriorityPoint,
    Rate,
    RateChart,
    ReferenceLine,
    Series,
    Specification,
    Strip,
    StripChart,
    StripMark,
    TrendChart,
    WavePoint,
)
from borgerpuls.reports.document import Chart, Table
from borgerpuls.reports.svg.chart import svg

LINE = ReferenceLine(0.3, "Alle")
EXAMPLES = (
    DotChart((Dot("A", 3.3, 3.2, 3.4, 9),), "mean", "med 95 %-interval"),
    BarChart((Bar("Gik det godt?", (0.4, 0.6), 1.6, 1.5, 1.7, 9),), ("Nej", "Ja"), "Positive", "Gennemsnit"),
    RateChart((Rate("A", 0.4, "4 af 10"),), LINE),
    StripChart((Strip("Samtalen", (StripMark("A", 3.3, 3.2, 3.4),), None),)),
    TrendChart(("2023", "2024"), (Series("A", (WavePoint(3.1, 3.0, 3.2), WavePoint(3.3, 3.2, 3.4))),)),
    PriorityMap((PriorityPoint("A", 1.0, 0.3, 0.2, 0.4, True),), LINE, "Plads", "Del", "begge"),
)


@pytest.mark.parametrize("specification", EXAMPLES, ids=lambda specification: type(specification).__name__)
def test_it_is_drawn_with_its_title_and_description(read: Callable[[str], Any], specification: Specification) -> None:
    picture = read(svg(Chart("c", "Titel", "Beskrivelse", specification, Table("t", "T", (), ())), "da"))
    assert [picture.root.find("{http://www.w3.org/2000/svg}" + part).text for part in ("title", "desc")] == [
        "Titel",
        "Beskrivelse",
    ]


def test_every_kind_of_chart_has_an_example_here() -> None:
    assert {type(example) for example in EXAMPLES} == set(get_args(Specification))

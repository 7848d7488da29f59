"""Charts as data: written as JSON and read back, they are the same."""

import json
from dataclasses import asdict

from borgerpuls.reports.charts.specification import Band, Dot, DotChart, ReferenceLine, Series, TrendChart, WavePoint


def test_a_chart_is_written_as_json_with_its_marks_scales_and_texts() -> None:
    chart = DotChart(
        rows=(Dot("København", 3.32, 3.24, 3.4, 870, own=True), Dot("Samsø", None, None, None, None, hidden="for få")),
        kind="mean",
        interval="med 95 %-interval",
        line=ReferenceLine(3.64, "Hele landet"),
        band=Band(-0.1, 0.1, "for lidt til at markere"),
    )
    read = json.loads(json.dumps(asdict(chart), allow_nan=False))
    assert Dot(**read["rows"][0]) == chart.rows[0]
    assert read["rows"][1]["value"] is None
    assert (read["line"]["value"], read["band"]["label"], read["kind"]) == (3.64, "for lidt til at markere", "mean")


def test_a_wave_without_a_value_stays_in_its_place() -> None:
    series = Series(
        "Hele landet", (WavePoint(3.0, 2.9, 3.1, 800), WavePoint(None, None, None), WavePoint(3.2, 3.1, 3.3))
    )
    read = json.loads(json.dumps(asdict(TrendChart(("2010", "2012", "2014"), (series,)))))
    assert [point["value"] for point in read["series"][0]["points"]] == [3.0, None, 3.2]

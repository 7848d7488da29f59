"""The small print: when, how many, beside what, from which files."""

from borgerpuls.reports.context.imprint import first_address, imprint, subtitle
from borgerpuls.reports.context.report_context import ReportContext


def test_it_tells_the_field_period_the_answers_the_benchmark_and_the_digest(of_unit: ReportContext) -> None:
    pairs = dict(imprint(of_unit))
    assert list(pairs) == ["Collected", "Answers", "Compared with", "Digest of the wave"]
    assert pairs["Collected"].replace("\u00a0", " ") == "1 March 2024 to 30 April 2024"
    assert pairs["Compared with"] == "The whole country"
    assert of_unit.wave.digests["persons.parquet"].startswith(pairs["Digest of the wave"])


def test_the_whole_stands_beside_nothing(of_whole: ReportContext) -> None:
    assert "Compared with" not in dict(imprint(of_whole))


def test_a_report_says_whose_it_is_and_the_way_back(of_unit: ReportContext, of_whole: ReportContext) -> None:
    assert [subtitle(context) for context in (of_unit, of_whole)] == [
        "Report for one municipality",
        "Report for the whole country",
    ]
    assert first_address(of_unit) == "2024-spring/theme/overall/0101"

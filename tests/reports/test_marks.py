"""Figures as marks of a chart: values where there are values, and the reason where there are none."""

from dataclasses import replace

from borgerpuls.reports import marks
from borgerpuls.results.figures.figure import Figure

FIGURE = Figure(
    address="2024/theme/overall/0101", wave="2024", place="0101", measure="overall", statistic="mean", group_by="",
    group="", estimate=3.32, se=0.04, df=868.0, low=3.24, high=3.4, n=870, population=21000.0, compared_with="dk",
    difference=-0.32, difference_se=0.04, difference_low=-0.4, difference_high=-0.24, p=1e-9, hidden="",
)  # fmt: skip


def test_an_estimate_has_its_interval_and_n() -> None:
    dot = marks.estimate("Samtalen", FIGURE, "da")
    assert (dot.label, dot.value, dot.low, dot.high, dot.n) == ("Samtalen", 3.32, 3.24, 3.4, 870)


def test_a_difference_has_its_own_interval_and_is_hollow_where_it_is_not_marked() -> None:
    dot = marks.difference("Samtalen", FIGURE, "da", marked=False)
    assert (dot.value, dot.low, dot.high, dot.n, dot.hollow, dot.hidden) == (-0.32, -0.4, -0.24, 870, True, "")
    assert not marks.difference("Samtalen", FIGURE, "da", marked=True).hollow


def test_where_there_is_no_value_the_reason_stands() -> None:
    hidden = replace(FIGURE, estimate=None, difference=None, hidden="fewer than 5 answers")
    for dot in (marks.estimate("A", hidden, "en"), marks.difference("A", hidden, "en", marked=False)):
        assert (dot.value, dot.hidden) == (None, "fewer than 5 answers")
    for dot in (marks.estimate("A", None, "en"), marks.difference("A", None, "en", marked=False)):
        assert (dot.value, dot.n, dot.hidden) == (None, None, "not asked")

"""Figures as cells: words for the reader, the number for the workbook, the reason where nothing is shown."""

from dataclasses import replace

import pytest

from borgerpuls.reports import cells
from borgerpuls.reports.document import Cell
from borgerpuls.reports.wording.sentence import Verdict
from borgerpuls.results.figures.figure import Figure

SHOWN = Figure(
    address="2024-spring/theme/overall/0101", wave="2024-spring", place="0101", measure="overall", statistic="mean",
    group_by="", group="", estimate=3.3249, se=0.04, df=860.0, low=3.245, high=3.4048, n=1870, population=2900.0,
    compared_with="dk", difference=-0.3151, difference_se=0.03, difference_low=-0.375, difference_high=-0.255,
    p=0.0, hidden="",
)  # fmt: skip
HIDDEN = replace(
    SHOWN, estimate=None, se=None, df=None, low=None, high=None, n=None, difference=None, difference_se=None,
    difference_low=None, difference_high=None, p=None, hidden="fewer than 5 answers",
)  # fmt: skip


def test_a_cell_keeps_the_whole_number_behind_its_words() -> None:
    assert cells.estimate(SHOWN, "mean", "da") == Cell("3,32 (3,25–3,40)", 3.3249, "mean")
    assert cells.estimate(SHOWN, "mean", "en", strong=True) == Cell("3.32 (3.25–3.40)", 3.3249, "mean", strong=True)
    assert cells.plain(SHOWN, "da") == Cell("3,32", 3.3249, "mean")
    assert cells.compact(SHOWN, "da") == Cell("3,32\u202f±\u202f0,08", 3.3249, "mean")
    assert cells.count(SHOWN, "da") == Cell("1.870", 1870.0, "count")


def test_a_share_is_a_share_in_the_workbook_too() -> None:
    share = replace(SHOWN, estimate=0.523, low=0.495, high=0.552)
    assert cells.estimate(share, "share", "da") == Cell("52,3\u00a0pct. (49,5–55,2)", 0.523, "share")


@pytest.mark.parametrize("said", list(Verdict))
def test_a_difference_is_marked_only_when_its_verdict_is(said: Verdict) -> None:
    cell = cells.difference(SHOWN, said, "da")
    assert cell.text == "−0,32 (−0,38 til −0,26)"
    assert cell.mark == (said.value if said.marked else "")


def test_where_less_is_better_a_mark_below_is_a_good_one() -> None:
    for better, good in (("high", Verdict.ABOVE), ("low", Verdict.BELOW)):
        for said in (Verdict.ABOVE, Verdict.BELOW):
            assert cells.difference(SHOWN, said, "da", better).good == (said is good)
            assert cells.compact(SHOWN, "da", verdict=said, better=better).good == (said is good)


def test_a_half_interval_is_the_longer_half_where_the_scale_ends() -> None:
    assert cells.compact(replace(SHOWN, high=3.35), "da").text == "3,32\u202f±\u202f0,08"


def test_a_hidden_figure_gives_its_reason_in_every_kind_of_cell() -> None:
    for cell in (cells.estimate(HIDDEN, "mean", "da"), cells.plain(HIDDEN, "da"), cells.compact(HIDDEN, "da")):
        assert cell == Cell("for få svar", hidden="fewer than 5 answers")
    assert cells.estimate(HIDDEN, "mean", "en").text == "too few"
    assert cells.missing(HIDDEN, "da") == "færre end 5 svar"
    assert cells.count(HIDDEN, "da") == Cell("")
    assert cells.difference(HIDDEN, Verdict.UNKNOWN, "da") == Cell("–")


def test_a_reason_in_short_is_said_in_full_once_below_the_table() -> None:
    alike = replace(HIDDEN, hidden="everybody gave the same answer")
    rows = [[cells.plain(f, "da"), cells.plain(SHOWN, "da")] for f in (HIDDEN, alike, HIDDEN)]
    assert cells.reasons(rows, "da") == (
        "»for få svar«: færre end 5 svar.",
        "»alle svarede ens«: alle har svaret det samme.",
    )
    assert cells.reasons([[cells.plain(SHOWN, "da")]], "da") == ()


def test_a_reason_without_a_short_form_stands_in_full() -> None:
    other = replace(HIDDEN, hidden="units do not differ")
    assert cells.plain(other, "en") == Cell("the places are so alike that no number of answers tells them apart")


def test_a_question_that_was_not_asked_is_said_so() -> None:
    assert cells.estimate(None, "mean", "da").text == "ikke stillet"
    assert cells.missing(SHOWN, "en") == "–"

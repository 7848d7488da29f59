"""Sentences from figures: every verdict in both languages, and never a difference without its evidence."""

import math
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.wording.sentence import CHANGE_SHORT, SHORT, Names, Verdict, against, judge, listed
from borgerpuls.results.figures.figure import Figure

NAMES = Names("Samtalen", "København", "gennemsnittet for alle kommuner")
DIRECTION = re.compile(r"\b(over|under|højere|lavere|steget|faldet|above|below|higher|lower|up|down)\b", re.IGNORECASE)


def figure(difference: float | None, half: float = 0.0, estimate: float | None = 3.32) -> Figure:
    low, high = (None, None) if difference is None else (difference - half, difference + half)
    p = None if difference is None else 0.01 if abs(difference) > half else 0.5
    return Figure(
        address="2024-spring/theme/conversation/0101", wave="2024-spring", place="0101", measure="conversation",
        statistic="mean", group_by="", group="", estimate=estimate, se=0.04, df=860.0, low=3.24, high=3.40, n=870,
        population=2300.0, compared_with="dk", difference=difference, difference_se=half / 2,
        difference_low=low, difference_high=high, p=p, hidden="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("difference", "half", "said"),
    [
        (-0.32, 0.08, Verdict.BELOW),
        (0.32, 0.08, Verdict.ABOVE),
        (0.1, 0.05, Verdict.ABOVE),
        (0.09, 0.05, Verdict.SMALL),
        (-0.09, 0.05, Verdict.SMALL),
        (0.095, 0.05, Verdict.ABOVE),
        (0.15, 0.147, Verdict.UNCLEAR),
        (0.02, 0.05, Verdict.SAME),
        (0.02, 0.3, Verdict.UNCLEAR),
        (0.3, 0.3, Verdict.UNCLEAR),
        (None, 0.0, Verdict.UNKNOWN),
    ],
)
def test_a_verdict_needs_the_interval_and_the_relevant_difference(
    difference: float | None, half: float, said: Verdict
) -> None:
    assert judge(figure(difference, half), 0.1) is said
    assert said.marked == (said in (Verdict.ABOVE, Verdict.BELOW))


def test_a_p_corrected_for_many_comparisons_has_the_last_word() -> None:
    assert judge(replace(figure(0.32, 0.08), p=0.06), 0.1) is Verdict.UNCLEAR
    assert judge(replace(figure(0.32, 0.08), p=0.04), 0.1) is Verdict.ABOVE


def test_a_rule_set_that_tells_no_difference_on_so_few_answers_is_unclear() -> None:
    assert judge(figure(0.9, 0.08), math.inf) is Verdict.UNCLEAR


def test_no_figure_is_no_verdict() -> None:
    assert judge(None, 0.1) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("difference", "half", "danish", "english"),
    [
        (
            -0.32, 0.08,
            "Samtalen: København ligger under gennemsnittet for alle kommuner, 3,32 mod 3,64. "
            "Forskellen er −0,32 (−0,40 til −0,24).",
            "is below",
        ),
        (0.32, 0.08, "ligger over", "is above"),
        (0.02, 0.3, "kan ikke skelnes fra", "cannot be told apart from"),
        (0.02, 0.05, "der er ingen forskel af betydning", "there is no difference that matters"),
        (0.09, 0.05, "er mindre end de 0,10", "is smaller than the 0.10"),
        (None, 0.0, "kan ikke sammenlignes", "cannot be compared"),
    ],
)  # fmt: skip
def test_every_verdict_has_its_sentence_in_both_languages(
    difference: float | None, half: float, danish: str, english: str
) -> None:
    assert danish in against(figure(difference, half), NAMES, 0.1, "da")
    assert english in against(figure(difference, half), NAMES, 0.1, "en")


def test_a_hidden_figure_is_not_compared() -> None:
    assert "kan ikke sammenlignes" in against(figure(-0.3, 0.1, estimate=None), NAMES, 0.1, "da")


def _evident(f: Figure, relevant: float) -> bool:
    """By the printed numbers: the interval leaves zero out and the difference is at least the relevant one."""
    difference, low, high, least = (
        round_half_up(v) for v in (f.difference, f.difference_low, f.difference_high, relevant)
    )
    return (low > 0 or high < 0) and abs(difference) >= least


def round_half_up(value: float | None) -> Decimal:
    assert value is not None
    return Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(
    difference=st.none() | st.floats(-3, 3),
    half=st.floats(0, 2),
    relevant=st.floats(0.01, 1),
    language=st.sampled_from(["da", "en"]),
)
def test_a_direction_is_named_only_with_its_evidence(
    difference: float | None, half: float, relevant: float, language: str
) -> None:
    f = figure(difference, half)
    evident = f.difference is not None and _evident(f, relevant)
    sentence = against(f, NAMES, relevant, language)
    assert bool(DIRECTION.search(sentence)) == evident
    said = judge(f, relevant)
    for words in (SHORT[said][language], CHANGE_SHORT[said][language]):
        assert bool(DIRECTION.search(words)) == evident
    if difference is not None:
        assert ("−" in sentence.split("(")[0]) <= (difference < 0)


@given(difference=st.floats(-3, 3), half=st.floats(0, 2), relevant=st.floats(0.01, 1))
def test_the_opposite_difference_gets_the_opposite_verdict(difference: float, half: float, relevant: float) -> None:
    opposite = {Verdict.ABOVE: Verdict.BELOW, Verdict.BELOW: Verdict.ABOVE}
    said = judge(figure(difference, half), relevant)
    assert judge(figure(-difference, half), relevant) is opposite.get(said, said)


def test_every_verdict_has_its_word_in_every_table() -> None:
    for words in (SHORT, CHANGE_SHORT):
        assert set(words) == set(Verdict)
        assert all(set(text) == {"da", "en"} for text in words.values())


def test_a_list_reads_as_a_sentence() -> None:
    assert listed(["a", "b", "c"], "da") == "a, b og c"
    assert listed(["a", "b"], "en") == "a and b"
    assert listed(["a"], "en") == "a"
    assert listed([], "da") == ""

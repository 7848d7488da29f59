"""Numbers are rounded once: decimal, half away from zero, cleaned of the noise that weights leave."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method import Design, Sums, domain_totals, means
from borgerpuls.method.comparison.rule_sets import RULES
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import Verdict, judge
from borgerpuls.results.figures.figure import COLUMNS, Figure
from borgerpuls.rounding import at_least, cleaned, leaves_zero_out, rounded, whole


def figure(**values: Any) -> Figure:
    everything: dict[str, Any] = dict.fromkeys(COLUMNS) | values
    return Figure(**everything)


def test_no_exact_half_with_equal_weights_prints_the_wrong_way() -> None:
    wrong = tried = 0
    for persons in range(41, 425):
        for total in range(41, 200, 2):
            exact = Fraction(total, 40)
            if (exact * 1000) % 10 != 5:
                continue
            weight = persons / 40  # N/n, as the frame and the answers give it
            value = sum([weight * total / 40] * 40) / sum([weight] * 40)
            tried += 1
            wrong += rounded(value, 2) != (int(exact * 100) + 1) / cleaned(100)
    assert tried > 7000
    assert wrong == 0


def test_the_mean_of_forty_answers_that_sum_to_47_is_1_18() -> None:
    y = np.array([2.0] * 7 + [1.0] * 33)
    totals = domain_totals(Design.from_columns(weight=np.full(40, 87 / 40)), Sums.from_persons(y))
    assert number.mean(float(means(totals).value.item()), "da") == "1,18"


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_decimal_number_is_rounded_half_away_from_zero_whatever_binary_makes_of_it(digits: int, more: int) -> None:
    scaled = abs(Fraction(digits, 10**more)) * 100
    expected = int(scaled) + (1 if scaled - int(scaled) >= Fraction(1, 2) else 0)
    assert abs(rounded(digits / 10**more, 2)) == cleaned(expected) / 100


@given(st.integers(-(10**6), 10**6), st.floats(-1e-15, 1e-15))
def test_the_noise_of_computing_never_tips_a_half(thousandths: int, noise: float) -> None:
    assert rounded(thousandths / 1000 * (1 + noise), 2) == rounded(thousandths / 1000, 2)


@pytest.mark.parametrize(
    ("difference", "told"), [(0.1, True), (0.095, True), (-0.095, True), (0.0949999, False), (0.0, False), (-0.1, True)]
)
def test_a_margin_is_judged_as_it_is_printed_by_every_rule(difference: float, told: bool) -> None:
    assert at_least(difference, 0.1) is told
    assert RULES["default"].marked(difference, 0.001, 100, between_units=True, relevant=0.1) is told
    verdict = judge(
        figure(difference=difference, difference_low=difference - 0.01, difference_high=difference + 0.01, p=0.001), 0.1
    )
    assert verdict.marked is told
    assert (verdict is Verdict.SAME) is (difference == 0.0)


@pytest.mark.parametrize(("p", "told"), [(0.05, False), (0.0499, True), (None, True)])
def test_p_of_exactly_five_per_cent_is_not_enough(p: float | None, told: bool) -> None:
    assert judge(figure(difference=0.5, difference_low=0.1, difference_high=0.9, p=p), 0.1).marked is told


@pytest.mark.parametrize(
    ("low", "high", "out"),
    [(0.0, 0.4, False), (0.004, 0.4, False), (0.005, 0.4, True), (-0.4, -0.004, False), (-0.4, -0.005, True)],
)
def test_an_interval_that_is_printed_with_zero_at_its_end_has_zero_in_it(low: float, high: float, out: bool) -> None:
    assert leaves_zero_out(low, high) is out


def test_no_difference_is_told_where_the_rule_set_tells_none() -> None:
    assert not at_least(3.0, float("inf"))


@pytest.mark.parametrize(
    ("value", "persons"), [(2.5, 3), (3.5, 4), (0.5, 1), (-0.5, -1), (2.4999999999999996, 3), (7.0, 7)]
)
def test_persons_and_places_are_whole_numbers_half_away_from_zero(value: float, persons: int) -> None:
    assert whole(value) == persons

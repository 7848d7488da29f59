"""Rule sets: what is worth telling."""

import pytest

from borgerpuls.method.comparison.rule_sets import RULES


@pytest.mark.parametrize(("answers", "least"), [(79, float("inf")), (80, 0.65), (149, 0.65), (150, 0.5), (1000, 0.2)])
def test_btu_asks_for_less_the_more_answers_there_are(answers: int, least: float) -> None:
    assert RULES["btu"].least(answers, between_units=False) == least


def test_btu_asks_for_a_tenth_between_units_whatever_the_number() -> None:
    assert RULES["btu"].least(10, between_units=True) == 0.1


def test_a_wave_may_ask_for_more_and_never_for_less() -> None:
    assert RULES["btu"].least(1000, between_units=False, relevant=0.3) == 0.3
    assert RULES["btu"].least(1000, between_units=False, relevant=0.1) == 0.2
    assert RULES["default"].least(1000, between_units=False, relevant=0.1) == 0.1


def test_a_difference_is_told_only_when_it_is_sure_and_large_enough() -> None:
    default = RULES["default"]
    assert default.marked(-0.2, 0.01, 200, between_units=True, relevant=0.1)
    assert not default.marked(0.2, 0.06, 200, between_units=True, relevant=0.1)
    assert not default.marked(0.05, 0.001, 200, between_units=True, relevant=0.1)
    assert not default.marked(0.2, float("nan"), 200, between_units=True)


def test_lup_asks_for_ten_invited_and_five_answers() -> None:
    assert (RULES["lup"].invited, RULES["lup"].answered) == (10, 5)

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.errors import TooFew
from borgerpuls.method.nonresponse.outcome_rates import Outcomes, group_response_p, outcome_rates

COUNT = st.integers(0, 10_000)


def test_outcome_rates_are_those_of_the_reference(expected: Callable[[str], Any]) -> None:
    rows = expected("C18_response")
    given_counts = {stat: value for (item, _, stat), value in rows.items() if item == "AAPOR inputs"}
    rates = outcome_rates(
        Outcomes(
            complete=given_counts["I"],
            partial=given_counts["P"],
            refused=given_counts["R"],
            not_reached=given_counts["NC"],
            other=given_counts["O"],
            unknown=given_counts["UH"] + given_counts["UO"],
            eligible_share=given_counts["e"],
        )
    )
    wanted = {stat: value for (item, _, stat), value in rows.items() if item == "AAPOR"}
    assert len(wanted) == 10
    for stat, value in wanted.items():
        assert getattr(rates, stat.lower()) == pytest.approx(value, abs=1e-12), stat


@given(COUNT, COUNT, COUNT, COUNT, COUNT, COUNT, st.floats(0, 1))
def test_the_six_response_rates_stand_in_their_order(i: int, p: int, r: int, nc: int, o: int, u: int, e: float) -> None:
    if i + p + r + nc + o == 0:
        return
    rates = outcome_rates(Outcomes(i, p, r, nc, o, u, e))
    assert 0 <= rates.rr1 <= rates.rr3 + 1e-12 <= rates.rr5 + 2e-12 <= 1 + 1e-9
    assert rates.rr1 <= rates.rr2 <= rates.rr4 + 1e-12 <= rates.rr6 + 2e-12 <= 1 + 1e-9


def test_a_survey_that_reached_nobody_is_refused() -> None:
    with pytest.raises(TooFew, match="nobody known to belong"):
        outcome_rates(Outcomes(0, unknown=50))


def test_negative_counts_and_impossible_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        outcome_rates(Outcomes(-1))
    with pytest.raises(ValueError, match="between 0 and 1"):
        outcome_rates(Outcomes(1, eligible_share=1.5))


def test_p_of_a_group_beside_everybody_is_the_exact_one() -> None:
    # R 4.2.2: 2 * pmin(phyper(k, 80, 120, 50), 1 - phyper(k - 1, 80, 120, 50)) for k = 13, 14, 26, 20
    found = group_response_p([13, 14, 26, 20], 50, 80, 200)
    assert found == pytest.approx([0.0279876042, 0.0640479217, 0.0680388620, 1.0], abs=1e-9)


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 60), st.integers(0, 60))
def test_p_is_a_probability_and_says_nothing_where_everybody_or_nobody_answered(
    asked: int, answered: int, others: int, back: int
) -> None:
    answered, back = min(answered, asked), min(back, others)
    p = float(group_response_p(answered, asked, answered + back, asked + others))
    assert 0 < p <= 1
    mirrored = float(group_response_p(asked - answered, asked, asked - answered + others - back, asked + others))
    assert p == pytest.approx(mirrored, rel=1e-9)
    if answered + back in (0, asked + others):
        assert p == 1

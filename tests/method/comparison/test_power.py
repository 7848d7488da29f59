import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.comparison.power import detectable_difference, two_sample_power
from borgerpuls.method.errors import TooFew


def test_the_detectable_difference_is_that_of_power_t_test() -> None:
    # R 4.2.2: power.t.test(n = 150, sd = .85, power = .8)$delta; its own root is found to four digits.
    assert detectable_difference(150, 150, 0.85) == pytest.approx(0.275864054424326, rel=1e-5)


@given(st.integers(2, 2000), st.integers(2, 2000), st.floats(0.1, 3), st.floats(0.5, 0.99))
def test_a_true_difference_of_that_size_is_seen_with_that_power(n1: int, n2: int, sd: float, power: float) -> None:
    assert two_sample_power(detectable_difference(n1, n2, sd, power=power), n1, n2, sd) == pytest.approx(
        power, abs=1e-6
    )


def test_no_difference_is_seen_as_often_as_chance_allows() -> None:
    assert two_sample_power(0.0, 40, 60, 1.0) == pytest.approx(0.025, abs=1e-9)


def test_one_answer_and_no_spread_are_refused() -> None:
    with pytest.raises(TooFew, match="1 of at least 2"):
        detectable_difference(1, 50, 0.85)
    with pytest.raises(ValueError, match="positive"):
        two_sample_power(0.1, 10, 10, 0.0)

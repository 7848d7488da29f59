"""How many to ask, and whom."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.population.sampling import SD, Z, allocate, draw, expected, propose

strata_sizes = st.dictionaries(st.text("abcde", min_size=1, max_size=3), st.integers(1, 400), min_size=1, max_size=8)


def test_the_size_is_cochrans_without_a_correction_for_a_finite_population() -> None:
    wanted = (Z * 0.85 / 0.1) ** 2
    assert wanted == pytest.approx(277.55, abs=0.01)
    proposal = propose({"": 1000}, half_width=0.1, rate=1.0, sd=0.85)
    assert proposal.size == math.ceil(wanted) == 278
    assert proposal.half_width is not None
    assert proposal.half_width <= 0.1
    assert expected({"": 1000}, 277, rate=1.0).half_width > 0.1  # type: ignore[operator]


def test_those_who_will_not_answer_are_asked_too() -> None:
    assert propose({"": 100_000}, half_width=0.1, rate=0.4).size == math.ceil(277.55 / 0.4)


def test_a_small_municipality_asks_everybody() -> None:
    proposal = propose({"a": 150, "b": 50}, half_width=0.1, rate=0.4)
    assert proposal.census
    assert proposal.size == 200
    assert proposal.answers == 80
    assert proposal.half_width == pytest.approx(Z * SD / math.sqrt(80))


def test_each_stratum_is_told_what_it_can_bear() -> None:
    parts = {part.stratum: part for part in expected({"big": 900, "one": 3}, 100, rate=0.5).parts}
    assert parts["big"].half_width is not None
    assert parts["one"].asked == 2
    assert parts["one"].half_width is None


def test_nobody_in_the_list_needs_nobody() -> None:
    assert propose({}, half_width=0.1, rate=0.4).size == 0


@pytest.mark.parametrize("wrong", [{"half_width": 0.0}, {"rate": 0.0}, {"rate": 1.01}, {"sd": 0.0}])
def test_a_precision_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="needed"):
        propose({"": 10}, **{"half_width": 0.1, "rate": 0.4, **wrong})


def test_largest_remainders_take_what_is_over() -> None:
    assert allocate({"a": 50, "b": 30, "c": 20}, 11) == {"a": 6, "b": 3, "c": 2}  # 5.5, 3.3, 2.2
    assert allocate({"a": 10, "b": 10, "c": 10}, 10) == {"a": 4, "b": 3, "c": 3}  # a tie goes to the first name


def test_no_stratum_is_left_out_while_there_is_room() -> None:
    assert allocate({"big": 1000, "small": 4, "one": 1}, 20) == {"big": 17, "small": 2, "one": 1}
    assert allocate({"big": 1000, "small": 4, "one": 1}, 3) == {"big": 3, "small": 0, "one": 0}


@given(strata_sizes, st.integers(0, 3000))
def test_a_sample_is_as_large_as_asked_and_no_stratum_gives_more_than_it_has(strata: dict[str, int], size: int) -> None:
    asked = allocate(strata, size)
    total = sum(strata.values())
    assert sum(asked.values()) == min(size, total)
    assert all(0 <= asked[name] <= strata[name] for name in strata)
    if size >= sum(min(2, n) for n in strata.values()):
        assert all(asked[name] >= min(2, n) for name, n in strata.items())


@given(strata_sizes, st.integers(100, 3000))
def test_the_allocation_is_proportional_but_for_rounding_and_the_smallest_strata(
    strata: dict[str, int], size: int
) -> None:
    size, total = min(size, sum(strata.values())), sum(strata.values())
    shares = {name: size * n / total for name, n in strata.items()}
    if min(shares.values()) >= 3:
        assert all(abs(allocate(strata, size)[name] - share) < 1 for name, share in shares.items())


@given(strata_sizes, st.integers(0, 500), st.integers(0, 2**31))
def test_the_same_seed_draws_the_same_persons_and_keeps_to_the_allocation(
    strata: dict[str, int], size: int, seed: int
) -> None:
    of = [name for name, n in strata.items() for _ in range(n)]
    drawn = draw(of, size, seed)
    assert np.array_equal(drawn, draw(of, size, seed))
    asked = allocate(strata, size)
    assert {name: int(sum(d for d, o in zip(drawn, of, strict=True) if o == name)) for name in strata} == asked


def test_everybody_in_a_stratum_has_the_same_chance() -> None:
    of = ["a"] * 30 + ["b"] * 10
    times = np.sum([draw(of, 8, seed) for seed in range(2000)], axis=0)
    assert times[:30].sum() == 2000 * 6
    assert times[30:].sum() == 2000 * 2
    for part, chance in ((times[:30], 0.2), (times[30:], 0.2)):
        z = (part - 2000 * chance) / math.sqrt(2000 * chance * (1 - chance))
        assert np.abs(z).max() < 4.5

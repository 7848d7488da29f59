from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method.comparison.two_groups import AdjustedDifference, overlap_difference, randomised_difference
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums


def test_the_randomised_comparison_is_that_of_r(inputs: Callable[[str], Any]) -> None:
    # R 4.2.2: f <- lm(GPA_year1 ~ ssp * x), x = gpa0 - mean(gpa0); sqrt(sandwich::vcovHC(f, "HC2")[2, 2])
    table = inputs("alo_star_men")
    grade = table.number("GPA_year1")
    known = ~np.isnan(grade)
    found = randomised_difference(
        Sums.from_persons(grade[known, None]), table.number("ssp")[known] == 1, table.number("gpa0")[known][:, None]
    )
    assert found.value == pytest.approx(0.0812197974908, rel=1e-10)
    assert found.se == pytest.approx(0.14786805469, rel=1e-10)
    assert (found.df, found.n1, found.n0) == (153, 99, 58)


def test_overlap_weights_make_the_groups_alike_in_every_covariate(inputs: Callable[[str], Any]) -> None:
    # R 4.2.2: glm(treat ~ ., binomial), stacked estimating equations through numDeriv::jacobian.
    table = inputs("lalonde")
    treated, earned = table.number("treat") == 1, table.number("re78")
    known = np.column_stack(
        [
            table.number("age", "educ", "married", "nodegree", "re74", "re75"),
            table["race"][:, None] == ["black", "white"],
        ]
    )
    found = overlap_difference(Sums.from_persons(earned), treated, known)
    assert (found.value, found.se) == pytest.approx((1242.20063594, 738.749040152), rel=1e-9)
    for column in known.T:
        moved = overlap_difference(Sums.from_persons(earned + column), treated, known)
        assert moved.value == pytest.approx(found.value, rel=1e-9)


def test_a_column_that_repeats_the_others_changes_nothing(inputs: Callable[[str], Any]) -> None:
    table = inputs("lalonde")
    treated, earned = table.number("treat") == 1, Sums.from_persons(table.number("re78"))
    some = np.column_stack([table.number("age", "re74"), table["race"][:, None] == ["black", "white"]])
    every = np.column_stack([some, table["race"] == "hispan", 3 * some[:, 0] - 1, np.ones(len(some))])
    for compare in (overlap_difference, randomised_difference):
        one, other = compare(earned, treated, some), compare(earned, treated, every)
        assert (one.value, one.se, one.df) == pytest.approx((other.value, other.se, other.df), rel=1e-9)


def made(seed: int, persons: int = 160) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Groups that differ in age, answers that rise with age, and a true difference of 0.2."""
    generator = np.random.default_rng(seed)
    age = generator.integers(0, 4, persons)
    group = generator.random(persons) < 1 / (1 + np.exp(-(age - 1.5) * 0.7))
    answer = np.clip(np.round(2.6 + 0.3 * age + 0.2 * group + generator.normal(0, 0.8, persons), 3), 1, 5)
    return answer, group, np.eye(4)[age][:, 1:]


def test_the_interval_of_each_kind_covers_as_often_as_promised() -> None:
    def covers(found: AdjustedDifference) -> bool:
        low, high = found.interval()
        return low <= 0.2 <= high

    adjusted = [covers(overlap_difference(Sums.from_persons(y[:, None]), g, x)) for y, g, x in map(made, range(600))]
    assert abs(np.mean(adjusted) - 0.95) < 0.03
    drawn = []
    for seed in range(600):
        y, g, x = made(seed)
        by_chance = np.random.default_rng(seed + 10_000).permutation(g)
        drawn.append(
            covers(randomised_difference(Sums.from_persons((y - 0.2 * g + 0.2 * by_chance)[:, None]), by_chance, x))
        )
    assert abs(np.mean(drawn) - 0.95) < 0.03


def test_the_plain_difference_would_have_missed() -> None:
    misses = sum(
        abs(overlap_difference(Sums.from_persons(y[:, None]), g, x).unadjusted - 0.2) > 0.2
        for y, g, x in map(made, range(50))
    )
    assert misses > 25


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_cells_of_persons_give_the_numbers_of_their_persons(seed: int) -> None:
    answer, group, known = made(seed)
    answer = np.round(answer)
    cells, cell = np.unique(np.column_stack([group, known]), axis=0, return_inverse=True)
    together = Sums(
        *(np.bincount(cell, part, len(cells))[:, None] for part in (np.ones(len(answer)), answer, answer**2))
    )
    for compare in (overlap_difference, randomised_difference):
        persons = compare(Sums.from_persons(answer[:, None]), group, known)
        grouped = compare(together, cells[:, 0] == 1, cells[:, 1:])
        assert grouped.value == pytest.approx(persons.value, abs=1e-9)
        assert grouped.se == pytest.approx(persons.se, rel=1e-7)
        assert grouped.effective1 == pytest.approx(persons.effective1, rel=1e-9)


def test_changing_the_names_of_the_groups_changes_only_the_sign() -> None:
    answer, group, known = made(5)
    for compare in (overlap_difference, randomised_difference):
        one, other = (
            compare(Sums.from_persons(answer[:, None]), group, known),
            compare(Sums.from_persons(answer[:, None]), ~group, known),
        )
        assert one.value == pytest.approx(-other.value, abs=1e-9)
        assert one.se == pytest.approx(other.se, rel=1e-9)


def test_groups_that_nobody_could_have_been_in_both_of_are_refused() -> None:
    answer, group, _ = made(7)
    with pytest.raises(TooFew, match="tells the groups apart"):
        overlap_difference(Sums.from_persons(answer[:, None]), group, group[:, None].astype(float))


def test_a_group_of_one_answer_is_refused_with_the_number() -> None:
    with pytest.raises(TooFew, match="1 of at least 2"):
        overlap_difference(
            Sums.from_persons(np.array([[3.0], [4.0], [5.0]])), np.array([True, False, False]), np.empty((3, 0))
        )
    with pytest.raises(TooFew, match="too few answers for these covariates"):
        randomised_difference(
            Sums.from_persons(np.arange(6.0)[:, None]), np.arange(6) < 2, np.arange(6.0)[:, None] ** 2
        )


def test_answers_all_alike_and_missing_covariates_are_refused() -> None:
    group = np.arange(8) < 4
    for compare in (overlap_difference, randomised_difference):
        with pytest.raises(TooFew, match="no answer differs"):
            compare(Sums.from_persons(np.full(8, 3.0)), group, np.empty((8, 0)))
        with pytest.raises(ValueError, match="1 rows with answers lack a covariate"):
            compare(Sums.from_persons(np.arange(8.0)), group, np.where(np.arange(8) == 2, np.nan, 1.0))


def test_who_did_not_answer_plays_no_part() -> None:
    answer, group, known = made(11)
    silent = np.append(answer, [np.nan, np.nan])
    for compare in (overlap_difference, randomised_difference):
        one = compare(Sums.from_persons(answer), group, known)
        other = compare(
            Sums.from_persons(silent), np.append(group, [True, False]), np.vstack([known, [[np.nan] * 3, [9, 9, 9]]])
        )
        assert one == other

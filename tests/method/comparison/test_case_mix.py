from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method.comparison.case_mix import CaseMix, case_mix
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.totals import Sums

Answers = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[str]]


@pytest.fixture(scope="module")
def answers(inputs: Callable[[str], Any]) -> Answers:
    """q1, unit, adjusters (sex M, age 30-44 45-59 60+, group B C), frame counts of the units, unit names."""
    table = inputs("kommune_wave1")
    known = ~np.isnan(table.number("q1"))
    names, unit = np.unique(table["muni"][known], return_inverse=True)
    columns = [
        (table[name][known] == level).astype(float)
        for name in ("sex", "age", "group")
        for level in sorted(set(table[name].tolist()))[1:]
    ]
    frame = np.bincount(unit, table.number("w")[known])
    return table.number("q1")[known], unit, np.column_stack(columns), frame, names.tolist()


@pytest.mark.parametrize("form", ["equal", "population"])
def test_the_cahps_form_is_that_of_the_reference(answers: Answers, expected: Callable[[str], Any], form: str) -> None:
    y, unit, adjusters, frame, names = answers
    wanted = expected("C20")
    found = case_mix(Sums.from_persons(y), unit, adjusters, frame if form == "population" else None)
    case = f"CAHPS form q1, overall {form}"
    whole = {"F": found.f, "df1": found.f_df, "df2": found.df, "p": found.f_p, "grand": found.grand}
    for stat, value in (whole | {"overall": found.overall}).items():
        assert value == pytest.approx(wanted[case, "", stat], rel=1e-8), stat
    by_unit = {
        "unadj": found.unadjusted, "adj": found.value, "vp": found.variance, "delta": found.difference,
        "se": found.difference_se, "p": found.p, "t": found.difference / found.difference_se,
    }  # fmt: skip
    for stat, values in by_unit.items():
        assert values == pytest.approx([wanted[case, name, stat] for name in names], rel=1e-8), stat


def test_slopes_and_unit_reliability_are_those_of_the_reference(
    answers: Answers, expected: Callable[[str], Any]
) -> None:
    y, unit, adjusters, _, _ = answers
    wanted = expected("C20")
    found = case_mix(Sums.from_persons(y), unit, adjusters)
    slopes = [value for (item, _, _), value in wanted.items() if item == "case-mix coefficient"]
    assert found.coefficients == pytest.approx(slopes, rel=1e-8)
    assert found.reliability == pytest.approx(wanted["unit-level reliability 1-1/F", "", "rel"], rel=1e-8)


def test_cells_of_the_tally_give_the_numbers_of_their_persons(answers: Answers) -> None:
    y, unit, adjusters, frame, _ = answers
    cells, cell = np.unique(np.column_stack([unit, adjusters]), axis=0, return_inverse=True)
    sums = Sums(*(np.bincount(cell, part, len(cells))[:, None] for part in (np.ones(len(y)), y, y**2)))
    persons = case_mix(Sums.from_persons(y), unit, adjusters, frame)
    grouped = case_mix(sums, cells[:, 0].astype(int), cells[:, 1:], frame)
    for name in ("value", "variance", "difference", "difference_se", "p"):
        assert getattr(grouped, name) == pytest.approx(getattr(persons, name), rel=1e-9, abs=1e-12)


def made(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Twenty equal units with very different shares of the old, who are 0.6 more satisfied."""
    generator = np.random.default_rng(seed)
    unit = np.repeat(np.arange(20), 120)
    old = generator.random(2400) < np.linspace(0.1, 0.9, 20)[unit]
    return 3.2 + 0.6 * old + generator.normal(0, 0.8, 2400), unit, old[:, None].astype(float)


def test_equal_units_with_unequal_mix_are_equal_after_adjusting_and_not_before() -> None:
    flagged = {"before": 0.0, "after": 0.0}
    for seed in range(60):
        y, unit, old = made(seed)
        flagged["after"] += (case_mix(Sums.from_persons(y), unit, old).p < 0.05).mean() / 60
        flagged["before"] += (case_mix(Sums.from_persons(y), unit, old[:, :0]).p < 0.05).mean() / 60
    # The adjusted means share the error of the slope, which the CAHPS form leaves out of the variance.
    assert 0.03 < flagged["after"] < 0.09
    assert flagged["before"] > 0.3


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(-2, 2), st.floats(0.5, 2))
def test_moving_and_stretching_the_scale_moves_and_stretches_the_result(seed: int, shift: float, scale: float) -> None:
    y, unit, old = made(seed)

    def found(values: np.ndarray) -> CaseMix:
        return case_mix(Sums.from_persons(values), unit, old)

    assert found(shift + scale * y).value == pytest.approx(shift + scale * found(y).value, rel=1e-7)
    assert found(shift + scale * y).f == pytest.approx(found(y).f, rel=1e-6)


def test_without_adjusters_nothing_is_adjusted() -> None:
    y, unit, old = made(1)
    found = case_mix(Sums.from_persons(y), unit, old[:, :0])
    assert np.array_equal(found.effect, np.zeros(20))
    assert found.r2 == pytest.approx(0, abs=1e-12)


def test_too_little_is_refused_with_the_number() -> None:
    with pytest.raises(TooFew, match="1 of at least 2"):
        case_mix(Sums.from_persons(np.array([1.0, 2.0, 3.0])), np.array([0, 0, 1]), np.empty((3, 0)))
    with pytest.raises(TooFew, match="4 of at least 5"):
        case_mix(
            Sums.from_persons(np.array([1.0, 2.0, 3.0, 5.0])), np.array([0, 0, 1, 1]), np.array([[0.0, 1], [1, 0]] * 2)
        )

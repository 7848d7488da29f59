from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from borgerpuls.method.errors import TooFew
from borgerpuls.method.nonresponse.r_indicator import Representativity, representativity

Table = tuple[np.ndarray, np.ndarray, dict[str, np.ndarray], dict[str, list[str]]]


@pytest.fixture(scope="module")
def frame(inputs: Callable[[str], Any]) -> Table:
    people = inputs("kommune_frame")
    levels = {name: sorted(set(people[name].tolist())) for name in ("sex", "age", "group")}
    codes = {name: np.searchsorted(levels[name], people[name]) for name in levels}
    cells, cell = np.unique(np.column_stack(list(codes.values())), axis=0, return_inverse=True)
    answered = np.bincount(cell, people.number("responded")).astype(int)
    return np.bincount(cell), answered, dict(zip(codes, cells.T, strict=True)), levels


@pytest.fixture(scope="module")
def indicator(frame: Table) -> Representativity:
    return representativity(*frame[:3])


def test_the_indicator_is_that_of_the_reference(
    indicator: Representativity, frame: Table, expected: Callable[[str], Any]
) -> None:
    risq, plain = expected("C18_r_indicator"), expected("C18_response")
    model = "R-indicator logistic sex+age+group"
    for ours, wanted in (
        (indicator.r, risq["R", "", "R_adjusted"]),
        (indicator.r_unadjusted, risq["R", "", "R_unadjusted"]),
        (indicator.se, risq["R", "", "SE"]),
        (indicator.cv, risq["R", "", "CV"]),
        (indicator.cv_se, risq["R", "", "CV_SE"]),
        (indicator.spread, plain[model, "", "S"]),
        (indicator.rate, plain[model, "", "rbar"]),
        (indicator.largest_bias(1.0), plain[model, "", "maxbias_std"]),
    ):
        assert ours == pytest.approx(wanted, abs=1e-7)
    asked = frame[0]
    over_all = 1 - 2 * np.sqrt(asked @ (indicator.propensity - indicator.rate) ** 2 / asked.sum())
    assert over_all == pytest.approx(plain["R-indicator sample-based unadjusted", "", "R_popN"], abs=1e-7)


def test_the_partial_indicators_are_those_of_the_reference(
    indicator: Representativity, frame: Table, expected: Callable[[str], Any]
) -> None:
    risq, plain = expected("C18_r_indicator"), expected("C18_response")
    for name, partial in indicator.partial.items():
        assert partial.unconditional == pytest.approx(risq["partial", name, "Pu"], abs=1e-7)
        assert partial.unconditional_unadjusted == pytest.approx(risq["partial", name, "PuUnadj"], abs=1e-7)
        assert partial.conditional == pytest.approx(risq["partial", name, "Pc"], abs=1e-7)
        assert partial.conditional_unadjusted == pytest.approx(risq["partial", name, "PcUnadj"], abs=1e-7)
        wanted = [plain[f"partial unconditional {name}", level, "Pu_cat"] for level in frame[3][name]]
        assert partial.groups == pytest.approx(wanted, abs=1e-7)


def test_the_propensity_model_is_that_of_the_reference(
    indicator: Representativity, expected: Callable[[str], Any]
) -> None:
    wanted = [value for (item, _, _), value in expected("C18_response").items() if item == "propensity logit"]
    assert indicator.coefficients == pytest.approx(wanted, abs=1e-7)


def test_equal_response_in_every_group_gives_one() -> None:
    asked = np.array([100, 200, 300, 400])
    result = representativity(asked, asked // 4, {"age": np.array([0, 0, 1, 1]), "sex": np.array([0, 1, 0, 1])})
    assert result.r_unadjusted == pytest.approx(1)
    assert result.r == pytest.approx(1)


def test_splitting_a_cell_in_two_changes_nothing(frame: Table, indicator: Representativity) -> None:
    asked, answered, variables, _ = frame
    halves = [np.concatenate([x // 2, x - x // 2]) for x in (asked, answered)]
    again = representativity(halves[0], halves[1], {k: np.concatenate([v, v]) for k, v in variables.items()})
    assert again.r == pytest.approx(indicator.r, abs=1e-12)
    assert again.se == pytest.approx(indicator.se, rel=1e-9)


def test_the_adjusted_indicator_is_right_on_average_and_its_standard_error_too() -> None:
    generator = np.random.default_rng(41)
    asked = np.full(20, 150)
    groups = {"age": np.repeat(np.arange(5), 4), "sex": np.tile([0, 1], 10)}
    propensity = 1 / (1 + np.exp(-(-0.8 + 0.25 * groups["age"] - 0.2 * groups["sex"])))
    truth = 1 - 2 * propensity.std()
    made = [representativity(asked, generator.binomial(asked, propensity), groups) for _ in range(400)]
    assert np.mean([m.r for m in made]) == pytest.approx(truth, abs=0.005)
    assert np.std([m.r for m in made]) == pytest.approx(np.mean([m.se for m in made]), rel=0.15)


def test_a_silent_group_is_refused_by_name() -> None:
    with pytest.raises(TooFew, match="a group of age has nobody who answered"):
        representativity(np.array([10, 10]), np.array([5, 0]), {"age": np.array([0, 1])})


@pytest.mark.parametrize("seed", range(6))
def test_no_weighted_mean_is_further_off_than_what_the_weights_leave_allows(seed: int) -> None:
    # Propensities and means of the cells are known here, so that the bias of the weighted mean is too.
    generator = np.random.default_rng(seed)
    sex, age, target = (part.ravel() for part in np.meshgrid(np.arange(2), np.arange(3), np.arange(4)))
    asked = generator.integers(50_000, 90_000, 24)
    chance = 1 / (1 + np.exp(-(generator.normal(0, 0.7, 2)[sex] + generator.normal(0, 0.5, 3)[age] + 0.4 * target - 1)))
    answered = np.round(asked * chance).astype(np.int64)
    mean = 3 + 0.3 * sex + generator.normal(0, 0.4, 4)[target] + 0.5 * chance
    model = representativity(asked, answered, {"sex": sex, "age": age, "target": target})
    weighted = np.unique(np.column_stack([sex, age]), axis=0, return_inverse=True)[1]
    people, back = np.bincount(weighted, asked), np.bincount(weighted, answered)
    bias = people @ (np.bincount(weighted, answered * mean) / back) / people.sum() - asked @ mean / asked.sum()
    spread = np.sqrt(asked @ (mean - asked @ mean / asked.sum()) ** 2 / asked.sum())
    assert abs(bias) > 1e-3
    assert abs(bias) <= 1.01 * model.cv_within(weighted) * spread
    assert model.cv_within(weighted) < model.cv
    assert model.cv_within(np.arange(24)) == pytest.approx(0, abs=1e-12)


def test_persons_of_one_cell_may_stand_in_several_groups_of_the_weighting(indicator: Representativity) -> None:
    cell = np.repeat(np.arange(len(indicator.asked)), 2)
    halves = np.repeat(indicator.asked / 2, 2)
    alone = np.zeros(len(cell))
    whole = indicator.cv_within(alone, cell, halves)
    real = (1 - indicator.r) / (1 - indicator.r_unadjusted)
    assert whole == pytest.approx(indicator.cv_within(np.zeros(len(indicator.asked))))
    assert whole == pytest.approx(real * indicator.cv, rel=1e-3)
    assert indicator.cv_within(cell, cell, halves) == pytest.approx(0, abs=1e-12)

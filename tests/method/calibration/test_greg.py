"""Calibration by three distances, with and without bounds: R's numbers, totals met, cells like persons."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.array_operations import group_sums
from borgerpuls.method.calibration.greg import Kind, calibrate_to
from borgerpuls.method.calibration.poststratification import poststratify
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NotConverged, TooFew
from borgerpuls.method.estimation.linearization import mean, total
from borgerpuls.method.estimation.means import means
from borgerpuls.method.estimation.totals import Sums, domain_totals

Inputs = Callable[[str], Any]
POPULATION = [6194, 755, 1018, 3914069]
KINDS: tuple[Kind, ...] = ("linear", "raking", "logit")

# c <- calibrate(svydesign(id=~dnum, weights=~pw, data=apiclus1, fpc=~fpc), ~stype+api99, population, calfun=, bounds=)
# svymean(~api00, c), SE; svytotal(~enroll, c), SE; range(weights(c) / weights(dclus1))
FREE = {
    "linear": (
        665.30907116577976,
        3.44175311640484,
        3638487.204131882,
        385524.427352479,
        0.418592462213955,
        1.83329488,
    ),
    "raking": (
        665.39379599478082,
        3.43775353948573,
        3616588.564470645,
        387618.630781262,
        0.534231368669852,
        1.99476124,
    ),
}
BOUND = {
    "linear": (665.48494593063015, 3.41838740287258, 3662212.873060191, 378690.752920479, 0.6, 1.6),
    "raking": (665.46163077365679, 3.42945910752195, 3662280.597428757, 378415.480638605, 0.6, 1.6),
    "logit": (665.40985533387527, 3.41026826924227, 3660490.110201013, 377994.932579578, 0.6121432441569, 1.59942623),
}


@pytest.fixture(scope="module")
def schools(inputs: Inputs) -> tuple[Any, Design, np.ndarray]:
    data = inputs("apiclus1")
    design = Design.from_columns(psu=data["dnum"], weight=data.number("pw"), population=data.number("fpc"))
    columns = [np.ones(183), data["stype"] == "H", data["stype"] == "M", data.number("api99")]
    return data, design, np.column_stack(columns).astype(float)


def figures(data: Any, calibrated: Any) -> list[float]:
    score, size = (
        mean(calibrated.design, data.number("api00")),
        total(calibrated.design, data.number("enroll")),
    )
    return [score.value[0], score.se[0], size.value[0], size.se[0], calibrated.g.min(), calibrated.g.max()]


@pytest.mark.parametrize("kind", FREE)
def test_schools_calibrated_are_those_of_r(kind: Kind, schools: Any) -> None:
    data, design, x = schools
    assert figures(data, calibrate_to(design, x, POPULATION, kind=kind)) == pytest.approx(FREE[kind], rel=1e-8)


@pytest.mark.parametrize("kind", BOUND)
def test_schools_calibrated_within_bounds_are_those_of_r(kind: Kind, schools: Any) -> None:
    data, design, x = schools
    made = calibrate_to(design, x, POPULATION, kind=kind, bounds=(0.6, 1.6))
    assert figures(data, made) == pytest.approx(BOUND[kind], rel=1e-8)


def test_groups_and_regression_residuals_are_those_of_r(schools: Any) -> None:
    # svymean(~api00, subset(c, awards == "Yes"))
    data, design, x = schools
    known: tuple[tuple[Kind, float, float], ...] = (
        ("linear", 675.76405160541447, 7.28901315124839),
        ("raking", 675.4170374348083, 7.2347647722411),
    )
    for kind, value, se in known:
        calibrated = calibrate_to(design, x, POPULATION, kind=kind).design
        made = mean(calibrated, data.number("api00"), data["awards"] == "Yes")
        assert (made.value[0], made.se[0]) == pytest.approx((value, se), rel=1e-11)


def test_the_ratio_estimator_is_calibration_with_variance_x(inputs: Inputs) -> None:
    # calibrate(dstrat, ~api99 - 1, 3914069, variance = 1): R takes a single variance as a multiple of x
    data = inputs("apistrat")
    design = Design.from_columns(stratum=data["stype"], weight=data.number("pw"), population=data.number("fpc"))
    x, y = data.number("api99"), data.number("api00")
    made = calibrate_to(design, x, 3914069, variance=x)
    size = total(made.design, y)
    assert (size.value[0], size.se[0]) == pytest.approx((4118620.3838759139, 14262.5630421552), rel=1e-12)
    assert np.ptp(made.g) < 1e-12


@pytest.mark.parametrize("kind", KINDS)
def test_totals_are_met_and_known_without_error(kind: Kind, schools: Any) -> None:
    _, design, x = schools
    calibrated = calibrate_to(design, x, POPULATION, kind=kind, bounds=(0.3, 3)).design
    known = total(calibrated, x)
    assert known.value == pytest.approx(POPULATION, rel=1e-6)
    assert known.se == pytest.approx(np.zeros(4), abs=1e-4)


def made(seed: int, rows: int = 60) -> tuple[Design, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, rows)
    x = np.column_stack([np.ones(rows), kind == 1, kind == 2]).astype(float)
    y = np.clip(np.round(3 + 0.5 * kind + rng.normal(size=rows)), 1, 5)
    return Design(np.arange(rows) % 2, rng.choice([5.0, 8.0], rows), np.ones(rows, np.int64)), x, y


@given(st.integers(0, 10_000), st.sampled_from(KINDS))
def test_indicators_of_cells_give_post_stratification(seed: int, kind: Kind) -> None:
    design, x, y = made(seed)
    cell = (x @ [0, 1, 2]).astype(np.int64)
    totals = np.bincount(cell, design.weight, 3) * [0.8, 1.1, 1.25]
    post = mean(poststratify(design, cell, totals).design, y)
    same = calibrate_to(design, cell[:, None] == [0, 1, 2], totals, kind=kind, bounds=(0.5, 2)).design
    assert mean(same, y).value == pytest.approx(post.value, rel=1e-6)
    assert mean(same, y).se == pytest.approx(post.se, rel=1e-6)


@given(st.integers(0, 10_000), st.sampled_from(KINDS), st.randoms(use_true_random=False))
def test_order_and_the_coding_of_variables_change_nothing(seed: int, kind: Kind, random: Any) -> None:
    design, x, y = made(seed)
    totals = (design.weight @ x) * [1.05, 1.2, 0.9]
    plain = mean(calibrate_to(design, x, totals, kind=kind, bounds=(0.3, 3)).design, y)
    order = np.array(random.sample(range(60), 60))
    recode = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 2]]).T
    shuffled = Design(design.stratum[order], design.weight[order], design.persons)
    moved = mean(
        calibrate_to(shuffled, x[order] @ recode, totals @ recode, kind=kind, bounds=(0.3, 3)).design, y[order]
    )
    assert moved.value == pytest.approx(plain.value, rel=1e-6)
    assert moved.se == pytest.approx(plain.se, rel=1e-6)


@given(st.integers(0, 10_000), st.sampled_from(KINDS))
def test_cells_of_persons_give_what_the_persons_give(seed: int, kind: Kind) -> None:
    design, x, y = made(seed)
    totals = (design.weight @ x) * [1.05, 1.2, 0.9]
    calibrated = calibrate_to(design, x, totals, kind=kind, bounds=(0.3, 3)).design
    persons = mean(calibrated, y, (x[:, 1] == 1)[:, None] == [False, True])
    keys = np.column_stack([design.stratum, design.weight, x])
    _, first, key = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    key = key.reshape(-1)
    one = Sums.from_persons(y)
    sums = Sums(*(group_sums(key, len(first), a) for a in (one.n, one.total, one.squares)))
    cells = Design(design.stratum[first], design.weight[first], np.bincount(key))
    folded = calibrate_to(cells, x[first], totals, kind=kind, bounds=(0.3, 3)).design
    group = (x[first, 1] == 1).astype(np.int64)
    totals_by_group = domain_totals(folded, sums, group, 2, unit=np.zeros(len(first), np.int64))
    assert means(totals_by_group).value[0, :, 0] == pytest.approx(persons.value, rel=1e-9)
    assert means(totals_by_group).se[0, :, 0] == pytest.approx(persons.se, rel=1e-8, abs=1e-12)


@given(st.integers(0, 10_000), st.floats(0.02, 50))
def test_the_unit_of_weights_changes_nothing_without_bounds(seed: int, factor: float) -> None:
    design, x, y = made(seed)
    totals = (design.weight @ x) * [1.05, 1.2, 0.9]
    other = Design(design.stratum, design.weight * factor, design.persons)
    for kind in ("linear", "raking"):
        plain = mean(calibrate_to(design, x, totals, kind=kind).design, y)
        scaled = mean(calibrate_to(other, x, totals, kind=kind).design, y)
        assert scaled.value == pytest.approx(plain.value, rel=1e-6)
        assert scaled.se == pytest.approx(plain.se, rel=1e-6)


def test_weights_below_zero_are_refused_and_raking_mends_them() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    x = np.column_stack([np.ones(4), [0, 1, 2, 10]])
    with pytest.raises(ValueError, match="1 of 4 kinds of rows would get a weight below zero"):
        calibrate_to(design, x, [4, 2.0])
    assert calibrate_to(design, x, [4, 2.0], kind="raking").g.min() > 0


def test_bounds_too_narrow_are_refused_with_what_is_left(schools: Any) -> None:
    _, design, x = schools
    with pytest.raises(NotConverged, match=r"total number 1 is .* and should be 755; bounds too narrow") as refused:
        calibrate_to(design, x, POPULATION, kind="raking", bounds=(0.95, 1.05))
    assert refused.value.misfit > 0.1


def test_totals_that_contradict_each_other_are_refused() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    x = np.column_stack([np.ones(4), np.ones(4), [0, 1, 0, 1]])
    with pytest.raises(NotConverged, match="contradict"):
        calibrate_to(design, x, [10, 12, 5])


def test_a_total_that_nobody_carries_is_refused_with_its_number() -> None:
    design = Design(np.zeros(3, np.int64), np.ones(3), np.ones(3, np.int64))
    with pytest.raises(TooFew, match="nobody answered for 1 of 2 totals, first number 1"):
        calibrate_to(design, [[1, 0], [1, 0], [1, 0]], [30, 7])


@pytest.mark.parametrize(
    ("totals", "options", "words"),
    [
        ([30], {}, "2 variables need as many totals"),
        ([30, np.nan], {}, "all of them numbers"),
        ([30, 20], {"kind": "logit"}, "a low and a high bound"),
        ([30, 20], {"kind": "raking", "bounds": (1.2, 3)}, "either side of 1"),
        ([30, 20], {"kind": "raking", "variance": [1, 1, 1]}, "linear calibration without bounds"),
    ],
)
def test_what_cannot_be_meant_is_refused(totals: list[float], options: dict[str, Any], words: str) -> None:
    design = Design(np.zeros(3, np.int64), np.ones(3), np.ones(3, np.int64))
    with pytest.raises(ValueError, match=words):
        calibrate_to(design, [[1, 0], [1, 1], [1, 1]], totals, **options)


def test_a_calibrated_design_is_not_calibrated_again(schools: Any) -> None:
    _, design, x = schools
    once = calibrate_to(design, x, POPULATION).design
    with pytest.raises(ValueError, match="calibrated already"):
        calibrate_to(once, x, POPULATION)


def test_calibrated_intervals_hold_the_truth_and_are_shorter() -> None:
    """3,000 persons, an auxiliary known for all that explains half the answers' variance; 300 samples of about 90."""
    rng = np.random.default_rng(7)
    x = rng.gamma(4, 1, 3000)
    y = x + rng.normal(scale=2, size=3000)
    held, plain, calibrated = 0, 0.0, 0.0
    for _ in range(300):
        i = np.flatnonzero(rng.random(3000) < 0.03)
        design = Design(np.zeros(len(i), np.int64), np.full(len(i), 1 / 0.03), np.ones(len(i), np.int64))
        known = calibrate_to(design, np.column_stack([np.ones(len(i)), x[i]]), [3000, x.sum()], kind="raking").design
        made = mean(known, y[i])
        low, high = made.interval()
        held += bool(low[0] <= y.mean() <= high[0])
        plain, calibrated = plain + mean(design, y[i]).se[0], calibrated + made.se[0]
    assert 0.92 <= held / 300 <= 0.98
    assert calibrated < 0.8 * plain


def test_raking_with_wide_bounds_gives_the_weights_of_raking_without() -> None:
    """R's steps stall here: it compares 1 + x'λ with the bounds, which is below zero long before g is."""
    plain = Design.from_columns(weight=np.full(4, 10.0))
    x = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float64)
    free = calibrate_to(plain, x, [2.4, 37.6], kind="raking")
    held = calibrate_to(plain, x, [2.4, 37.6], kind="raking", bounds=(0.05, 3.0))
    assert held.g == pytest.approx(free.g, rel=1e-6)


@pytest.mark.parametrize("kind", ["linear", "raking"])
def test_units_that_share_no_variable_are_calibrated_as_if_alone(kind: Kind) -> None:
    """Beside a person whom no variable is about, and who keeps the weight."""
    one = np.array([[1, 0, 1], [1, 0, 0], [0, 1, 1], [0, 1, 0]], np.float64)
    x = np.zeros((9, 6))
    x[:4, :3], x[4:8, 3:] = one, one
    totals = [24.0, 16.0, 18.0, 10.0, 30.0, 25.0]
    answers = np.array([1, 5, 2, 4, 3, 3, 5, 1, 2], np.float64)
    both = calibrate_to(Design.from_columns(weight=np.full(9, 10.0)), x, totals, kind=kind, bounds=(0.2, 4.0))
    alone = [
        calibrate_to(Design.from_columns(weight=np.full(4, 10.0)), one, part, kind=kind, bounds=(0.2, 4.0))
        for part in (totals[:3], totals[3:])
    ]
    assert both.g[:4] == pytest.approx(alone[0].g, rel=1e-12)
    assert both.g[4:8] == pytest.approx(alone[1].g, rel=1e-12)
    assert both.g[8] == 1.0
    regression = both.design.calibration
    assert regression is not None
    assert len(set(regression.block.tolist())) == 3
    assert total(both.design, answers).se > 0

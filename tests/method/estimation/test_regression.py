"""Regressions are R's, on persons and on cells, and refuse what cannot be estimated."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.calibration.greg import calibrate_to
from borgerpuls.method.design.design import Design
from borgerpuls.method.design.expand_counts import expand_counts
from borgerpuls.method.errors import NotConverged, TooFew
from borgerpuls.method.estimation.linearization import concatenate_estimates, mean
from borgerpuls.method.estimation.regression import Family, regress

Inputs = Callable[[str], Any]


def simple(n: int) -> Design:
    return Design(np.zeros(n, np.int64), np.ones(n), np.ones(n, np.int64))


def constant(*columns: Any) -> np.ndarray:
    return np.column_stack([np.ones(len(columns[0])), *columns]).astype(float)


def test_a_linear_model_of_schools_is_that_of_r(stratified: Any) -> None:
    # svyglm(api00 ~ ell + meals + mobility, dstrat): coef, SE, confint, df.residual, p
    data = stratified.data
    made = regress(stratified.fpc, data.number("api00"), constant(data.number("ell", "meals", "mobility")))
    assert made.value == pytest.approx([820.887315905623, -0.480586612171949, -3.141535309984561, 0.225713210229636])
    assert made.se == pytest.approx([10.077735949885390, 0.391973403222528, 0.283946506416501, 0.393218362022529])
    low, high = made.interval()
    assert low == pytest.approx([801.011324489728, -1.253663028983467, -3.701553785579951, -0.549818598402525])
    assert high == pytest.approx([840.763307321518, 0.292489804639568, -2.581516834389171, 1.001245018861798])
    assert made.p[1:] == pytest.approx([2.21658715155487e-01, 2.25413465184605e-22, 5.66622613162202e-01])
    assert (made.df, made.n) == (194, 200)


def test_a_linear_model_in_a_group_is_that_of_r(stratified: Any) -> None:
    # svyglm(api00 ~ ell + meals + mobility, subset(dstrat, awards == "Yes"))
    data = stratified.data
    x = constant(data.number("ell", "meals", "mobility"))
    made = regress(stratified.fpc, data.number("api00"), x, data["awards"] == "Yes")
    assert made.value == pytest.approx(
        [847.1928945771202, -0.3259740733413276, -3.3670469277631674, 0.0783164740353665]
    )
    assert made.se == pytest.approx([10.8626132311199, 0.4114366851146298, 0.3446151967174947, 0.3857065695756299])
    assert made.df == 107


def test_a_linear_model_after_calibration_is_that_of_r(clusters: Any) -> None:
    # svyglm(api00 ~ ell + meals, calibrate(dclus1, ~stype+api99, c(6194, 755, 1018, 3914069)))
    data = clusters.data
    x = constant(data["stype"] == "H", data["stype"] == "M", data.number("api99"))
    design = calibrate_to(clusters.fpc, x, [6194, 755, 1018, 3914069]).design
    made = regress(design, data.number("api00"), constant(data.number("ell", "meals")))
    assert made.value == pytest.approx([818.235649385792840, -0.426913485110448, -3.216648256698174])
    assert made.se == pytest.approx([13.511040989951610, 0.327975386449257, 0.325785538221471])
    assert made.df == 12


def test_a_logistic_model_is_that_of_r_when_it_goes_to_the_end(stratified: Any) -> None:
    # svyglm(I(sch.wide == "Yes") ~ ell + meals + mobility, dstrat, family = quasibinomial(),
    #        control = glm.control(epsilon = 1e-15, maxit = 100)); predict(type = "response") at 20, 50, 10
    data = stratified.data
    y = (data["sch.wide"] == "Yes").astype(float)
    made = regress(stratified.fpc, y, constant(data.number("ell", "meals", "mobility")), family="logistic")
    assert made.value == pytest.approx([0.83583652484549, -0.00248963574926, -0.00315236511229, 0.06089677872753])
    assert made.se == pytest.approx([0.45562087836016, 0.01325251021939, 0.00919945360884, 0.03193457693654], rel=1e-9)
    share, se = made.predict([1, 20, 50, 10])
    assert (share[0], se[0]) == pytest.approx((0.775109961748495, 0.0426), abs=1e-5)


def test_a_logistic_model_with_missing_answers_and_clusters_is_that_of_r(inputs: Inputs) -> None:
    # svyglm(HI_CHOL ~ factor(race) + RIAGENDR, svydesign(id=~SDMVPSU, strata=~SDMVSTRA, weights=~WTMEC2YR, nest=TRUE,
    #        data=nhanes), family = quasibinomial()); R's standard errors stop at the fifth digit
    data = inputs("nhanes")
    design = Design.from_columns(psu=data["SDMVPSU"], stratum=data["SDMVSTRA"], weight=data.number("WTMEC2YR"))
    race = data.number("race")
    x = constant(race == 2, race == 3, race == 4, data.number("RIAGENDR"))
    made = regress(design, data.number("HI_CHOL"), x, family="logistic")
    r = [-2.5310223634631273, 0.1995189367373401, -0.2939889391153635, -0.0309998277868137, 0.2318381568463475]
    r_se = [0.1289756119329268, 0.0864402409570955, 0.1617129249060220, 0.2953600493191979, 0.0767609066511249]
    assert made.value == pytest.approx(r, rel=1e-7)
    assert made.se == pytest.approx(r_se, rel=2e-6)
    assert made.df == 12


def test_a_line_through_three_persons_by_hand() -> None:
    """x 0, 1, 2 and y 1, 2, 6: slope 5/2, constant 1/2, residuals ½, −1, ½; V(slope) = 3/2·Σ(e·(x − 1))²/4 = 3/16."""
    made = regress(simple(3), [1.0, 2, 6], constant([0.0, 1, 2]))
    assert made.value == pytest.approx([0.5, 2.5])
    assert made.covariance[1, 1] == pytest.approx(3 / 16)
    assert made.predict([[1, 1]])[0] == pytest.approx([3])


@given(st.integers(0, 10_000))
def test_a_constant_alone_is_the_mean_and_a_group_the_difference(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = Design(np.arange(30) % 2, rng.uniform(1, 4, 30), np.ones(30, np.int64))
    y, group = rng.normal(size=30), np.arange(30) % 3 == 0
    alone = regress(design, y, np.ones(30))
    assert alone.value == pytest.approx(mean(design, y).value)
    assert alone.se == pytest.approx(mean(design, y).se)
    both = concatenate_estimates(mean(design, y, group), mean(design, y, ~group)).contrast([1, -1])
    made = regress(design, y, constant(group))
    assert (made.value[1], made.se[1]) == pytest.approx((both.value[0], both.se[0]))


@given(st.integers(0, 10_000), st.sampled_from(["gaussian", "logistic"]))
def test_cells_of_answers_give_what_the_persons_give(seed: int, family: Family) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 5, (6, 2))
    cells = Design(np.arange(6) % 2, rng.choice([2.0, 3.0], 6), counts.sum(axis=1))
    x = constant(np.arange(6) // 2, np.arange(6) % 2)
    row = np.repeat(np.arange(6), cells.persons)
    persons = Design(cells.stratum[row], cells.weight[row], np.ones(len(row), np.int64))
    y = np.concatenate([np.repeat([0.0, 1.0], c) for c in counts])
    long = expand_counts(cells, counts)
    ours = regress(long.design, long.category.astype(float), x[long.row], family=family)
    theirs = regress(persons, y, x[row], family=family)
    assert ours.value == pytest.approx(theirs.value, rel=1e-8, abs=1e-10)
    assert ours.covariance == pytest.approx(theirs.covariance, rel=1e-7, abs=1e-12)
    assert (ours.df, ours.n) == (theirs.df, theirs.n)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.randoms(use_true_random=False), st.booleans())
def test_order_names_and_the_unit_of_weights_change_nothing(
    seed: int, factor: float, random: Any, logistic: bool
) -> None:
    rng = np.random.default_rng(seed)
    stratum, weight, x = np.arange(40) % 2, rng.uniform(1, 3, 40), rng.normal(size=40)
    y = (np.arange(40) % 2 == 0) * 1.0 if logistic else x + rng.normal(size=40)
    family: Family = "logistic" if logistic else "gaussian"
    plain = regress(Design(stratum, weight, np.ones(40, np.int64)), y, constant(x), family=family)
    order = np.array(random.sample(range(40), 40))
    other = Design(1 - stratum[order], weight[order] * factor, np.ones(40, np.int64))
    moved = regress(other, y[order], constant(x[order]), family=family)
    assert moved.value == pytest.approx(plain.value, rel=1e-6, abs=1e-9)
    assert moved.se == pytest.approx(plain.se, rel=1e-6)


def test_as_many_coefficients_as_answers_are_refused() -> None:
    with pytest.raises(TooFew, match="2 of at least 3 needed: a regression with 2 coefficients"):
        regress(simple(2), [1.0, 2], constant([0, 1]))


@pytest.mark.parametrize(
    ("x", "words"),
    [([[1, 2, 4]] * 5 + [[1, 0, 0]] * 2, "a combination of others"), ([[1, 0]] * 7, "column number 1 of x is zero")],
)
def test_columns_that_tell_nothing_are_refused(x: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        regress(simple(7), np.arange(7.0), x)


def test_answers_that_a_line_separates_are_refused() -> None:
    with pytest.raises(NotConverged, match="without fail"):
        regress(simple(8), [0.0, 0, 0, 0, 1, 1, 1, 1], constant(np.arange(8)), family="logistic")


def test_a_logistic_model_of_scores_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        regress(simple(4), [1.0, 2, 3, 4], np.ones(4), family="logistic")


def test_answers_on_a_line_have_no_error() -> None:
    made = regress(simple(5), 1 + 2 * np.arange(5.0), constant(np.arange(5)))
    assert made.value == pytest.approx([1, 2])
    assert made.se == pytest.approx([0, 0], abs=1e-12)
    assert made.p == pytest.approx([0, 0], abs=1e-9)


def test_intervals_of_a_slope_hold_the_truth_though_the_spread_grows() -> None:
    rng = np.random.default_rng(6)
    held = 0
    for _ in range(400):
        x = rng.uniform(0, 2, 80)
        y = 1 + 0.5 * x + x * rng.normal(size=80)
        low, high = regress(simple(80), y, constant(x)).interval()
        held += bool(low[1] <= 0.5 <= high[1])
    assert 0.925 <= held / 400 <= 0.975

"""Replicates are R's, agree with linearisation, and work from cells as from persons."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method.calibration.greg import Kind, calibrate_to
from borgerpuls.method.calibration.poststratification import poststratify
from borgerpuls.method.calibration.raking import margin, rake
from borgerpuls.method.design.design import Design
from borgerpuls.method.design.expand_counts import expand_counts
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.linearization import mean, ratio, total
from borgerpuls.method.estimation.quantiles import quantile
from borgerpuls.method.estimation.replicates import (
    ReplicateEstimates,
    bootstrap,
    jackknife,
    replicate,
    replicate_variance,
)

Inputs = Callable[[str], Any]


def means_of(y: np.ndarray, where: np.ndarray | None = None) -> Callable[[Design], np.ndarray]:
    return lambda design: mean(design, y, where).value


def test_schools_left_out_one_by_one_are_those_of_r(stratified: Any) -> None:
    # j <- as.svrepdesign(dstrat, type = "JKn"); svymean(~api00, j); svytotal(~enroll, j);
    # svymean(~api00, subset(j, awards == "Yes")); svyratio(~api.stu, ~enroll, j); svyquantile(~api00, j, .5)
    data = stratified.data
    score, size, students = (data.number(name) for name in ("api00", "enroll", "api.stu"))
    made = replicate(
        jackknife(stratified.fpc),
        lambda d: np.concatenate(
            [
                mean(d, score).value,
                total(d, size).value,
                mean(d, score, data["awards"] == "Yes").value,
                ratio(d, students, size).value,
            ]
        ),
    )
    r = [9.4089408027845, 114641.7161007802642, 11.8925465947607, 0.00777250903998768]
    assert made.se == pytest.approx(r, rel=1e-11)
    assert made.df == 197


def test_deviations_from_the_estimate_itself_are_those_of_r(stratified: Any) -> None:
    # as.svrepdesign(svydesign without fpc, type = "JKn", mse = TRUE | FALSE), awards == "Yes"
    data = stratified.data
    part = means_of(data.number("api00"), data["awards"] == "Yes")
    replicates = jackknife(stratified.nofpc)
    assert replicate(replicates, part, mse=True).se[0] == pytest.approx(12.0448608034053, rel=1e-12)
    assert replicate(replicates, part).se[0] == pytest.approx(12.0448608033673, rel=1e-12)


def test_calibration_made_anew_in_each_replicate_is_that_of_r(clusters: Any) -> None:
    # j <- as.svrepdesign(dclus1, type = "JK1"); rake(j, list(~stype, ~sch.wide), list(pt, ps), to the end);
    # calibrate(j, ~stype+api99, population, calfun = "linear" | "raking")
    data = clusters.data
    score = means_of(data.number("api00"))
    replicates = jackknife(clusters.fpc)
    assert replicate(replicates, score).se[0] == pytest.approx(26.3293605895276, rel=1e-11)
    margins = [
        margin([data["stype"]], [["E", "H", "M"]], [4421, 755, 1018]),
        margin([data["sch.wide"]], [["No", "Yes"]], [1072, 5122]),
    ]
    raked = replicate(replicates, score, lambda d: rake(d, margins).design)
    assert (raked.value[0], raked.se[0]) == pytest.approx((641.2303209268199, 26.8739804354671), rel=1e-7)
    columns = [np.ones(183), data["stype"] == "H", data["stype"] == "M", data.number("api99")]
    x, totals = np.column_stack(columns).astype(float), [6194, 755, 1018, 3914069]

    def calibrated(kind: Kind, design: Design) -> Design:
        return calibrate_to(design, x, totals, kind=kind).design

    errors: tuple[tuple[Kind, float], ...] = (("linear", 3.94285448376761), ("raking", 3.87928356168816))
    for kind, se in errors:
        made = replicate(replicates, score, partial(calibrated, kind))
        assert made.se[0] == pytest.approx(se, rel=1e-6)


def test_post_strata_in_each_replicate_are_those_of_r(stratified: Any) -> None:
    # postStratify(as.svrepdesign(dstrat, type = "JKn"), ~sch.wide, ps)
    cell = (stratified.data["sch.wide"] == "Yes").astype(np.int64)
    made = replicate(
        jackknife(stratified.fpc),
        means_of(stratified.data.number("api00")),
        lambda d: poststratify(d, cell, [1072, 5122]).design,
    )
    assert made.se[0] == pytest.approx(9.31325170519943, rel=1e-11)


def test_a_nested_cluster_ratio_is_that_of_r(inputs: Inputs) -> None:
    # as.svrepdesign(svydesign(data=scd, prob=~1, id=~ambulance, strata=~ESA, nest=TRUE), "JKn"); alive over arrests
    data = inputs("scd")
    design = Design.from_columns(stratum=data["ESA"], psu=data["ambulance"], weight=np.ones(6))
    alive, arrests = data.number("alive"), data.number("arrests")
    made = replicate(jackknife(design), lambda d: ratio(d, alive, arrests).value)
    assert (made.value[0], made.se[0]) == pytest.approx((0.15350635008282718, 0.00984645720399716), rel=1e-12)
    assert ratio(design, alive, arrests).se[0] == pytest.approx(0.00980730359997476, rel=1e-12)


@pytest.mark.parametrize("calibrated", [False, True], ids=["plain", "raked"])
def test_linearisation_and_jackknife_agree(calibrated: bool, stratified: Any) -> None:
    data = stratified.data
    margins = [margin([data["stype"]], [["E", "H", "M"]], [4421, 755, 1018]),
               margin([data["sch.wide"]], [["No", "Yes"]], [1072, 5122])]  # fmt: skip
    weigh = (lambda d: rake(d, margins).design) if calibrated else (lambda d: d)
    score, part = data.number("api00"), data["awards"][:, None] == ["No", "Yes"]
    linear = mean(weigh(stratified.nofpc), score, part)
    made = replicate(jackknife(stratified.nofpc), means_of(score, part), weigh)
    assert made.value == pytest.approx(linear.value)
    assert made.se == pytest.approx(linear.se, rel=0.025)
    assert made.covariance[0, 1] == pytest.approx(linear.covariance[0, 1], rel=0.1, abs=1)


def test_a_bootstrap_agrees_with_linearisation_and_comes_again(stratified: Any) -> None:
    score = stratified.data.number("api00")
    made = replicate(bootstrap(stratified.nofpc, 1500, seed=4), means_of(score))
    assert made.se[0] == pytest.approx(mean(stratified.nofpc, score).se[0], rel=0.06)
    again, other = (replicate(bootstrap(stratified.nofpc, 50, seed=s), means_of(score)).se for s in (4, 5))
    assert again == pytest.approx(replicate(bootstrap(stratified.nofpc, 50, seed=4), means_of(score)).se)
    assert again != pytest.approx(other)


def test_a_bootstrap_draws_one_less_than_there_are_and_keeps_the_whole(stratified: Any) -> None:
    made = bootstrap(stratified.nofpc, 20, seed=1)
    stratum = stratified.nofpc.stratum
    for h, n in enumerate(stratified.nofpc.psus):
        drawn = made.factor[stratum == h] * (n - 1) / n
        assert drawn == pytest.approx(np.round(drawn))
        assert drawn.sum(axis=0) == pytest.approx(np.full(20, n - 1))
    assert (made.scale, made.rscales.tolist()) == (1 / 19, [1.0] * 20)


def test_a_median_is_left_to_the_bootstrap(stratified: Any) -> None:
    score = stratified.data.number("api00")
    made = replicate(bootstrap(stratified.nofpc, 300, seed=2), lambda d: quantile(d, score).value)
    assert made.se[0] == pytest.approx(float(quantile(stratified.nofpc, score).se), rel=0.25)


def test_three_persons_by_hand() -> None:
    """Answers 1, 2, 6: without one of them the means are 4, 3.5 and 1.5; (2/3)·Σ(· − 3)² = 7/3 = s²/n."""
    y = np.array([1.0, 2, 6])
    made = replicate(jackknife(Design(np.zeros(3, np.int64), np.ones(3), np.ones(3, np.int64))), means_of(y))
    assert made.made.ravel().tolist() == [4, 3.5, 1.5]
    assert made.covariance[0, 0] == pytest.approx(7 / 3)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=30)
def test_cells_of_answers_give_what_the_persons_give(seed: int, mse: bool) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 4, (6, 3)) + np.array([0, 1, 1])
    cells = Design(np.arange(6) % 2, rng.choice([2.0, 3.0], 6), counts.sum(axis=1), np.array([200.0, 300]))
    row = np.repeat(np.arange(6), cells.persons)
    persons = Design(cells.stratum[row], cells.weight[row], np.ones(len(row), np.int64), cells.population)
    y = np.concatenate([np.repeat(np.arange(1.0, 4), c) for c in counts])
    long = expand_counts(cells, counts)
    sex = np.arange(6) // 2 % 2
    ours = replicate(
        jackknife(long.design),
        means_of(long.category + 1.0, long.row > 2),
        lambda d: poststratify(d, sex[long.row], [60, 40]).design,
        mse=mse,
    )
    theirs = replicate(
        jackknife(persons), means_of(y, row > 2), lambda d: poststratify(d, sex[row], [60, 40]).design, mse=mse
    )
    assert ours.value == pytest.approx(theirs.value)
    assert ours.covariance == pytest.approx(theirs.covariance)
    assert len(ours.made) < len(theirs.made)


def test_a_bootstrap_of_cells_spreads_as_that_of_persons() -> None:
    counts = np.array([[5, 10, 15], [20, 5, 5]])
    long = expand_counts(Design(np.arange(2), np.ones(2), counts.sum(axis=1)), counts)
    score = long.category + 1.0
    made = replicate(bootstrap(long.design, 2000, seed=3), means_of(score))
    assert made.se[0] == pytest.approx(mean(long.design, score).se[0], rel=0.06)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_order_names_and_the_unit_of_weights_change_nothing(seed: int, factor: float, random: Any) -> None:
    rng = np.random.default_rng(seed)
    stratum, weight, y = np.arange(16) % 3, rng.uniform(1, 3, 16), rng.normal(size=16)
    plain = replicate(jackknife(Design(stratum, weight, np.ones(16, np.int64))), means_of(y))
    order = np.array(random.sample(range(16), 16))
    other = Design(2 - stratum[order], factor * weight[order], np.ones(16, np.int64))
    assert replicate(jackknife(other), means_of(y[order])).se == pytest.approx(plain.se)


def test_a_stratum_fully_counted_gives_no_replicates() -> None:
    design = Design(np.array([0, 0, 1, 1, 1]), np.ones(5), np.ones(5, np.int64), np.array([2.0, 30]))
    replicates = jackknife(design)
    assert replicates.factor.shape == (5, 3)
    y = np.array([1.0, 5, 1, 2, 4])
    assert replicate(replicates, means_of(y)).se[0] == pytest.approx(mean(design, y).se[0])


def test_a_lonely_stratum_is_refused() -> None:
    lonely = Design(np.array([0, 0, 1]), np.ones(3), np.ones(3, np.int64))
    with pytest.raises(TooFew, match="stratum number 1 has one answering unit"):
        jackknife(lonely)
    with pytest.raises(TooFew, match="stratum number 1 has one answering unit"):
        bootstrap(lonely, 10, seed=1)


def test_one_bootstrap_replicate_is_refused() -> None:
    with pytest.raises(TooFew, match="1 of at least 2 needed"):
        bootstrap(Design(np.zeros(3, np.int64), np.ones(3), np.ones(3, np.int64)), 1, seed=1)


def test_cells_of_persons_who_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="make them from counts with spread_counts"):
        jackknife(Design(np.zeros(2, np.int64), np.ones(2), np.array([3, 2])))


def test_a_margin_that_one_person_holds_alone_is_refused_in_its_replicate() -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    with pytest.raises(TooFew, match="nobody answered in 1 of 2 post-strata"):
        replicate(jackknife(design), means_of(np.arange(4.0)), lambda d: poststratify(d, [0, 0, 0, 1], [5, 5]).design)


def test_replicates_of_another_program_give_their_variance() -> None:
    made = np.array([[1.0, 2], [3, 2], [2, 5]])
    deviations = made - made.mean(axis=0)
    expected = 0.5 * sum(np.outer(d, d) * r for d, r in zip(deviations, [1, 2, 3], strict=True))
    assert replicate_variance(deviations, 0.5, [1, 2, 3]) == pytest.approx(expected)
    assert replicate_variance(deviations[:, 0], 1, np.ones(3)).item() == pytest.approx(2)


def test_replicated_intervals_are_those_of_t() -> None:
    made = ReplicateEstimates(np.array([3.0]), np.array([[4.0]]), np.zeros((2, 1)), 10.0, 11.0)
    low, high = made.interval()
    assert high[0] - low[0] == pytest.approx(2 * 2.2281388519649385 * 2)
    assert made.interval(df=np.inf)[1][0] == pytest.approx(3 + 1.959963984540054 * 2)


def test_intervals_of_a_ratio_hold_the_truth() -> None:
    rng = np.random.default_rng(9)
    held = 0
    for _ in range(300):
        x = rng.gamma(4, 1, 30)
        y = 0.5 * x + rng.normal(scale=0.5, size=30)
        design = Design(np.zeros(30, np.int64), np.ones(30), np.ones(30, np.int64))

        def quotient(d: Design, y: np.ndarray = y, x: np.ndarray = x) -> float:
            return float((d.weight @ y) / (d.weight @ x))

        low, high = replicate(jackknife(design), quotient).interval()
        held += bool(low[0] <= 0.5 <= high[0])
    assert 0.91 <= held / 300 <= 0.98


def test_the_design_given_is_left_as_it_was(stratified: Any) -> None:
    before = stratified.nofpc.weight.copy()
    replicate(jackknife(stratified.nofpc), means_of(stratified.data.number("api00")))
    assert np.array_equal(before, stratified.nofpc.weight)

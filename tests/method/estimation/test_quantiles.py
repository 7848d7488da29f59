"""Quantiles of persons are R's, those of categories agree with them, and few answers leave an end open."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.calibration.poststratification import poststratify
from borgerpuls.method.design.design import Design
from borgerpuls.method.design.expand_counts import expand_counts
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.category_shares import cumulative_sums
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.means import means
from borgerpuls.method.estimation.proportion_intervals import Kind
from borgerpuls.method.estimation.quantiles import Quantiles, category_quantile, quantile
from borgerpuls.method.estimation.totals import domain_totals

Inputs = Callable[[str], Any]

# svyquantile(~api00, svydesign(id=~1, strata=~stype, weights=~pw, data=apistrat, fpc=~fpc), c(.25, .5, .75),
#             interval.type = "mean" | "beta" | "xlogit" | "asin"): low, high, se
STRATIFIED: dict[Kind, tuple[list[float], list[float], list[float]]] = {
    "wald": ([535, 642, 726], [597, 694, 778], [15.7194511320391, 13.1840557881618, 13.1840557881618]),
    "beta": ([539, 641, 724], [600, 695, 777], [15.4659115976514, 13.6911348569373, 13.4375953225495]),
    "logit": ([539, 642, 726], [599, 694, 777], [15.2123720632636, 13.1840557881618, 12.9305162537741]),
    "arcsine": ([539, 642, 726], [597, 694, 777], [14.7052929944882, 13.1840557881618, 12.9305162537741]),
}


def flat(made: Quantiles) -> list[list[float]]:
    return [np.ravel(a).tolist() for a in (made.value, made.low, made.high, made.se)]


def simple(n: int) -> Design:
    return Design(np.zeros(n, np.int64), np.ones(n), np.ones(n, np.int64))


@pytest.mark.parametrize("kind", STRATIFIED)
def test_quartiles_of_schools_are_those_of_r(kind: Kind, stratified: Any) -> None:
    made = quantile(stratified.fpc, stratified.data.number("api00"), [0.25, 0.5, 0.75], kind=kind)
    assert made.value.tolist() == [565, 668, 756]
    assert (made.low.tolist(), made.high.tolist()) == STRATIFIED[kind][:2]
    assert made.se == pytest.approx(STRATIFIED[kind][2], rel=1e-12)
    assert made.df.tolist() == [197] * 3


def test_quartiles_of_a_group_are_those_of_r(stratified: Any) -> None:
    # svyquantile(~api00, subset(dstrat, awards == "Yes"), c(.25, .5))
    data = stratified.data
    made = quantile(stratified.fpc, data.number("api00"), [0.25, 0.5], data["awards"] == "Yes")
    assert flat(made)[:3] == [[588, 676], [546, 651], [616, 720]]
    assert made.se == pytest.approx([17.6610218755776, 17.4087215630693], rel=1e-12)


def test_missing_answers_and_ties_are_as_in_r(stratified: Any) -> None:
    # svyquantile(~target, dstrat, c(.25, .5), na.rm = TRUE)
    made = quantile(stratified.fpc, stratified.data.number("target"), [0.25, 0.5])
    assert flat(made)[:3] == [[6, 10], [6, 8], [8, 12]]
    assert made.se == pytest.approx([0.506724949085484, 1.013449898170968], rel=1e-12)


def test_clusters_and_post_strata_are_those_of_r(clusters: Any) -> None:
    # svyquantile(~api00 + enroll, dclus1, c(.5, .9)); svyquantile(~api00, postStratify(dclus1, ~stype, pt), .5)
    data = clusters.data
    size = quantile(clusters.fpc, data.number("enroll"), [0.5, 0.9])
    assert flat(size)[:3] == [[462, 954], [385, 696], [523, 1689]]
    assert size.se == pytest.approx([32.1710314544084, 231.4915524219384], rel=1e-12)
    types, cell = np.unique(data["stype"], return_inverse=True)
    assert types.tolist() == ["E", "H", "M"]
    made = quantile(poststratify(clusters.fpc, cell, [4421, 755, 1018]).design, data.number("api00"))
    assert (float(made.value), float(made.low), float(made.high)) == (652, 555, 714)
    assert float(made.se) == pytest.approx(37.0666231974705, rel=1e-12)


def test_the_tenth_of_equal_weights_is_the_tenth_answer_whatever_rounding_says(inputs: Inputs) -> None:
    """R's survey 4.1 steps on to the 21st of 200 here (482), because 0.1·6194 is rounded up."""
    data = inputs("apisrs")
    score = data.number("api00")
    made = quantile(Design.from_columns(population=data.number("fpc")), score, [0.1, 0.25, 0.5])
    assert made.value.tolist() == [np.sort(score)[19], 544, 658]


@given(st.lists(st.integers(1, 5), min_size=8, max_size=40), st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_order_and_the_unit_of_weights_change_nothing(answers: list[int], factor: float, random: Any) -> None:
    y = np.array(answers, float)
    weight = np.array([1.0, 2, 3])[np.arange(len(y)) % 3]
    stratum = np.arange(len(y)) % 2
    plain = quantile(Design(stratum, weight, np.ones(len(y), np.int64)), y, [0.2, 0.5, 0.8], kind="beta")
    order = np.array(random.sample(range(len(y)), len(y)))
    other = Design(1 - stratum[order], weight[order] * factor, np.ones(len(y), np.int64))
    moved = quantile(other, y[order], [0.2, 0.5, 0.8], kind="beta")
    assert flat(moved) == [pytest.approx(a) for a in flat(plain)]


@given(st.lists(st.integers(1, 5), min_size=8, max_size=40), st.floats(0, 1))
def test_a_quantile_is_the_smallest_answer_that_the_share_reaches(answers: list[int], p: float) -> None:
    y = np.array(answers, float)
    q = float(quantile(simple(len(y)), y, p, kind="beta").value)
    assert np.mean(y <= q) >= p - 1e-9
    assert q == y.min() or np.mean(y < q) < p + 1e-9


@given(st.integers(0, 10_000))
def test_cells_of_categories_give_what_the_persons_give(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 6, (6, 5))
    counts[:, 2] += 1
    design = Design(np.arange(6) % 2, rng.choice([1.0, 2.5, 4], 6), counts.sum(axis=1) + 1)
    cells = expand_counts(design, counts)
    score = np.where(cells.category < 0, np.nan, cells.category + 1.0)
    row = np.repeat(np.arange(6), design.persons)
    answers = np.concatenate([[*np.repeat(np.arange(1.0, 6), c), np.nan] for c in counts])
    persons = Design(design.stratum[row], design.weight[row], np.ones(len(row), np.int64))
    wanted = [0.25, 0.5, 0.9]
    assert flat(quantile(cells.design, score, wanted, kind="beta")) == [
        pytest.approx(a) for a in flat(quantile(persons, answers, wanted, kind="beta"))
    ]
    shares = means(domain_totals(design, cumulative_sums(counts), unit=np.zeros(6, np.int64)))
    by_table = [float(category_quantile(shares, [1, 2, 3, 4, 5], p).value[0, 0]) for p in wanted]
    assert by_table == quantile(persons, answers, wanted).value.tolist()


def cumulative(n: int, *share: float) -> Estimates:
    p = np.cumsum(share)
    return Estimates(p, np.sqrt(p * (1 - p) / n), np.full(len(p), n - 1.0), np.full(len(p), float(n)))


def test_a_median_on_the_edge_of_a_category_has_both_in_its_interval() -> None:
    made = category_quantile(cumulative(50, 0.1, 0.2, 0.18, 0.4, 0.12), [1, 2, 3, 4, 5])
    assert (float(made.value), float(made.low), float(made.high)) == (4, 3, 4)


def test_a_median_that_everybody_shares_is_not_certain_of_the_best_category() -> None:
    """Woodruff's interval of a median in the top category is that category, for its F is 1 without error."""
    y = np.repeat([4.0, 5.0], [4, 5])
    assert flat(quantile(simple(9), y))[:3] == [[5], [5], [5]]
    made = category_quantile(cumulative(9, 0, 0, 0, 4 / 9, 5 / 9), [1, 2, 3, 4, 5])
    assert (float(made.low), float(made.high)) == (4, 5)


def test_nobody_has_no_median_and_one_answer_the_whole_scale() -> None:
    p = np.array([[np.nan, np.nan, np.nan], [0.0, 1, 1]])
    table = Estimates(p, np.zeros((2, 3)), np.array([[-1.0] * 3, [0] * 3]), np.array([[0.0] * 3, [1] * 3]))
    made = category_quantile(table, [1, 2, 3])
    assert made.value.tolist() == pytest.approx([np.nan, 2], nan_ok=True)
    assert (made.low[1], made.high[1]) == (1, 3)


def test_an_end_that_few_answers_do_not_have_is_open() -> None:
    made = quantile(simple(20), np.arange(20.0), [0.05, 0.9])
    assert (made.low[0], made.high[1]) == (-np.inf, np.inf)
    assert np.all(np.isfinite([made.high[0], made.low[1]]))


def test_one_answer_is_refused() -> None:
    with pytest.raises(TooFew, match="1 of at least 2 needed"):
        quantile(simple(3), [3.0, np.nan, np.nan])


@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan])
def test_a_quantile_outside_the_shares_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(simple(3), [1.0, 2, 3], p)


@pytest.mark.parametrize("p", [0.25, 0.5, 0.9])
def test_intervals_of_quantiles_hold_the_truth(p: float) -> None:
    rng = np.random.default_rng(3)
    truth = float(np.quantile(np.random.default_rng(4).lognormal(size=200_000), p))
    held = 0
    for _ in range(400):
        made = quantile(simple(80), rng.lognormal(size=80), p, kind="beta")
        held += bool(made.low <= truth <= made.high)
    assert 0.92 <= held / 400 <= 0.985


def test_intervals_of_medians_on_five_categories_hold_the_truth() -> None:
    """Half the persons are at or below category 3 exactly, the hardest case: the median may be 3 or 4."""
    rng = np.random.default_rng(5)
    held = np.zeros(2)
    for _ in range(400):
        share = rng.multinomial(60, [0.1, 0.15, 0.26, 0.35, 0.14]) / 60
        made = category_quantile(cumulative(60, *share), [1, 2, 3, 4, 5])
        held += [made.low <= 3 <= made.high, made.low <= made.value <= made.high]
    assert held[0] / 400 >= 0.95
    assert held[1] == 400

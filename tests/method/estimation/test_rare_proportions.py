"""Few or none: intervals that hold, limits that are honest, and when to say nothing."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.linearization import mean
from borgerpuls.method.estimation.proportion_intervals import share_interval
from borgerpuls.method.estimation.rare_proportions import Exact, binomial_interval, rare_proportion

KINDS: tuple[Exact, ...] = ("clopper-pearson", "wilson", "jeffreys", "agresti-coull", "likelihood")


def test_nobody_of_ten_is_up_to_three_in_ten() -> None:
    """(α/2)^(1/10) = 0.6915, so the share may be up to 30.8 pct., and one-sided 1 − 0.05^(1/10) = 25.9 pct."""
    assert binomial_interval(0, 10) == pytest.approx((0, 1 - 0.025**0.1))
    made = rare_proportion(0.0, 0.0, 10, 9)
    assert (float(made.low), float(made.high), float(made.most)) == pytest.approx((0, 1 - 0.025**0.1, 1 - 0.05**0.1))
    assert not made.shown


def test_intervals_of_three_of_forty_are_those_of_r() -> None:
    # binom.test(3, 40); prop.test(3, 40, correct = FALSE); qbeta(c(.025, .975), 3.5, 37.5);
    # p ± z·sqrt(p(1 − p)/(n + z²)) about (x + z²/2)/(n + z²); uniroot of the likelihood ratio
    r = {
        "clopper-pearson": (0.0157421798510415, 0.2038647487328989),
        "wilson": (0.0258360257745882, 0.1986423352431054),
        "jeffreys": (0.021576674442978, 0.186814297237625),
        "agresti-coull": (0.0188006880000892, 0.2056776730176044),
        "likelihood": (0.0191977683298718, 0.1831038605900440),
    }
    for kind in KINDS:
        assert binomial_interval(3, 40, kind) == pytest.approx(r[kind], abs=1e-9)


def test_intervals_of_none_and_one_are_those_of_r() -> None:
    # binom.test(0, 40), binom.test(1, 40), prop.test(0 | 1, 40, correct = FALSE)
    low, high = binomial_interval([0, 1], 40)
    assert low == pytest.approx([0, 0.000632744932049419])
    assert high == pytest.approx([0.0880973028788024, 0.131585858482765716])
    low, high = binomial_interval([0, 1], 40, "wilson")
    assert low == pytest.approx([0, 0.00442683150268139])
    assert high == pytest.approx([0.0876216011972866, 0.12881368963474088])


def test_few_of_many_schools_are_those_of_r(stratified: Any) -> None:
    # svyciprop(~I(api00 >= 880), dstrat, method = "beta"): 4 of 200
    top = (stratified.data.number("api00") >= 880).astype(float)
    share = mean(stratified.fpc, top)
    made = rare_proportion(share.value, share.se, share.n, share.df)
    assert (made.low[0], made.high[0]) == pytest.approx((0.0079977825549229, 0.0707574780047299), rel=1e-9)
    assert not made.shown[0]


def test_a_lucky_standard_error_is_not_worth_more_answers_than_there_are(clusters: Any) -> None:
    """One of 183 schools in 15 clusters, n* = 183.7 in R and 183 here; a standard error of a tenth gives no more."""
    top = (clusters.data.number("api00") >= 850).astype(float)
    share = mean(clusters.fpc, top)
    own = rare_proportion(share.value, share.se, share.n, share.df)
    r = share_interval(share.value, share.se, share.n, share.df)
    assert (own.low[0], own.high[0]) == pytest.approx((r[0][0], r[1][0]), rel=0.02)
    lucky = rare_proportion(share.value, share.se / 10, share.n, share.df)
    assert lucky.effective[0] == pytest.approx(own.effective[0])
    assert lucky.high[0] > share_interval(share.value, share.se / 10, share.n, share.df)[1][0]


@pytest.mark.parametrize("kind", KINDS)
@given(x=st.integers(0, 60), more=st.integers(0, 60), level=st.sampled_from([0.8, 0.95, 0.99]))
def test_an_interval_holds_its_share_turns_with_it_and_grows_with_the_level(
    kind: Exact, x: int, more: int, level: float
) -> None:
    n = x + more
    low, high = binomial_interval(x, n, kind, level=level)
    assert 0 <= low <= high <= 1
    if n:
        assert low <= x / n + 1e-12
        assert high >= x / n - 1e-12
    turned = binomial_interval(n - x, n, kind, level=level)
    assert [1 - float(turned[1]), 1 - float(turned[0])] == pytest.approx([float(low), float(high)], abs=1e-9)
    wider = binomial_interval(x, n, kind, level=0.999)
    assert wider[0] <= low + 1e-12
    assert wider[1] >= high - 1e-12


@pytest.mark.parametrize("kind", KINDS)
def test_none_says_less_and_less_about_the_most_as_answers_grow(kind: Exact) -> None:
    n = np.array([1, 5, 20, 100, 1000])
    low, high = binomial_interval(0, n, kind)
    assert np.all(low == 0)
    assert np.all(np.diff(high) < 0)
    assert high[-1] < 0.006


@pytest.mark.parametrize("kind", KINDS)
def test_without_answers_everything_is_possible(kind: Exact) -> None:
    assert binomial_interval(0, 0, kind) == pytest.approx((0, 1))


def test_unequal_weights_make_none_of_forty_say_less() -> None:
    plain, weighted = rare_proportion(0.0, 0.0, 40, 39), rare_proportion(0.0, 0.0, 40, 39, kish=1.5)
    assert plain.most == pytest.approx(1 - 0.05 ** (1 / 40))
    assert weighted.effective == pytest.approx(40 / 1.5)
    assert weighted.most == pytest.approx(1 - 0.05 ** (1.5 / 40))


def test_what_may_be_shown() -> None:
    """Half of 60 has ±13 points and is shown; half of 20, none of 40 and 2 of 400 are not; 40 of 400 is."""
    p, n = np.array([0.5, 0.5, 0.0, 0.005, 0.1]), np.array([60, 20, 40, 400, 400])
    made = rare_proportion(p, np.sqrt(p * (1 - p) / n), n, n - 1)
    assert made.shown.tolist() == [True, False, False, True, True]
    assert made.high[3] - made.low[3] <= 0.05


def test_nobody_who_answered_has_no_share() -> None:
    made = rare_proportion([np.nan, 0.2], [np.nan, 0.1], [0, 16], [-1, 15])
    assert np.isnan([made.value[0], made.low[0], made.high[0], made.most[0], made.effective[0]]).all()
    assert made.shown.tolist() == [False, False]


def test_one_answer_says_almost_nothing() -> None:
    made = rare_proportion(1.0, 0.0, 1, 0)
    assert (float(made.low), float(made.high)) == pytest.approx((0.025, 1))


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (np.nan, 5)])
def test_impossible_counts_are_refused(x: float, n: float) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        binomial_interval(x, n)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a kind"):
        binomial_interval(1, 5, "wald")  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "least"), [("clopper-pearson", 0.95), ("wilson", 0.92), ("jeffreys", 0.88)])
def test_exact_intervals_cover_at_every_small_share(kind: Exact, least: float) -> None:
    """Coverage by the binomial itself, no drawing: for p from 0.5 to 20 pct. of 40 answers."""
    share = np.linspace(0.005, 0.2, 60)
    low, high = binomial_interval(np.arange(41), 40, kind)
    inside = (low[:, None] <= share) & (share <= high[:, None])
    covered = (stats.binom.pmf(np.arange(41)[:, None], 40, share) * inside).sum(axis=0)
    assert covered.min() >= least - 1e-9
    assert covered.mean() >= 0.945


def test_limits_hold_in_weighted_samples_where_few_or_none_say_yes() -> None:
    """3 pct. say yes, weights vary by half; 400 samples of 40, a third of them without a single yes."""
    rng = np.random.default_rng(12)
    held = below = none = 0
    for _ in range(400):
        weight = rng.choice([1.0, 2, 4], 40)
        y = (rng.random(40) < 0.03).astype(float)
        share = mean(Design(np.zeros(40, np.int64), weight, np.ones(40, np.int64)), y)
        effect = 40 * (weight**2).sum() / weight.sum() ** 2
        made = rare_proportion(share.value, share.se, share.n, share.df, kish=effect)
        held += bool(made.low[0] <= 0.03 <= made.high[0])
        below += bool(made.most[0] >= 0.03)
        none += bool(y.sum() == 0)
    assert none > 80
    assert held / 400 >= 0.95
    assert below / 400 >= 0.95

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.arrays import Integers
from borgerpuls.method import (
    Design,
    Scale,
    Sums,
    TooFew,
    answer_basis,
    domain_totals,
    means,
    part_whole_difference,
    unit_variances,
    units_mean_difference,
)
from borgerpuls.method.analysis_of_means.anom import (
    National,
    anom,
    anom_by_variable,
    anom_of_estimates,
    part_whole_covariance,
)
from borgerpuls.method.estimation.totals import Totals


def wave(seed: int, units: int = 12, shift: float = 0.0) -> Totals:
    """Municipalities of 40 to 300 answers in populations of very different size; the first is moved by ``shift``."""
    generator = np.random.default_rng(seed)
    n = np.linspace(40, 300, units).astype(int)
    stratum = np.repeat(np.arange(units), n)
    answer = generator.normal(3.5, 0.9, len(stratum)) + shift * (stratum == 0)
    population = np.linspace(1, 9, units) ** 2 * 500
    return domain_totals(
        Design.from_columns(stratum=stratum, weight=(population / n)[stratum]), Sums.from_persons(answer)
    )


def test_the_diagonal_is_the_variance_of_each_difference() -> None:
    totals = wave(1)
    assert np.sqrt(np.diag(part_whole_covariance(totals))) == pytest.approx(
        part_whole_difference(totals).se[:, 0, 0], rel=1e-9
    )


def test_known_shares_give_the_textbook_covariance() -> None:
    totals = wave(2)
    share = totals.size[:, 0, 0] / totals.size.sum()
    v = (totals.var_total - 2 * totals.total / totals.size * totals.cov)[:, 0, 0] / totals.size[:, 0, 0] ** 2
    expected = -(share * v)[:, None] - share * v + np.sum(share**2 * v)
    off = ~np.eye(12, dtype=bool)
    assert part_whole_covariance(totals)[off] == pytest.approx(expected[off], rel=1e-9)


def test_the_shares_add_the_differences_up_to_nothing() -> None:
    totals = wave(3)
    share = totals.size[:, 0, 0] / totals.size.sum()
    assert share @ part_whole_covariance(totals) == pytest.approx(np.zeros(12), abs=1e-12)


def test_seeds_hardly_move_the_critical_value() -> None:
    values = [anom(wave(4), seed=seed).critical for seed in range(8)]
    assert np.ptp(values) < 0.04


def test_a_false_mark_anywhere_is_as_rare_as_promised() -> None:
    any_marked = [anom(wave(100 + k), seed=k, draws=2_000).marked.any() for k in range(400)]
    assert abs(np.mean(any_marked) - 0.05) < 3 * (0.05 * 0.95 / 400) ** 0.5


def test_a_unit_that_differs_is_marked_and_its_limits_leave_zero_out() -> None:
    found = anom(wave(5, shift=1.0), seed=1)
    assert found.marked[0]
    assert found.low[0] > 0
    assert np.all((found.low > 0) | (found.high < 0) == found.marked)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_adjusted_p_is_never_below_the_plain_one_nor_above_bonferroni(seed: int) -> None:
    generator = np.random.default_rng(seed)
    found = anom_of_estimates(generator.normal(3.5, 0.1, 12), generator.uniform(0.001, 0.02, 12), seed=seed)
    assert np.all(found.p >= found.difference.p - 1e-12)
    assert np.all(found.p <= np.minimum(1, 12 * found.difference.p) + 1e-12)


def test_one_unit_alone_is_its_own_whole_and_is_refused() -> None:
    design = Design.from_columns(stratum=np.zeros(30, int), weight=np.ones(30))
    with pytest.raises(TooFew, match="of at least 2"):
        anom(domain_totals(design, Sums.from_persons(np.arange(30.0) % 5)), seed=1)


def test_where_no_unit_can_be_judged_no_difference_passes_the_critical_value() -> None:
    design = Design.from_columns(stratum=np.array([0, 0, 1]), weight=np.array([1.0, 0.0, 1.0]))
    found = anom(domain_totals(design, Sums.from_persons(np.array([1.0, 1.0, 2.0])), np.array([0, 1, 0]), 2), seed=1)
    assert found.critical == np.inf
    assert np.all(np.isnan(found.p))
    assert not found.marked.any()


def test_a_unit_in_which_everybody_answers_alike_is_judged_by_the_spread_of_the_others() -> None:
    answer = np.concatenate([np.full(40, 5.0), np.tile([2.0, 3.0, 4.0], 20), np.tile([3.0, 4.0, 5.0], 30)])
    stratum = np.repeat([0, 1, 2], [40, 60, 90])
    found = anom(
        domain_totals(Design.from_columns(stratum=stratum, weight=np.full(190, 2.0)), Sums.from_persons(answer)), seed=1
    )
    assert found.marked[0]
    assert np.all(np.isfinite(found.p))
    assert found.critical == pytest.approx(2.0, abs=0.4)


def test_shares_that_are_estimated_too_give_the_spread_of_the_covariance_matrix() -> None:
    # Whom the draws make is compared with the matrix: some left the item out, so that sizes vary as well.
    generator = np.random.default_rng(9)
    stratum = np.repeat(np.arange(6), 80)
    answer = np.where(generator.random(480) < 0.3, np.nan, generator.normal(stratum, 1.0))
    totals = domain_totals(Design.from_columns(stratum=stratum, weight=1.0 + stratum), Sums.from_persons(answer))
    matrix = part_whole_covariance(totals)
    root = np.linalg.cholesky(matrix + 1e-12 * np.eye(6))
    drawn = generator.standard_normal((200_000, 6)) @ root.T / np.sqrt(np.diag(matrix))
    assert anom(totals, seed=1).critical == pytest.approx(np.quantile(np.abs(drawn).max(axis=1), 0.95), abs=0.03)


def test_estimates_alone_have_the_critical_value_of_the_multivariate_t(inputs: Callable[[str], Any]) -> None:
    # R 4.2.2, mvtnorm: qmvnorm and qmvt(0.95, tail = "both.tails", corr = cov2cor(C V C')), C = I - 1 W'
    table = inputs("units98")
    y, v, n = table.number("mean"), table.number("se") ** 2, table.number("n")
    assert anom_of_estimates(y, v, seed=1).critical == pytest.approx(3.4689814, abs=0.01)
    assert anom_of_estimates(y, v, n, seed=1).critical == pytest.approx(3.4690126, abs=0.01)
    assert anom_of_estimates(y, v, n, seed=1, df=200).critical == pytest.approx(3.5226599, abs=0.015)


@pytest.mark.parametrize("national", ["citizens", "municipalities"])
def test_estimates_alone_with_moderated_variances_say_what_totals_say(national: National) -> None:
    totals = wave(6)
    found, size = means(totals), totals.size[:, 0, 0]
    whole = anom(totals, seed=3, national=national)
    judged = unit_variances(found.value[:, 0], found.se[:, 0], answer_basis(totals).at(np.s_[:, 0]))
    shares = size if national == "citizens" else None
    alone = anom_of_estimates(found.value.ravel(), judged.variance.ravel(), shares, seed=3)
    assert np.all(judged.df > 1500)  # all units vary alike here, so that all of them tell of one variance
    gap = (part_whole_difference if national == "citizens" else units_mean_difference)(totals)
    assert whole.difference.value == pytest.approx(gap.value.ravel())
    assert whole.difference.se == pytest.approx(gap.se.ravel())
    assert alone.difference.value == pytest.approx(whole.difference.value)
    assert alone.critical == pytest.approx(whole.critical, abs=1e-6)
    assert alone.p == pytest.approx(whole.p, abs=2e-3)


@settings(max_examples=10, deadline=None)
@given(st.floats(0.1, 50), st.floats(-4, 4))
def test_weights_and_shares_times_a_constant_and_a_shifted_scale_change_nothing(constant: float, shift: float) -> None:
    y, v, w = np.array([3.1, 3.4, 3.3, 3.9]), np.array([0.01, 0.02, 0.01, 0.03]), np.array([1.0, 2, 3, 4])
    plain, moved = anom_of_estimates(y, v, w, seed=1), anom_of_estimates(shift + y, v, constant * w, seed=1)
    assert moved.difference.value == pytest.approx(plain.difference.value, abs=1e-9)
    assert moved.p == pytest.approx(plain.p, abs=1e-4)


def test_relabelled_units_keep_their_verdicts_apart_from_the_draw() -> None:
    y, v = np.array([3.1, 3.4, 3.3, 3.9, 3.35]), np.array([0.01, 0.02, 0.01, 0.03, 0.001])
    order = np.array([4, 2, 0, 1, 3])
    plain, moved = anom_of_estimates(y, v, seed=1), anom_of_estimates(y[order], v[order], seed=1)
    assert moved.critical == pytest.approx(plain.critical, abs=0.02)
    assert moved.p == pytest.approx(plain.p[order], abs=0.01)


def test_a_share_that_is_all_or_negative_is_refused() -> None:
    with pytest.raises(TooFew, match="only a part"):
        anom_of_estimates([1.0, 2.0], [0.1, 0.1], [1.0, 0.0], seed=1)
    with pytest.raises(ValueError, match="not negative"):
        anom_of_estimates([1.0, 2.0], [0.1, 0.1], [1.0, -1.0], seed=1)


def test_all_variables_in_one_go_are_judged_as_one_by_one() -> None:
    generator = np.random.default_rng(8)
    unit = np.repeat(np.arange(8), 50)
    answers = generator.normal(3.5, 0.9, (400, 3))
    answers[unit < 7, 2] = np.nan
    answers[generator.random(400) < 0.2, 1] = np.nan
    totals = domain_totals(Design.from_columns(stratum=unit, weight=1.0 + unit), Sums.from_persons(answers))
    for national in ("citizens", "municipalities"):
        *found, nothing = anom_by_variable(totals, seed=1, national=national)
        assert nothing is None
        for v, one in enumerate(found):
            alone = anom(totals, seed=1, variable=v, national=national)
            assert one is not None
            assert one.critical == alone.critical
            assert one.p == pytest.approx(alone.p, abs=1e-12)
    with pytest.raises(TooFew, match="of at least 2"):
        anom(totals, seed=1, variable=2)


FIVE = Scale.of_values([1, 2, 3, 4, 5])
ORDINARY, CEILING, HARD = [0.1, 0.15, 0.25, 0.3, 0.2], [0.01, 0.01, 0.02, 0.06, 0.9], [0.05, 0.01, 0.01, 0.03, 0.9]


def answers(n: Integers, p: list[float], generator: np.random.Generator, first: list[float] | None = None) -> Totals:
    """Units of n answers from one distribution; the first unit's may be another."""
    values = np.arange(1.0, 6)
    counts = np.stack([generator.multinomial(k, first if first and not u else p) for u, k in enumerate(n)]) * 1.0
    sums = Sums(n[:, None] * 1.0, (counts @ values)[:, None], (counts @ values**2)[:, None])
    return domain_totals(Design(np.arange(len(n)), np.ones(len(n)), n), sums)


@pytest.mark.parametrize(("p", "units", "low", "high"), [
    (ORDINARY, 98, 15, 41), (CEILING, 98, 15, 41), (HARD, 98, 15, 41), (ORDINARY, 12, 15, 1500), (HARD, 12, 15, 1500),
    (ORDINARY, 98, 5, 21), (HARD, 98, 60, 1500), (ORDINARY, 44, 100, 901),
])  # fmt: skip
def test_where_nothing_differs_a_unit_is_rarely_marked_whatever_its_answers(
    p: list[float], units: int, low: int, high: int
) -> None:
    generator, draws, marked = np.random.default_rng(units + low), 300, 0
    for _ in range(draws):
        n = np.exp(generator.uniform(np.log(low), np.log(high), units)).astype(np.int64)
        found = anom(answers(n, p, generator), seed=1, scale=FIVE, draws=5_000)
        marked += bool(np.any(found.marked & (np.abs(found.difference.value) >= 0.1)))
    assert marked / draws < 0.06 + 3 * (0.06 * 0.94 / draws) ** 0.5


def test_the_level_is_not_bought_by_silence_beside_an_oracle_that_knows_the_variances() -> None:
    generator, moved = np.random.default_rng(7), [0.15, 0.22, 0.27, 0.22, 0.14]
    values, found, oracle = np.arange(1.0, 6), [], []
    for _ in range(300):
        n = generator.integers(100, 901, 44)
        n[0] = 100
        totals = answers(n, ORDINARY, generator, moved)
        found.append(anom(totals, seed=1, scale=FIVE).marked[0])
        variance = np.full(44, np.array(ORDINARY) @ values**2 - (np.array(ORDINARY) @ values) ** 2)
        variance[0] = np.array(moved) @ values**2 - (np.array(moved) @ values) ** 2
        oracle.append(anom_of_estimates(means(totals).value.ravel(), variance / n, n, seed=1).marked[0])
    assert 0.3 < np.mean(oracle) < 0.9
    assert np.mean(found) >= 0.9 * np.mean(oracle)


def test_units_that_vary_otherwise_are_not_judged_by_what_the_others_vary() -> None:
    generator, values, marked = np.random.default_rng(3), np.arange(1.0, 6), 0
    calm, wild = [0.05, 0.2, 0.5, 0.2, 0.05], [0.3, 0.1, 0.2, 0.1, 0.3]
    for _ in range(300):
        n = generator.integers(100, 901, 40)
        counts = np.stack([generator.multinomial(k, calm if u % 10 else wild) for u, k in enumerate(n)]) * 1.0
        sums = Sums(n[:, None] * 1.0, (counts @ values)[:, None], (counts @ values**2)[:, None])
        found = anom(domain_totals(Design(np.arange(40), np.ones(40), n), sums), seed=1, scale=FIVE)
        marked += bool(np.any(found.marked & (np.abs(found.difference.value) >= 0.1)))
    assert marked / 300 < 0.06 + 3 * (0.06 * 0.94 / 300) ** 0.5


def test_too_few_answers_for_so_skewed_a_scale_have_no_verdict_and_say_how_many_it_takes() -> None:
    n = np.array([12, 400, 500, 600, 700])
    found = anom(answers(n, CEILING, np.random.default_rng(1)), seed=1, scale=FIVE)
    assert np.isnan(found.p[0])
    assert not found.marked[0]
    assert 12 < found.needed[0] < 40
    assert np.all(~np.isnan(found.p[1:]))


def test_drawn_p_err_by_less_than_a_thousandth() -> None:
    n = np.array([30, 60, 400, 90])
    totals = answers(n, ORDINARY, np.random.default_rng(5))
    p = np.stack([anom(totals, seed=seed, scale=FIVE).p for seed in range(12)])
    assert anom(totals, seed=1).drawn
    assert p.std(axis=0).max() < 0.001


def test_beside_a_whole_of_many_units_nothing_is_drawn() -> None:
    n = np.full(44, 200)
    one, other = (anom(answers(n, ORDINARY, np.random.default_rng(5)), seed=seed) for seed in (1, 2))
    assert not one.drawn
    assert np.array_equal(one.p, other.p)

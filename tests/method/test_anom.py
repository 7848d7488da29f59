import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borgerpuls.method import Design, Sums, TooFew, domain_totals, part_whole
from borgerpuls.method.anom import Largest, anom, part_whole_covariance
from borgerpuls.method.totals import Totals


def wave(seed: int, units: int = 12, shift: float = 0.0) -> Totals:
    """Municipalities of 40 to 300 answers in populations of very different size; the first is moved by ``shift``."""
    generator = np.random.default_rng(seed)
    n = np.linspace(40, 300, units).astype(int)
    stratum = np.repeat(np.arange(units), n)
    answer = generator.normal(3.5, 0.9, len(stratum)) + shift * (stratum == 0)
    population = np.linspace(1, 9, units) ** 2 * 500
    return domain_totals(Design.of(stratum=stratum, weight=(population / n)[stratum]), Sums.of(answer))


def test_the_diagonal_is_the_variance_of_each_difference() -> None:
    totals = wave(1)
    assert np.sqrt(np.diag(part_whole_covariance(totals))) == pytest.approx(part_whole(totals).se[:, 0, 0], rel=1e-9)


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


def test_the_critical_value_is_the_published_one_for_equal_units() -> None:
    # Nelson, Wludyka & Copeland (2005), table B.1, alpha .05, infinite df: h(5) = 2.57, h(10) = 2.80.
    for count, published in ((5, 2.57), (10, 2.80)):
        correlation = np.full((count, count), -1 / (count - 1))
        np.fill_diagonal(correlation, 1.0)
        assert Largest(correlation, np.inf, seed=1).critical(0.95) == pytest.approx(published, abs=0.02)


def test_uncorrelated_t_have_the_maximum_modulus_of_tables() -> None:
    # Studentized maximum modulus, Stoline & Ury (1979): k = 5, 20 df: 2.82; k = 10, infinite df: 2.80.
    assert Largest(np.eye(5), 20, seed=1).critical(0.95) == pytest.approx(2.82, abs=0.01)
    assert Largest(np.eye(10), np.inf, seed=1).critical(0.95) == pytest.approx(2.80, abs=0.01)


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
    found = anom(wave(seed), seed=seed, draws=2_000)
    assert np.all(found.p >= found.difference.p - 1e-12)
    assert np.all(found.p <= np.minimum(1, 12 * found.difference.p) + 1e-12)


def test_one_unit_alone_is_its_own_whole_and_is_refused() -> None:
    design = Design.of(stratum=np.zeros(30, int), weight=np.ones(30))
    with pytest.raises(TooFew, match="of at least 2"):
        anom(domain_totals(design, Sums.of(np.arange(30.0) % 5)), seed=1)

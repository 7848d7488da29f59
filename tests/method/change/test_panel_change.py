from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from borgerpuls.method import Design, concatenate_estimates, mean
from borgerpuls.method.change.panel_change import panel_change


def test_schools_in_two_years_are_those_of_the_reference(
    inputs: Callable[[str], Any], expected: Callable[[str], Any]
) -> None:
    wanted = expected("C11")
    strat, srs = inputs("apistrat"), inputs("apisrs")
    design = Design.from_columns(weight=strat.number("pw"), stratum=strat["stype"], population=strat.number("fpc"))
    everyone = np.arange(len(design.stratum))
    found = panel_change(
        mean(design, strat.number("api99")), mean(design, strat.number("api00")), same=(everyone, everyone)
    )
    case = "api00-api99", "same schools (full overlap)"
    low, high = found.interval()
    for ours, stat in ((found.value, "est"), (found.se, "se"), (found.df, "df"), (low, "lci"), (high, "uci")):
        assert ours[0] == pytest.approx(wanted[*case, stat], rel=1e-9), stat
    both = concatenate_estimates(mean(design, strat.number("api00")), mean(design, strat.number("api99")))
    shared = "cov(api00,api99)", "same schools"
    assert both.covariance[0, 1] == pytest.approx(wanted[*shared, "cov"], rel=1e-9)
    assert both.covariance[0, 1] / both.se.prod() == pytest.approx(wanted[*shared, "cor"], rel=1e-9)
    other = Design.from_columns(weight=srs.number("pw"), population=srs.number("fpc"))
    apart = panel_change(mean(other, srs.number("api99")), mean(design, strat.number("api00")))
    case = "api00(dstrat)-api99(dsrs)", "independent samples"
    for ours, stat in ((apart.value, "est"), (apart.se, "se"), (apart.df, "df_satterthwaite")):
        assert ours[0] == pytest.approx(wanted[*case, stat], rel=1e-9), stat


def test_forgetting_the_covariance_is_the_naive_control(
    inputs: Callable[[str], Any], expected: Callable[[str], Any]
) -> None:
    strat = inputs("apistrat")
    design = Design.from_columns(weight=strat.number("pw"), stratum=strat["stype"], population=strat.number("fpc"))
    years = mean(design, strat.number("api99")), mean(design, strat.number("api00"))
    naive = expected("C11")["NAIVE no covariance", "same schools", "se"]
    everyone = np.arange(len(design.stratum))
    assert panel_change(*years).se[0] == pytest.approx(naive, rel=1e-9)
    assert panel_change(*years, same=(everyone, everyone)).se[0] < 0.2 * naive


@pytest.mark.parametrize("finite", [False, True])
def test_intervals_of_a_change_cover_when_a_third_answered_both(finite: bool) -> None:
    generator = np.random.default_rng(53)
    size = 1500
    before = generator.normal(3.4, 0.9, size)
    after = 0.7 * before + generator.normal(1.1, 0.6, size)
    truth = after.mean() - before.mean()
    hits, runs = 0, 1000
    for _ in range(runs):
        order = generator.permutation(size)
        first, second = order[:300], order[200:600]
        population = np.full(300, float(size)), np.full(400, float(size))
        designs = [
            Design.from_columns(weight=np.full(n, size / n), population=p if finite else None)
            for n, p in ((300, population[0]), (400, population[1]))
        ]
        found = panel_change(
            mean(designs[0], before[first]), mean(designs[1], after[second]),
            same=(np.arange(200, 300), np.arange(100)),
        )  # fmt: skip
        low, high = found.interval()
        hits += low[0] <= truth <= high[0]
    # Without the finite population correction the interval is about wider populations, and a little too wide here.
    assert hits / runs > 0.93
    if finite:
        assert hits / runs == pytest.approx(0.95, abs=0.02)


def test_partial_overlap_in_two_municipalities_is_the_formula_of_the_method(inputs: Callable[[str], Any]) -> None:
    """V = v1 + v2 - 2 (m/(n1 n2) - 1/N) s12 in each, among those who answered the item in their wave."""
    waves = []
    for name in ("kommune_wave1", "kommune_wave2"):
        table = inputs(name)
        known = ~np.isnan(table.number("q1")) & np.isin(table["muni"], ["M01", "M05"])
        columns = ("person", "muni", "q1", "pop")
        waves.append({c: (table[c] if c in columns[:2] else table.number(c))[known] for c in columns})
    count = [np.unique(w["muni"], return_counts=True)[1][np.searchsorted(["M01", "M05"], w["muni"])] for w in waves]
    designs = [
        Design.from_columns(stratum=w["muni"], weight=w["pop"] / n, population=w["pop"])
        for w, n in zip(waves, count, strict=True)
    ]
    _, first, second = np.intersect1d(waves[0]["person"], waves[1]["person"], return_indices=True)
    made = [mean(d, w["q1"], w["muni"][:, None] == ["M01", "M05"]) for d, w in zip(designs, waves, strict=True)]
    found = panel_change(*made, same=(first, second))
    for k, unit in enumerate(("M01", "M05")):
        y1, y2 = (w["q1"][w["muni"] == unit] for w in waves)
        both = waves[0]["muni"][first] == unit
        m, size = both.sum(), waves[0]["pop"][waves[0]["muni"] == unit][0]
        assert 10 < m < min(len(y1), len(y2))
        s12 = np.cov(waves[0]["q1"][first][both], waves[1]["q1"][second][both])[0, 1]
        v = sum(y.var(ddof=1) / len(y) * (1 - len(y) / size) for y in (y1, y2))
        assert found.se[k] ** 2 == pytest.approx(v - 2 * (m / len(y1) / len(y2) - 1 / size) * s12, rel=1e-9)
        assert found.value[k] == pytest.approx(y2.mean() - y1.mean(), rel=1e-9)


def test_lists_of_different_length_are_refused() -> None:
    design = Design.from_columns(weight=np.ones(4))
    wave = mean(design, np.arange(4.0))
    with pytest.raises(ValueError, match="2 persons of the earlier wave cannot be 1"):
        panel_change(wave, wave, same=(np.array([0, 1]), np.array([0])))

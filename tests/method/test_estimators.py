"""One grammar of results: whatever an estimator returns has value, se, df, n and interval()."""

import inspect
from typing import Any

import numpy as np
import pytest

from borgerpuls import method
from borgerpuls.method import Design, Difference, GroupedWave, PairSums, Sums, domain_totals
from borgerpuls.method.estimation.estimates import Estimates, Estimator

RANDOM = np.random.default_rng(83)
N, UNITS = 120, 4
UNIT = np.repeat(np.arange(UNITS), N // UNITS)
Y = RANDOM.integers(1, 6, N).astype(float)
X = RANDOM.normal(size=N)
GROUP = RANDOM.integers(0, 2, N)
DESIGN = Design(UNIT, RANDOM.uniform(1, 3, N), np.ones(N, np.int64))
COUNTS = (Y[:, None] == np.arange(1, 6)).astype(int)
TOTALS = domain_totals(DESIGN, Sums.from_persons(np.column_stack([Y, X])), GROUP, 2)
ESTIMATE, VARIANCE = np.array([3.1, 3.4, 2.8, 3.3, 3.6]), np.array([0.02, 0.03, 0.01, 0.02, 0.05])
PERSONS = method.mean(DESIGN, np.column_stack([Y, X]))
COVARIANCE = np.cov(np.column_stack([Y, X + Y, RANDOM.normal(size=N)]), rowvar=False)
SHARES = method.distribution(DESIGN, Y, range(1, 6))
WAVES = [GroupedWave(DESIGN, Sums.from_persons(y), GROUP, UNIT, np.zeros(UNITS, np.int64)) for y in (Y, Y[::-1])]
PARTS = method.decompose(*WAVES, places=1, groups=2)
GIVEN = method.kitagawa([0.6, 0.4], [3, 4], [0.01, 0.04], [0.4, 0.6], [3.2, 4], [0.02, 0.03])

BASIS = method.AnswerBasis(*map(np.array, (20.0, 19.0, 20.0, 0.19, 1.0, 20.0)))
ENDS = method.scale_interval(4.9, 0.1, BASIS, method.Scale.of_values([1, 2, 3, 4, 5]))
BOUNDED = method.BoundedEstimates(np.array(4.9), np.array(0.1), np.array(19.0), np.array(20.0), *ENDS)
MADE: dict[str, Any] = {
    "means": method.means(TOTALS),
    "national_mean": method.national_mean(TOTALS),
    "cell_ratios": method.cell_ratios(DESIGN, PairSums.from_persons(Y, X + 10)),
    "mean": PERSONS,
    "total": method.total(DESIGN, Y),
    "ratio": method.ratio(DESIGN, Y, X + 10),
    "distribution": SHARES,
    "contrast": PERSONS.contrast([1, -1]),
    "concatenate_estimates": method.concatenate_estimates(PERSONS, PERSONS),
    "composite": method.composite(DESIGN, np.column_stack([Y, Y[::-1]])),
    "category_shares": method.category_shares(SHARES),
    "rare_proportion": method.rare_proportion(SHARES.value, SHARES.se, SHARES.n, SHARES.df),
    "quantile": method.quantile(DESIGN, Y, [0.25, 0.5], kind="beta"),
    "category_quantile": method.category_quantile(
        method.means(domain_totals(DESIGN, method.cumulative_sums(COUNTS))), range(1, 6)
    ),
    "regress": method.regress(DESIGN, Y, np.column_stack([np.ones(N), X])),
    "replicate": method.replicate(method.jackknife(DESIGN), lambda d: method.mean(d, Y).value),
    "part_whole_difference": method.part_whole_difference(TOTALS),
    "part_rest_difference": method.part_rest_difference(TOTALS),
    "units_mean_difference": method.units_mean_difference(TOTALS),
    "group_difference": method.group_difference(DESIGN, Sums.from_persons(Y), GROUP, UNIT, UNITS),
    "difference": method.difference(PERSONS, PERSONS.contrast([[0, 1], [1, 0]])),
    "independent_difference": method.independent_difference(method.means(TOTALS), method.means(TOTALS)),
    "anom": method.anom(TOTALS, seed=1).difference,
    "random_effects": method.random_effects(ESTIMATE, VARIANCE),
    "fay_herriot": method.fay_herriot(ESTIMATE, VARIANCE),
    "case_mix": method.case_mix(Sums.from_persons(Y), UNIT, X[:, None]),
    "randomised_difference": method.randomised_difference(Sums.from_persons(Y), GROUP == 1, X[:, None]),
    "overlap_difference": method.overlap_difference(Sums.from_persons(Y), GROUP == 1, X[:, None]),
    "scale_interval": BOUNDED,
    "bounded_difference": method.bounded_difference(
        Difference(np.array(0.4), np.array(0.3), np.array(40.0), np.array(20.0)), BOUNDED, BOUNDED
    ),
    "panel_change": method.panel_change(PERSONS, PERSONS),
    "decompose, mix": PARTS.mix,
    "decompose, performance": PARTS.performance,
    "kitagawa, mix": GIVEN.mix,
    "kitagawa, performance": GIVEN.performance,
    "representativity": method.representativity(
        np.array([60, 60, 80]), np.array([30, 40, 35]), {"age": np.array([0, 1, 2])}
    ),
    "relative_importance_interval": method.relative_importance_interval(
        COVARIANCE, np.stack([COVARIANCE * [[1, 1.02, 1], [1.02, 1, 1], [1, 1, 1]]] * 2), np.ones(2)
    ),
}
NO_ESTIMATE = {
    "AnswerBasis", "Anom", "CalibratedDesign", "CollapsedCells", "CollapsedDesign", "ControlChart", "Decomposition",
    "Design", "ExpandedCounts", "FactorFit", "FunnelLimits", "GroupedWave", "Moments", "NegativeWeights",
    "NotConverged", "OutcomeRates", "Outcomes", "PairSums", "PartialIndicator", "PolychoricCorrelation", "RankSets",
    "RaoScott", "RelativeImportance", "Reliability", "ReplicateWeights", "Rules", "Scale", "SecondStage", "Sums",
    "TooFew", "Totals", "UnitVariances", "Estimator",
}  # fmt: skip
"""Inputs, errors, tests, fits and coefficients without a standard error of their own, and what holds estimates."""


@pytest.mark.parametrize("name", MADE)
def test_every_estimator_returns_value_se_df_n_and_an_interval_about_the_value(name: str) -> None:
    made: Estimator = MADE[name]
    value, se, df, n = (np.asarray(part, float) for part in (made.value, made.se, made.df, made.n))
    assert np.broadcast_shapes(value.shape, se.shape, df.shape, n.shape) == value.shape
    assert np.all(se >= 0)
    assert np.all((df >= 1) | np.isinf(df))
    assert np.all((n > 0) | np.isnan(n))
    low, high = made.interval(0.95)
    assert np.shape(low) == np.shape(high) == value.shape
    assert np.all((low <= value + 1e-12) & (value <= high + 1e-12))


def test_the_list_of_estimators_is_complete() -> None:
    types = {type(made).__name__ for made in MADE.values()}
    public = {name for name in method.__all__ if inspect.isclass(getattr(method, name))}
    assert public - types == NO_ESTIMATE
    assert issubclass(Difference, Estimates)


def test_an_interval_made_at_one_level_is_not_given_for_another() -> None:
    for name in ("quantile", "rare_proportion"):
        with pytest.raises(ValueError, match=r"made at 0\.95; make the .* with level=0\.9"):
            MADE[name].interval(0.9)

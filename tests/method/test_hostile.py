"""Too little or broken data: a refusal with the number attached or a clear ValueError; never a warning, never NaN.

Warnings are errors in this suite, so a test that passes has seen none.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from borgerpuls.method import (
    Design,
    GroupedWave,
    Moments,
    NotConverged,
    Outcomes,
    Sums,
    TooFew,
    anom,
    anom_by_variable,
    anom_of_estimates,
    answers_needed,
    association,
    benjamini_hochberg,
    bootstrap,
    case_mix,
    composite,
    cusum,
    decompose,
    detectable_difference,
    distribution,
    domain_totals,
    ewma,
    factor_model,
    fay_herriot,
    funnel_limits,
    jackknife,
    kitagawa,
    margin,
    mean,
    means,
    outcome_rates,
    overlap_difference,
    panel_change,
    part_whole_difference,
    polychoric_correlation,
    poststratify,
    quantile,
    rake,
    random_effects,
    randomised_difference,
    rank_sets,
    rare_proportion,
    ratio,
    regress,
    relative_importance,
    relative_importance_interval,
    reliability,
    replicate,
    representativity,
    theme_score,
    two_sample_power,
)
from borgerpuls.method.design.design import Design as AnyDesign

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
numbers = st.sampled_from([0.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, -1.0, 1e-9, 1e6, np.nan, np.inf])
variances = st.sampled_from([0.0, 0.01, 0.04, 1.0, 1e-12, 1e6, -1.0, np.nan])
answers = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, np.nan])
REFUSALS = (TooFew, ValueError, NotConverged)
UNKNOWN = ("n",)
"""Shares, means and covariances that are given do not tell how many answered."""


def tried(job: Callable[[], object], *, missing: tuple[str, ...] = ()) -> None:
    """Either a refusal that says why, or a result without NaN (other than in the fields that may have it)."""
    refused: Exception | None = None
    try:
        found = job()
    except REFUSALS as error:
        refused = error
    if refused is None:
        _whole(found, missing)
    else:
        _explained(refused)


def _explained(refused: Exception) -> None:
    assert not isinstance(refused, np.linalg.LinAlgError), "a ValueError in name only: nobody understands it"
    assert len(str(refused)) > 10
    if isinstance(refused, TooFew):
        assert refused.needed > refused.number >= 0
        assert re.search(r"\w+ \w+", refused.reason)


def _whole(found: object, missing: tuple[str, ...]) -> None:
    if is_dataclass(found):
        for field in fields(found):
            value = getattr(found, field.name)
            if field.name not in missing and not isinstance(value, AnyDesign):
                _whole(value, missing)
    elif isinstance(found, dict):
        for value in found.values():
            _whole(value, missing)
    elif isinstance(found, (float, np.ndarray)) and np.asarray(found).dtype.kind == "f":
        assert not np.any(np.isnan(np.asarray(found)))


units = st.integers(0, 6).flatmap(
    lambda h: st.tuples(st.lists(numbers, min_size=h, max_size=h), st.lists(variances, min_size=h, max_size=h))
)


@QUIET
@given(units)
def test_comparisons_of_units_refuse_or_answer(pair: tuple[list[float], list[float]]) -> None:
    y, v = pair
    tried(lambda: random_effects(y, v))
    tried(lambda: random_effects(y, v, kind="dl"))
    tried(lambda: funnel_limits(y, v))
    tried(lambda: funnel_limits(y, v, tau2=0.0))
    tried(lambda: fay_herriot(y, v))
    tried(lambda: fay_herriot(y, v, np.arange(len(y))))
    tried(lambda: rank_sets(y, v, seed=1, draws=200))
    tried(lambda: anom_of_estimates(y, v, seed=1, draws=200), missing=UNKNOWN)
    tried(lambda: anom_of_estimates(y, v, v, seed=1, draws=200), missing=UNKNOWN)


@QUIET
@given(st.lists(st.sampled_from([0.0, 0.01, 0.5, 1.0, np.nan, 1.5, -0.1]), max_size=6))
def test_p_values_that_are_none_are_refused(p: list[float]) -> None:
    tried(lambda: benjamini_hochberg(np.nan_to_num(p)))
    if not any(x > 1 or x < 0 for x in p):
        assert np.array_equal(np.isnan(benjamini_hochberg(p)), np.isnan(p))


persons = st.integers(0, 9).flatmap(
    lambda n: st.tuples(
        st.lists(answers, min_size=n, max_size=n),
        st.lists(st.integers(0, 2), min_size=n, max_size=n),
        st.lists(st.sampled_from([0.0, 1.0, 2.5]), min_size=n, max_size=n),
        st.lists(st.integers(0, 1), min_size=n, max_size=n),
    )
)
Persons = tuple[list[float], list[int], list[float], list[int]]


@QUIET
@given(persons)
def test_estimates_of_few_persons_refuse_or_answer(rows: Persons) -> None:
    y, stratum, weight, group = (np.array(part) for part in rows)
    if not len(y):
        return

    def design() -> Design:
        return Design.from_columns(stratum=stratum, weight=weight)

    def whole(made: Any) -> object:
        return [made.value, made.covariance]

    tried(lambda: whole(mean(design(), y)))
    tried(lambda: whole(mean(design(), y, group == 1)))
    tried(lambda: whole(ratio(design(), y, group)))
    tried(lambda: whole(distribution(design(), y, [1, 2, 3, 4, 5])))
    tried(lambda: whole(composite(design(), np.column_stack([y, y]))))
    tried(lambda: association(design(), y, group))
    tried(lambda: quantile(design(), y, [0.5]), missing=("low", "high", "se", "df"))
    tried(lambda: whole(regress(design(), y, np.column_stack([np.ones(len(y)), group]))))
    tried(lambda: whole(regress(design(), group, np.column_stack([np.ones(len(y)), y]), family="logistic")))
    tried(lambda: poststratify(design(), group, [10.0, 20.0]), missing=("g",))
    tried(lambda: rake(design(), [margin([group], [[0, 1]], [10.0, 20.0])]))
    tried(lambda: replicate(jackknife(design()), lambda d: mean(d, y).value))
    tried(lambda: replicate(bootstrap(design(), 5, seed=1), lambda d: mean(d, np.nan_to_num(y)).value))


@QUIET
@given(persons)
@example(([1.0, 1.0, 2.0], [0, 0, 1], [1.0, 0.0, 1.0], [0, 1, 0]))
def test_totals_of_few_persons_refuse_or_answer(rows: Persons) -> None:
    y, stratum, weight, group = (np.array(part) for part in rows)
    if not len(y):
        return

    made: Any = None
    try:
        made = domain_totals(Design.from_columns(stratum=stratum, weight=weight), Sums.from_persons(y), group, 2)
    except REFUSALS:
        return
    for estimate in (means(made), part_whole_difference(made)):
        assert np.array_equal(np.isnan(estimate.value), np.asarray(estimate.n) == 0) or made.size.min() == 0
    tried(lambda: anom(made, seed=1, draws=200), missing=("difference", "p", "low", "high"))
    anom_by_variable(made, seed=1, draws=200)


@QUIET
@given(persons, st.integers(0, 2))
def test_two_groups_of_few_refuse_or_answer(rows: Persons, covariates: int) -> None:
    y, stratum, weight, group = (np.array(part, float) for part in rows)
    known = np.column_stack([stratum, weight])[:, :covariates] if len(y) else np.empty((0, covariates))
    if not len(y):
        return
    tried(lambda: overlap_difference(Sums.from_persons(y), group == 1, known))
    tried(lambda: randomised_difference(Sums.from_persons(y), group == 1, known))


@QUIET
@given(persons, st.integers(0, 2))
def test_case_mix_of_few_refuses_or_answers(rows: Persons, covariates: int) -> None:
    y, unit, weight, group = (np.array(part) for part in rows)
    if not len(y):
        return
    tried(lambda: case_mix(Sums.from_persons(y), unit.astype(int), np.column_stack([group, weight])[:, :covariates]))


@QUIET
@given(persons, persons)
def test_two_waves_of_few_refuse_or_answer(first: Persons, second: Persons) -> None:
    waves = [[np.array(part) for part in rows] for rows in (first, second)]
    if min(len(rows[0]) for rows in waves) < 1:
        return

    def changed() -> object:
        made = [mean(Design.from_columns(weight=rows[2]), rows[0]) for rows in waves]
        shared = np.arange(min(len(rows[0]) for rows in waves))
        found = panel_change(*made, same=(shared, shared))
        return [found.value, found.se]

    def apart() -> object:
        made = [
            GroupedWave(
                Design.from_columns(weight=rows[2] + 1),
                Sums.from_persons(rows[0]),
                rows[3],
                np.zeros(len(rows[0]), int),
                np.zeros(1, int),
            )
            for rows in waves
        ]
        found = decompose(*made, places=1, groups=2)
        empty = np.isnan(found.mix.value).any()
        assert empty == any(np.isnan(rows[0]).all() for rows in waves)
        return []

    tried(changed)
    tried(apart)


@QUIET
@given(
    st.integers(0, 3).flatmap(
        lambda k: st.lists(st.sampled_from([0.0, 0.3, 0.7, 1.0, np.nan]), min_size=k, max_size=k)
    ),
    st.lists(numbers, max_size=3),
)
def test_kitagawa_of_anything_refuses_or_answers(shares: list[float], levels: list[float]) -> None:
    tried(lambda: kitagawa(shares, levels, np.ones(len(levels)), shares, levels, np.ones(len(levels))), missing=UNKNOWN)


@QUIET
@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=6),
    st.lists(st.integers(0, 20), min_size=6, max_size=6),
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
)
def test_who_answered_among_few_is_refused_or_told(asked: list[int], back: list[int], group: list[int]) -> None:
    n = len(asked)
    answered = np.minimum(asked, back[:n])
    tried(lambda: representativity(np.array(asked), answered, {"age": np.array(group[:n])}))
    tried(lambda: outcome_rates(Outcomes(*(float(x) for x in back[:6]))))


matrices = st.integers(0, 4).flatmap(
    lambda k: st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.2, 0.5, 1.0, np.nan]), min_size=k * k, max_size=k * k).map(
        lambda x: _symmetric(np.array(x).reshape(k, k))
    )
)


def _symmetric(matrix: np.ndarray) -> np.ndarray:
    made = (matrix + matrix.T) / 2
    np.fill_diagonal(made, np.abs(np.diag(made)))
    return made


@QUIET
@given(matrices)
def test_matrices_that_are_no_covariance_are_refused(matrix: np.ndarray) -> None:
    tried(lambda: relative_importance(matrix))
    tried(
        lambda: relative_importance_interval(matrix, np.array([matrix, matrix]), np.array([0.5, 0.5])), missing=UNKNOWN
    )  # a covariance does not tell how many answered
    tried(lambda: reliability(matrix, 50), missing=("without",))
    tried(lambda: factor_model([Moments(50, np.zeros(len(matrix)), matrix)], np.zeros(len(matrix), int)))


@QUIET
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6), st.lists(numbers, max_size=8))
def test_tables_and_series_with_gaps_are_refused(counts: list[int], series: list[float]) -> None:
    tried(lambda: polychoric_correlation(np.reshape(counts, (2, 3))))
    tried(lambda: ewma(series))
    tried(lambda: cusum(series))


@QUIET
@given(numbers, numbers, variances, numbers)
def test_what_nobody_can_see_is_refused(n1: float, n2: float, sd: float, difference: float) -> None:
    tried(lambda: detectable_difference(n1, n2, sd))
    tried(lambda: two_sample_power(difference, n1, n2, sd))
    tried(lambda: answers_needed(sd, n1))
    tried(lambda: answers_needed(n1, sd, reliability=difference))


@QUIET
@given(
    st.sampled_from([0.0, 0.01, 0.5, 1.0]), st.sampled_from([0.0, 0.01, 0.4]), st.integers(1, 60), st.integers(0, 60)
)
def test_small_shares_have_an_answer_whatever_the_numbers(p: float, se: float, n: int, df: int) -> None:
    tried(lambda: rare_proportion(p, se, n, df))


@QUIET
@given(persons)
def test_a_score_is_missing_where_the_answers_are(rows: Persons) -> None:
    y = np.array(rows[0])
    score = theme_score(np.column_stack([y, y, np.full(len(y), np.nan)]))
    assert np.array_equal(np.isnan(score), np.isnan(y))


def test_a_refusal_carries_its_number_and_its_reason() -> None:
    with pytest.raises(TooFew) as refused:
        random_effects([1.0, 2.0], [0.1, 0.1])
    assert (refused.value.number, refused.value.needed) == (2, 3)
    assert "three" in refused.value.reason

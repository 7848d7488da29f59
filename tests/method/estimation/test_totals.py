"""Cells and persons, totals and influences, any order and any labels: the same numbers."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method import (
    Design,
    Estimates,
    LinearizedEstimates,
    Sums,
    Totals,
    calibrate_to,
    difference,
    domain_totals,
    group_difference,
    mean,
    means,
    national_mean,
    part_rest_difference,
    part_whole_difference,
    poststratify,
    rake,
    total,
    units_mean_difference,
)
from borgerpuls.method.array_operations import combination_codes, group_sums

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Survey:
    """Persons of a made survey: units of one or two strata, post-strata inside units, groups that cross all."""

    design: Design
    y: Array
    group: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]

    def totals(self) -> Totals:
        return domain_totals(self.design, Sums.from_persons(self.y), self.group, 3, unit=self.unit)

    def where(self, unit: int | None, group: int) -> npt.NDArray[np.bool_]:
        return (self.group == group) & (np.ones(len(self.unit), np.bool_) if unit is None else self.unit == unit)


def make(seed: int, units: int, calibrated: bool, corrected: bool) -> Survey:
    """A survey of 24 to 60 persons a unit; weights are unequal inside strata, a fifth of the answers are missing."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), rng.integers(24, 60, units))
    stratum = combination_codes(unit, rng.integers(0, 2, len(unit)))
    weight = rng.choice([1.0, 1.5, 4.0], len(unit))
    group = rng.integers(-1, 3, len(unit))
    y = rng.integers(1, 6, (len(unit), 2)).astype(float)
    y[rng.random(y.shape) < 0.2] = np.nan
    y[(unit == 0) & (group == 2)] = np.nan  # one group has no answers in the first unit
    frame = np.bincount(stratum) * rng.uniform(1.2, 9.0, stratum.max() + 1)
    design = Design(stratum, weight, np.ones(len(unit), np.int64), frame if corrected else None)
    if calibrated:
        cell = combination_codes(unit, rng.integers(0, 3, len(unit)))
        design = poststratify(design, cell, rng.uniform(50, 500, cell.max() + 1)).design
    return Survey(design, y, group, unit)


surveys = st.builds(make, st.integers(0, 10**9), st.integers(2, 5), st.booleans(), st.booleans())


def same(a: Totals, b: Totals) -> None:
    for name in ("n", "size", "total", "var_size", "var_total", "cov", "psus", "strata"):
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), rtol=1e-9, atol=1e-9, err_msg=name)


@given(surveys)
def test_cells_and_persons_give_the_same_totals(survey: Survey) -> None:
    d, post = survey.design, survey.design.poststratum
    rounded = np.round(d.weight, 9)
    cell = combination_codes(d.stratum, rounded, survey.group, np.zeros_like(d.stratum) if post is None else post)
    _, first = np.unique(cell, return_index=True)
    persons, sums = len(first), Sums.from_persons(survey.y)
    cells = Design(
        d.stratum[first],
        d.weight[first],
        np.bincount(cell),
        d.population,
        poststratum=None if post is None else post[first],
    )
    summed = Sums(*(group_sums(cell, persons, x) for x in (sums.n, sums.total, sums.squares)))
    same(domain_totals(cells, summed, survey.group[first], 3, unit=survey.unit[first]), survey.totals())


@given(surveys, st.integers(0, 10**9))
def test_the_order_of_the_rows_does_not_matter(survey: Survey, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(survey.y))
    d = survey.design
    shuffled = Survey(
        replace(
            d,
            stratum=d.stratum[order],
            weight=d.weight[order],
            persons=d.persons[order],
            poststratum=None if d.poststratum is None else d.poststratum[order],
        ),
        survey.y[order],
        survey.group[order],
        survey.unit[order],
    )
    same(shuffled.totals(), survey.totals())


@given(surveys, st.permutations([0, 1, 2]))
def test_the_names_of_units_and_groups_do_not_matter(survey: Survey, names: list[int]) -> None:
    last = survey.unit.max()
    renamed = replace(
        survey, unit=last - survey.unit, group=np.where(survey.group < 0, -1, np.array(names)[survey.group])
    )
    ours, theirs = survey.totals(), renamed.totals()
    for name in ("n", "size", "total", "var_size", "var_total", "cov", "psus", "strata"):
        np.testing.assert_allclose(getattr(theirs, name)[::-1][:, names], getattr(ours, name), rtol=1e-9, atol=1e-9)


@given(surveys, st.sampled_from([0.001, 7.0]))
def test_weights_times_a_constant_change_no_mean_and_no_difference(survey: Survey, factor: float) -> None:
    scaled = replace(survey, design=replace(survey.design, weight=survey.design.weight * factor))
    for made in (means, part_whole_difference, part_rest_difference, units_mean_difference):
        ours, theirs = made(survey.totals()), made(scaled.totals())
        np.testing.assert_allclose(theirs.value, ours.value, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(theirs.se, ours.se, rtol=1e-7, atol=1e-9)


@given(surveys)
def test_totals_and_influences_agree(survey: Survey) -> None:
    totals = survey.totals()
    unit_means, both = means(totals), {kind: national_mean(totals, kind) for kind in ("citizens", "municipalities")}
    for d, v in np.ndindex(3, 2):
        y, there = survey.y[:, v], np.flatnonzero(totals.n[:, d, v] > 0)
        if not len(there):
            continue  # nobody of the group answered, in any unit
        for u in there:
            person, sums = (f(survey.design, y, survey.where(u, d)) for f in (mean, total))
            agree((unit_means.value[u, d, v], unit_means.se[u, d, v], unit_means.df[u, d, v]), person)
            agree((totals.total[u, d, v], np.sqrt(totals.var_total[u, d, v]), person.df[0]), sums)
        units = mean(survey.design, y, np.column_stack([survey.where(u, d) for u in there]))
        middle = units.contrast(np.full(len(there), 1 / len(there)))
        for kind, theirs in (("citizens", mean(survey.design, y, survey.where(None, d))), ("municipalities", middle)):
            agree((both[kind].value[d, v], both[kind].se[d, v], theirs.df[0]), theirs)


@given(surveys)
def test_differences_from_totals_are_those_of_influences(survey: Survey) -> None:
    totals = survey.totals()
    against = {
        "whole": part_whole_difference(totals),
        "rest": part_rest_difference(totals),
        "mean": units_mean_difference(totals),
    }
    for d, v in np.ndindex(3, 2):
        y, there = survey.y[:, v], np.flatnonzero(totals.n[:, d, v] > 0)
        if not len(there):
            continue  # nobody of the group answered, in any unit
        everybody = survey.where(None, d)
        units = mean(survey.design, y, np.column_stack([survey.where(u, d) for u in there]))
        for i, u in enumerate(there):
            part = mean(survey.design, y, survey.where(u, d))
            theirs = {
                "whole": difference(part, mean(survey.design, y, everybody)),
                "mean": units.contrast(np.eye(len(there))[i] - 1 / len(there)),
            }
            if len(there) > 1:
                theirs["rest"] = difference(part, mean(survey.design, y, everybody & (survey.unit != u)))
            for name, gap in theirs.items():
                made = against[name]
                df = gap.df[0] if name == "mean" else made.df[u, d, v]  # the mean over units keeps the whole's
                agree((made.value[u, d, v], made.se[u, d, v], df), gap)


def agree(ours: tuple[float, float, float], theirs: Estimates | LinearizedEstimates) -> None:
    """The same value, standard error and degrees of freedom."""
    assert ours == pytest.approx((theirs.value[0], theirs.se[0], theirs.df[0]), rel=1e-7, abs=1e-6)


@given(surveys)
def test_groups_inside_a_unit_are_apart_as_influences_say(survey: Survey) -> None:
    group = np.where(survey.group == 2, -1, survey.group)
    units = survey.unit.max() + 1
    gap = group_difference(survey.design, Sums.from_persons(survey.y), group, survey.unit, units)
    answered = (survey.totals().n[:, :2] > 0).all(axis=1)
    assert np.array_equal(np.isnan(gap.value), ~answered)
    for u, v in np.argwhere(answered):
        first, second = (mean(survey.design, survey.y[:, v], survey.where(u, d)) for d in (1, 0))
        agree((gap.value[u, v], gap.se[u, v], gap.df[u, v]), difference(first, second))


def test_a_group_without_answers_is_nan_and_warns_of_nothing() -> None:
    survey = make(1, 3, True, False)
    estimates, gap = means(survey.totals()), part_whole_difference(survey.totals())
    missing = survey.totals().n == 0
    assert missing[0, 2].all()
    for numbers in (estimates.value, estimates.se, gap.value, gap.se, gap.p):
        assert np.isnan(numbers[missing]).all()
        assert not np.isnan(numbers[~missing]).any()


def test_a_group_that_all_answer_alike_has_no_spread() -> None:
    rng = np.random.default_rng(5)
    design = Design(np.repeat([0, 1], 40), rng.uniform(1, 9, 80), np.ones(80, np.int64))
    estimates = means(domain_totals(design, Sums.from_persons(np.full(80, 3.7)), rng.integers(0, 4, 80)))
    assert estimates.se.tolist() == np.zeros((2, 4, 1)).tolist()


def test_a_person_outside_the_group_stays_in_the_design() -> None:
    """Two of four answer yes to belonging: the size of the group is itself estimated, so the total varies more."""
    design = Design(np.zeros(4, np.int64), np.full(4, 10.0), np.ones(4, np.int64))
    totals = domain_totals(design, Sums.from_persons(np.full(4, 3.0)), [0, 0, -1, -1])
    # z = 30, 30, 0, 0: 4/3·[1800 − 3600/4].
    assert totals.var_total[0, 0, 0] == pytest.approx(1200)


def test_empty_units_and_groups_at_the_end_are_kept() -> None:
    design = Design(np.zeros(3, np.int64), np.ones(3), np.ones(3, np.int64))
    totals = domain_totals(design, Sums.from_persons(np.array([1.0, 2, 3])), [0, 0, 0], 2, unit=[0, 0, 0], units=4)
    assert totals.n.shape == (4, 2, 1)
    assert totals.n.sum() == 3


@pytest.mark.parametrize(
    ("change", "unit", "said"),
    [
        ({}, [0, 1, 1, 1], "a stratum lies in two units"),
        ({"stratum": [0, 0, 1, 1], "poststratum": [0, 1, 1, 1]}, [0, 0, 1, 1], "a post-stratum lies in two units"),
    ],
)
def test_what_makes_units_depend_on_each_other_is_refused(
    change: dict[str, list[int]], unit: list[int], said: str
) -> None:
    plain = {"stratum": np.zeros(4, np.int64), "weight": np.ones(4), "persons": np.ones(4, np.int64)}
    design = Design(**(plain | {name: np.array(values) for name, values in change.items()}))
    with pytest.raises(ValueError, match=said):
        domain_totals(design, Sums.from_persons(np.array([1.0, 2, 3, 4])), unit=unit)


def clustered(seed: int, calibration: str, units: int = 3) -> Survey:
    """Twelve clusters of 1 to 9 persons a unit, whose persons think alike; the first unit is two strata."""
    rng = np.random.default_rng(seed)
    held = rng.integers(1, 10, 12 * units)
    psu = np.repeat(np.arange(len(held)), held)
    unit, stratum = psu // 12, np.where(psu < 6, units, psu // 12)
    group, weight = rng.integers(-1, 3, len(psu)), rng.choice([1.0, 1.5, 4.0], len(held))[psu]
    mood = rng.normal(0, 1, len(held))[psu]
    y = np.clip(np.round(3 + mood[:, None] + rng.normal(0, 1, (len(psu), 2))), 1, 5)
    y[rng.random(y.shape) < 0.2] = np.nan
    design = Design(stratum, weight, np.ones(len(psu), np.int64), psu=psu)
    a, b = (combination_codes(unit, rng.integers(0, 2, len(psu))) for _ in range(2))
    known = [np.bincount(x, minlength=2 * units) * rng.uniform(3.0, 4.0) for x in (a, b)]
    known[1] *= np.repeat(known[0].reshape(-1, 2).sum(axis=1) / known[1].reshape(-1, 2).sum(axis=1), 2)
    if calibration == "poststratified":
        design = poststratify(design, combination_codes(a, b), rng.uniform(50, 500, a.max() * 2 + 2)).design
    elif calibration == "raked":
        design = rake(design, [(a, known[0]), (b, known[1])]).design
    elif calibration == "regressed":
        indicators = np.hstack([x[:, None] == np.arange(2 * units) for x in (a, b)])
        design = calibrate_to(design, indicators, np.concatenate(known)).design
    return Survey(design, y, group, unit)


clusters = pytest.mark.parametrize("calibration", ["", "poststratified", "raked", "regressed"])


@clusters
@pytest.mark.parametrize("seed", range(3))
def test_clusters_summed_by_unit_and_group_give_what_the_influences_of_persons_give(
    seed: int, calibration: str
) -> None:
    survey = clustered(seed, calibration)
    made, whole = means(survey.totals()), national_mean(survey.totals())
    for group in range(3):
        found = mean(survey.design, survey.y, survey.where(None, group)[:, None])
        np.testing.assert_allclose(whole.value[group], found.value, rtol=1e-12)
        np.testing.assert_allclose(whole.se[group], found.se, rtol=1e-9)
        np.testing.assert_allclose(whole.df[group], found.df)
        for unit in range(3):
            found = mean(survey.design, survey.y, survey.where(unit, group)[:, None])
            np.testing.assert_allclose(made.se[unit, group], found.se, rtol=1e-9)
            np.testing.assert_allclose(made.df[unit, group], found.df)


@clusters
def test_differences_know_that_the_groups_share_clusters(calibration: str) -> None:
    survey = clustered(7, calibration)
    d, y = survey.design, survey.y
    part = part_whole_difference(domain_totals(d, Sums.from_persons(y), unit=survey.unit))
    of_unit = mean(d, y, (survey.unit == 1)[:, None])
    np.testing.assert_allclose(part.se[1, 0], difference(of_unit, mean(d, y)).se, rtol=1e-9)
    apart = group_difference(d, Sums.from_persons(y), np.where(survey.group == 2, -1, survey.group), survey.unit, 3)
    for unit in range(3):
        one, zero = (mean(d, y, survey.where(unit, group)[:, None]) for group in (1, 0))
        np.testing.assert_allclose(apart.se[unit], difference(one, zero).se, rtol=1e-9)
        np.testing.assert_allclose(apart.df[unit], difference(one, zero).df)


@clusters
def test_cells_of_a_cluster_give_what_its_persons_give(calibration: str) -> None:
    survey = clustered(5, calibration)
    d = survey.design
    assert d.psu is not None
    post = np.zeros_like(d.psu) if d.poststratum is None else d.poststratum
    cell = combination_codes(d.psu, survey.group, post, np.round(d.weight, 9))
    _, first = np.unique(cell, return_index=True)
    sums = Sums.from_persons(survey.y)
    cells = replace(
        d, stratum=d.stratum[first], weight=d.weight[first], persons=np.bincount(cell), psu=d.psu[first],
        poststratum=None if d.poststratum is None else d.poststratum[first],
    )  # fmt: skip
    summed = Sums(*(group_sums(cell, len(first), x) for x in (sums.n, sums.total, sums.squares)))
    ours, theirs = domain_totals(cells, summed, survey.group[first], 3, unit=survey.unit[first]), survey.totals()
    same(ours, theirs)
    for name in ("answer_psus", "answer_strata", "leverage", "persons", "cells", "squares", "weight_squares"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-9, err_msg=name)


@pytest.mark.parametrize("calibration", ["", "poststratified", "raked", "regressed"])
def test_clusters_of_one_person_each_are_no_clusters(calibration: str) -> None:
    survey = clustered(9, calibration)
    alone = replace(survey, design=replace(survey.design, psu=np.arange(len(survey.unit))))
    without = replace(survey, design=replace(survey.design, psu=None))
    same(alone.totals(), without.totals())
    for name in ("answer_psus", "answer_strata", "leverage", "persons", "cells"):
        ours, theirs = getattr(alone.totals(), name), getattr(without.totals(), name)
        # Raking sweeps the margins ten times for the residuals; its leverage is that of the regression they tend to.
        np.testing.assert_allclose(ours, theirs, rtol=0.05 if calibration == "raked" else 1e-9, err_msg=name)


def test_a_second_stage_is_refused() -> None:
    design = Design.from_columns(psu=[0, 0, 1, 1], population=np.full(4, 9), ssu=[0, 1, 2, 3], ssu_population=[8] * 4)
    with pytest.raises(ValueError, match="second stage"):
        domain_totals(design, Sums.from_persons(np.array([1.0, 2, 3, 4])))


def test_a_post_stratum_across_strata_is_one_though_another_number_is_empty() -> None:
    """Post-strata 0 and 2 of 3, the second in both strata: as many pairs as numbers."""
    stratum, cell = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 2, 2, 2, 2])
    design = Design(stratum, np.array([1.0, 1, 1, 1, 3, 3]), np.ones(6, np.int64))
    calibrated = poststratify(design, cell, [30, 0, 70]).design
    y = np.array([1.0, 3, 2, 5, 4, 1])
    made = means(domain_totals(calibrated, Sums.from_persons(y), unit=np.zeros(6, np.int64)))
    assert made.se[0, 0, 0] == pytest.approx(mean(calibrated, y).se[0])

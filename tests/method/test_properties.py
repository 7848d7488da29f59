"""What may not matter does not: the order of rows, the names of units, the scale of weights, persons put into cells.

Each function of persons is run on the same made survey, told in another way.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pytest

from borgerpuls.method import (
    Design,
    GroupedWave,
    LinearizedEstimates,
    Sums,
    Totals,
    anom,
    association,
    calibrate_to,
    case_mix,
    composite,
    decompose,
    deff,
    difference,
    distribution,
    domain_totals,
    group_difference,
    jackknife,
    kish,
    margin,
    mean,
    means,
    national_mean,
    overlap_difference,
    panel_change,
    part_rest_difference,
    part_whole_difference,
    poststratify,
    quantile,
    rake,
    randomised_difference,
    ratio,
    regress,
    replicate,
    units_mean_difference,
)

UNITS, GROUPS = 6, 3
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Survey:
    """One made survey: a row a person."""

    unit: npt.NDArray[np.int64]
    group: npt.NDArray[np.int64]
    weight: Floats
    y: Floats
    x: Floats
    later: Floats

    def take(self, rows: npt.NDArray[np.int64]) -> "Survey":
        return Survey(*(part[rows] for part in (self.unit, self.group, self.weight, self.y, self.x, self.later)))

    @property
    def design(self) -> Design:
        return Design(self.unit, self.weight, np.ones(len(self.unit), np.int64))


@pytest.fixture(scope="module")
def survey() -> Survey:
    generator = np.random.default_rng(71)
    unit = np.sort(generator.integers(0, UNITS, 360))
    y = np.clip(np.round(generator.normal(3.3 + 0.1 * unit, 1.0)), 1, 5)
    later = np.clip(np.round(0.5 * y + generator.normal(1.8, 0.8, 360)), 1, 5)
    return Survey(
        unit,
        generator.integers(0, GROUPS, 360),
        generator.uniform(1, 6, 360),
        np.where(generator.random(360) < 0.1, np.nan, y),
        generator.normal(3, 1, 360),
        later,
    )


def linear(made: LinearizedEstimates) -> Floats:
    return np.concatenate([made.value, made.se, made.df])


def raked(s: Survey) -> Design:
    groups = margin([s.group], [np.arange(GROUPS)], [600.0, 700, 500])
    above = margin([s.x > 3], [[False, True]], [950.0, 850])
    return rake(s.design, [groups, above]).design


def changed(s: Survey) -> Floats:
    both = np.arange(len(s.unit))
    found = panel_change(mean(s.design, s.y), mean(s.design, s.later), same=(both, both))
    return np.concatenate([found.value, found.se])


def apart(s: Survey) -> Floats:
    waves = [
        GroupedWave(s.design, Sums.from_persons(y), s.group, s.unit, np.zeros(UNITS, np.int64)) for y in (s.y, s.later)
    ]
    found = decompose(*waves, places=1, groups=GROUPS)
    return np.concatenate([found.mix.value, found.mix.se, found.performance.value, found.performance.se]).ravel()


WHOLE: dict[str, Callable[[Survey], Floats]] = {
    "mean": lambda s: linear(mean(s.design, s.y, s.group[:, None] == np.arange(GROUPS))),
    "ratio": lambda s: linear(ratio(s.design, s.y, s.x)),
    "distribution": lambda s: linear(distribution(s.design, s.y, [1, 2, 3, 4, 5])),
    "composite": lambda s: linear(composite(s.design, np.column_stack([s.y, s.x]))),
    "difference": lambda s: np.concatenate(
        [difference(mean(s.design, s.y, s.group == 1), mean(s.design, s.y)).se, mean(s.design, s.y).value]
    ),
    "quantile": lambda s: np.concatenate(
        [quantile(s.design, s.x, [0.2, 0.5]).value, quantile(s.design, s.x, [0.5]).se]
    ),
    "regress": lambda s: linear(regress(s.design, s.y, np.column_stack([np.ones_like(s.x), s.x])).linear),
    "logistic": lambda s: linear(
        regress(s.design, s.later > 3, np.column_stack([np.ones_like(s.x), s.x]), family="logistic").linear
    ),
    "association": lambda s: np.array(
        [association(s.design, s.group, s.later).f, association(s.design, s.group, s.later).p]
    ),
    "post-stratified": lambda s: linear(mean(poststratify(s.design, s.group, [600.0, 700, 500]).design, s.y)),
    "raked": lambda s: linear(mean(raked(s), s.y)),
    "calibrated": lambda s: linear(
        mean(calibrate_to(s.design, np.column_stack([np.ones_like(s.x), s.x]), [1800.0, 5500.0]).design, s.y)
    ),
    "deff": lambda s: deff(mean(s.design, s.y), s.y, replace=True),
    "kish": lambda s: np.atleast_1d(kish(s.design)),
    "jackknife": lambda s: replicate(jackknife(s.design), lambda d: mean(d, s.y).value).se,
    "change": changed,
    "parts": apart,
    "overlap": lambda s: np.array(_two(overlap_difference, s)),
    "randomised": lambda s: np.array(_two(randomised_difference, s)),
    "national": lambda s: np.concatenate(
        [national_mean(_totals(s), kind).se.ravel() for kind in ("citizens", "municipalities")]
    ),
}


def _two(compare: Callable[..., object], s: Survey) -> list[float]:
    found = compare(Sums.from_persons(s.y), s.group == 1, np.column_stack([s.x, s.later]))
    return [getattr(found, name) for name in ("value", "se", "df", "mean1", "mean0")]


def _totals(s: Survey) -> Totals:
    return domain_totals(s.design, Sums.from_persons(s.y), units=UNITS)


def _all(made: object) -> Floats:
    return np.stack([getattr(made, name)[:, 0, 0] for name in ("value", "se", "df")], axis=1)


BY_UNIT: dict[str, Callable[[Survey], Floats]] = {
    "means": lambda s: _all(means(_totals(s))),
    "part and whole": lambda s: _all(part_whole_difference(_totals(s))),
    "part and rest": lambda s: _all(part_rest_difference(_totals(s))),
    "mean of units": lambda s: _all(units_mean_difference(_totals(s))),
    "groups apart": lambda s: np.stack(
        [getattr(group_difference(s.design, Sums.from_persons(s.y), np.where(s.group < 2, s.group, -1), s.unit, UNITS),
                 n)[:, 0]
         for n in ("value", "se")], axis=1),
    "analysis of means": lambda s: np.stack(
        [anom(_totals(s), seed=1).difference.value, anom(_totals(s), seed=1).difference.se], axis=1),
    "case mix": lambda s: np.stack(
        [getattr(case_mix(Sums.from_persons(s.y), s.unit, s.x[:, None]), n)
         for n in ("value", "variance", "se")], axis=1),
}  # fmt: skip
EVERY = {**WHOLE, **BY_UNIT}


@pytest.mark.parametrize("name", EVERY)
def test_the_order_of_rows_changes_nothing(name: str, survey: Survey) -> None:
    order = np.random.default_rng(3).permutation(len(survey.unit))
    assert EVERY[name](survey.take(order)) == pytest.approx(EVERY[name](survey), rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("name", EVERY)
def test_weights_times_a_constant_change_nothing(name: str, survey: Survey) -> None:
    heavier = replace(survey, weight=7.5 * survey.weight)
    assert EVERY[name](heavier) == pytest.approx(EVERY[name](survey), rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("name", WHOLE)
def test_other_names_of_units_change_no_number_of_the_whole(name: str, survey: Survey) -> None:
    renamed = replace(survey, unit=np.array([4, 2, 0, 5, 1, 3])[survey.unit])
    assert WHOLE[name](renamed) == pytest.approx(WHOLE[name](survey), rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("name", BY_UNIT)
def test_other_names_of_units_move_their_numbers_along(name: str, survey: Survey) -> None:
    names = np.array([4, 2, 0, 5, 1, 3])
    renamed = replace(survey, unit=names[survey.unit])
    assert BY_UNIT[name](renamed)[names] == pytest.approx(BY_UNIT[name](survey), rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("name", [n for n in BY_UNIT if n != "case mix"])
def test_persons_alike_put_together_as_cells_give_the_same(name: str, survey: Survey) -> None:
    """Weights that depend on unit and group alone: a cell of these is as good as its persons."""
    even = replace(survey, weight=1.0 + survey.unit + survey.group)
    key = even.unit * GROUPS + even.group
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    persons = np.bincount(cell)
    answered = ~np.isnan(even.y)
    y = np.where(answered, even.y, 0.0)
    sums = Sums(*(np.bincount(cell, part)[:, None] for part in (answered.astype(float), y, y**2)))
    design = Design(even.unit[first], even.weight[first], persons)
    if name == "groups apart":
        group = np.where(even.group < 2, even.group, -1)
        made = group_difference(design, sums, group[first], even.unit[first], UNITS)
        grouped = np.stack([made.value[:, 0], made.se[:, 0]], axis=1)
    else:
        totals = domain_totals(design, sums, units=UNITS)
        jobs = {"means": means, "part and whole": part_whole_difference, "part and rest": part_rest_difference,
                "mean of units": units_mean_difference}  # fmt: skip
        if name in jobs:
            grouped = _all(jobs[name](totals))
        else:
            found = anom(totals, seed=1).difference
            grouped = np.stack([found.value, found.se], axis=1)
    assert grouped == pytest.approx(BY_UNIT[name](even), rel=1e-8)

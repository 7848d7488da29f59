"""How much units differ, who is unusual, and between which places a unit stands."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.method.analysis_of_means.skewed_t import critical_values, two_sided_p
from borgerpuls.method.analysis_of_means.unit_variances import unit_variances
from borgerpuls.method.comparison.random_effects import random_effects
from borgerpuls.method.comparison.rank_sets import rank_sets
from borgerpuls.results.build import build
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, SEED

UNITS = ("0101", "0147", "0230", "0360")


def test_units_are_compared_as_the_method_compares_them(two: Any) -> None:
    breakdown = two.now.shared[EVERYBODY]
    own, scale = breakdown.compared.at(np.s_[:4, 0, :1]), breakdown.measures.scale.at((-1, np.array([0])))
    judged = unit_variances(own.value, own.se, breakdown.basis.at(np.s_[:4, 0, :1]), scale)
    value, variance = own.value[:, 0], judged.variance[:, 0]
    expected = random_effects(value, variance)
    ranks = rank_sets(value, variance, seed=SEED)
    share = variance / (variance + expected.tau2)
    df, skewness = judged.df[:, 0] / share**2, judged.skewness[:, 0] * share**1.5
    below, above = critical_values(1.959963984540054, df, skewness)
    for place, unit in enumerate(UNITS):
        unusual, shrunken = (two.find(f"theme/overall/{unit}/{s}") for s in ("unusual", "shrunken"))
        assert unusual.difference / unusual.difference_se == pytest.approx(expected.z[place])
        assert unusual.p == pytest.approx(two_sided_p(expected.z, df, skewness)[place])
        assert (unusual.difference_low, unusual.difference_high) == pytest.approx(
            (unusual.difference - above[place] * unusual.difference_se,
             unusual.difference - below[place] * unusual.difference_se)
        )  # fmt: skip
        assert (shrunken.low, shrunken.high) == pytest.approx(
            (shrunken.estimate - 1.959964 * shrunken.se, shrunken.estimate + 1.959964 * shrunken.se)
        )
        assert (shrunken.estimate, shrunken.se) == pytest.approx((expected.value[place], expected.se[place]))
        assert two.find(f"theme/overall/{unit}/reliability").estimate == pytest.approx(expected.reliability[place])
        rank = two.find(f"theme/overall/{unit}/rank")
        assert (rank.estimate, rank.low, rank.high) == (ranks.rank[place], ranks.low[place], ranks.high[place])
    assert two.find("theme/overall/dk/tau").estimate == pytest.approx(expected.tau2**0.5)
    assert two.find("theme/overall/dk/tau").df == 3
    assert two.find("theme/overall/dk/compared").estimate == 4
    assert two.find("theme/overall/0101/rank").low == 4


def test_only_themes_have_places(two: Any) -> None:
    ranked = [f for f in two.figures if f.statistic == "rank"]
    assert {f.address.split("/")[1] for f in ranked} == {"theme"}


def test_answers_needed_give_the_reliability_that_is_asked_for(two: Any) -> None:
    needed = two.find("theme/overall/dk/answers-needed").estimate
    tau2 = two.find("theme/overall/dk/tau").estimate ** 2
    breakdown = two.now.shared[EVERYBODY]
    own, scale = breakdown.compared.at(np.s_[:4, 0, :1]), breakdown.measures.scale.at((-1, np.array([0])))
    v = unit_variances(own.value, own.se, breakdown.basis.at(np.s_[:4, 0, :1]), scale).variance[:, 0]
    one = np.average(v * own.n[:, 0], weights=own.n[:, 0])
    assert tau2 / (tau2 + one / needed) >= 0.7 > tau2 / (tau2 + one / (needed - 1))


def test_where_low_is_better_the_lowest_is_first(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker(1, (400, 300, 200, 120))
    lines = made.source.split("\n")
    first = next(row for row, line in enumerate(lines) if "Meget uenig" in line)
    scale = [line.replace(", favourable = true", "") for line in reversed(lines[first : first + 5])]
    lines[first : first + 5] = scale
    turned = replace(made, source="\n".join(lines).replace('id = "agree"', 'id = "agree"\nbetter = "low"'))
    high, low = (build([m.freeze(tmp_path / str(i))]) for i, m in enumerate((made, turned)))
    for unit in UNITS:
        one, other = (f.find(f"2024-spring/theme/overall/{unit}/rank") for f in (high, low))
        assert (other.estimate, other.low, other.high) == (5 - one.estimate, 5 - one.high, 5 - one.low)


def test_a_hidden_unit_takes_no_place(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker(hide_below=15).freeze(tmp_path / "w")])
    hidden = figures.find("2024-spring/theme/overall/0360")
    assert hidden.hidden
    for statistic in ("anom", "stands-out", "unusual", "shrunken", "reliability", "rank"):
        assert figures.find(f"2024-spring/theme/overall/0360/{statistic}").hidden == hidden.hidden
    assert figures.find("2024-spring/theme/overall/dk/compared").estimate == 3
    assert max(figures.find(f"2024-spring/theme/overall/{u}/rank").high for u in UNITS[:3]) <= 3


def test_two_units_are_too_few_to_say_how_units_differ(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker(sizes=(90, 60, 5), hide_below=10).freeze(tmp_path / "w")])
    for what in ("0101/rank", "0147/unusual", "dk/tau", "dk/answers-needed"):
        assert figures.find(f"2024-spring/theme/overall/{what}").hidden == "fewer than 3 units"


def test_units_that_do_not_differ_need_no_number_of_answers(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker(1, (200, 200, 200, 200))
    persons = dict(made.persons)
    for item in ("help", "speed", "gain"):
        persons[item] = [1 + row % 200 % 5 if persons[item][row] else None for row in range(800)]
    figures = build([replace(made, persons=persons).freeze(tmp_path / "w")])
    needed = figures.find("2024-spring/item/help/dk/answers-needed")
    assert figures.find("2024-spring/item/help/dk/tau").estimate == 0
    assert (needed.hidden, needed.estimate) == ("units do not differ", None)

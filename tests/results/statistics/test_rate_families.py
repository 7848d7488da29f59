"""Groups whose response stands out are judged together, and none is picked that chance may have made."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made.waves import ITEMS

from borgerpuls.method import benjamini_hochberg, group_response_p
from borgerpuls.results.build import build
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.table import Figures


def families(figures: Figures) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.measure == "rate-stands-out":
            found.setdefault(figure.place, []).append(figure)
    return found


def test_p_is_exact_and_adjusted_over_all_groups_of_the_place(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker(sizes=(200, 150, 100, 60)).freeze(tmp_path / "w")])
    for place, family in families(figures).items():
        everybody = figures.find(f"2024-spring/response/rate/{place}")
        assert everybody.estimate is not None
        assert everybody.n is not None
        answered = round(everybody.estimate * everybody.n)
        shown = [f for f in family if not f.hidden]
        assert {f.group_by for f in shown} == {"age", "sex"}
        plain = []
        for f in shown:
            rate = figures.find(f"2024-spring/response/rate/{place}/{f.group_by}={f.group}")
            assert (f.estimate, f.n, f.hidden) == (rate.estimate, rate.n, rate.hidden)
            assert f.n is not None
            back = round((f.estimate or 0) * f.n)
            others = (answered - back) / (everybody.n - f.n)
            assert f.difference == pytest.approx((f.estimate or 0) - others)
            plain.append(float(group_response_p(back, f.n, answered, everybody.n)))
        assert [f.p for f in shown] == pytest.approx(list(benjamini_hochberg(np.array(plain))))


def test_where_nothing_differs_a_place_names_a_group_as_seldom_as_promised(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    named = []
    for seed in range(40):
        figures = build(
            [maker(seed, sizes=(120, 90, 60, 40), compare={}, compare_groups={}).freeze(tmp_path / str(seed))]
        )
        for family in families(figures).values():
            named.append(any(f.p is not None and f.p < 0.05 for f in family))
    assert len(named) == 40 * 5
    assert np.mean(named) < 0.05 + 3 * (0.05 * 0.95 / len(named)) ** 0.5


def test_a_group_that_falls_silent_stands_out_and_a_hidden_one_is_not_judged(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    made = maker(sizes=(300, 200, 100, 60))
    silent = [s == "m" and row % 3 > 0 for row, s in enumerate(made.persons["sex"])]
    persons = dict(made.persons)
    persons["disposition"] = ["no_answer" if no else d for no, d in zip(silent, persons["disposition"], strict=True)]
    for item in (*ITEMS, "local_1"):
        persons[item] = [None if no else code for no, code in zip(silent, persons[item], strict=True)]
    figures = build([replace(made, persons=persons).freeze(tmp_path / "w")])
    men, women = (figures.find(f"2024-spring/response/rate-stands-out/dk/sex={sex}") for sex in ("m", "f"))
    assert men.difference is not None
    assert women.difference is not None
    assert men.difference < -0.3 < 0.3 < women.difference
    assert men.p is not None
    assert men.p < 1e-10
    hidden = [f for family in families(figures).values() for f in family if f.hidden]
    assert all((f.estimate, f.difference, f.p) == (None, None, None) for f in hidden)


def test_a_wave_of_answers_alone_has_no_rates_to_judge(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker()
    kept = [row for row, d in enumerate(made.persons["disposition"]) if d in ("complete", "partial")]
    alone = replace(made, persons={name: [column[row] for row in kept] for name, column in made.persons.items()})
    assert families(build([alone.freeze(tmp_path / "w")])) == {}

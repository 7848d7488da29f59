"""Who answered, judged."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from borgerpuls.method.representativity import representativity
from borgerpuls.results.build import build
from borgerpuls.results.thin import joined


def test_outcome_rates_are_those_of_the_dispositions(two: Any) -> None:
    rows = pq.read_table(two.now.wave.persons).to_pylist()
    for place in ("0101", "dk"):
        told = Counter(r["disposition"] for r in rows if place in ("dk", r["unit"]))
        known = told["complete"] + told["partial"] + told["refused"] + told["no_answer"]
        assert two.find(f"response/rr1/{place}").estimate == pytest.approx(told["complete"] / known)
        assert two.find(f"response/rr2/{place}").estimate == two.find(f"response/rate/{place}").estimate
        assert two.find(f"response/rr6/{place}").n == known
        share = two.find(f"response/eligible-share/{place}").estimate
        assert share == pytest.approx(known / (known + told["ineligible"]))


def test_the_r_indicator_is_that_of_the_persons(two: Any) -> None:
    rows = [r for r in pq.read_table(two.now.wave.persons).to_pylist() if r["disposition"] != "ineligible"]
    age = np.array([{None: 0, "18-29": 1, "30-49": 2, "50-": 3}[r["age"]] for r in rows])
    sex = np.array([int(r["sex"] == "m") for r in rows])
    answered = np.array([int(r["disposition"] in ("complete", "partial")) for r in rows])
    one = np.ones(len(rows), np.int64)
    variables = {"age": joined(age, one, answered), "sex": joined(sex, one, answered)}
    expected = representativity(one, answered, variables)
    found = two.find("response/r-indicator/dk")
    assert (found.estimate, found.se) == pytest.approx((expected.r, expected.se))
    assert found.low <= found.estimate <= found.high <= 1
    partial = two.find("response/partial/dk/age")
    assert (partial.estimate, partial.group_by, partial.group) == (
        pytest.approx(expected.partial["age"].unconditional),
        "age",
        "",
    )
    men = two.find("response/partial/dk/sex=m")
    assert men.estimate == pytest.approx(expected.partial["sex"].groups[1])


def test_the_largest_bias_grows_with_the_spread_of_the_answers(two: Any) -> None:
    overall, meeting = (two.find(f"theme/{theme}/dk/largest-bias").estimate for theme in ("overall", "meeting"))
    assert 0 < meeting < overall


def test_a_wave_of_answers_alone_has_no_rates(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = maker()
    kept = [row for row, d in enumerate(made.persons["disposition"]) if d in ("complete", "partial")]
    alone = replace(made, persons={name: [column[row] for row in kept] for name, column in made.persons.items()})
    measures = {f.measure for f in build([alone.freeze(tmp_path / "w")]) if f.address.split("/")[1] == "response"}
    assert measures == {"answered", "kish"}


def test_a_thin_unit_is_hidden_and_not_a_number(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker(sizes=(90, 60, 40, 6)).freeze(tmp_path / "w")])
    found = figures.find("2024-spring/response/r-indicator/0360")
    assert found.hidden in ("fewer than 5 answers", "a group answered fully or not at all")
    assert found.estimate is None

"""Who answered, judged."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made.waves import EVERYBODY, FIVE, FOUR, NOBODY, answering, boundaries
from scipy.stats import chi2

from borgerpuls.dataset.wave import DISPOSITIONS, Weighting
from borgerpuls.method.nonresponse.r_indicator import representativity
from borgerpuls.results.build import build
from borgerpuls.results.estimation.sparse_cells import collapse_sparse


def by_hand(dispositions: Sequence[str]) -> dict[str, Fraction]:
    """AAPOR's six response rates and e, in exact fractions, from the letters of the Standard Definitions."""
    told = Counter(dispositions)
    i, p, nc, unknown = (told[name] for name in ("complete", "partial", "no_answer", "not_reached"))
    r = told["refused"] + told["breakoff"]  # 2.12 is a refusal like 2.11
    known = i + p + r + nc
    e = Fraction(known, known + told["ineligible"])
    return {
        "rr1": Fraction(i, known + unknown),
        "rr2": Fraction(i + p, known + unknown),
        "rr3": i / (known + e * unknown),
        "rr4": (i + p) / (known + e * unknown),
        "rr5": Fraction(i, known),
        "rr6": Fraction(i + p, known),
        "eligible-share": e,
    }


@pytest.mark.parametrize("place", ["0101", "0147", "0230", "0360", "dk"])
def test_outcome_rates_are_those_of_the_dispositions(two: Any, place: str) -> None:
    rows = pq.read_table(two.now.wave.persons).to_pylist()
    told = [r["disposition"] for r in rows if place in ("dk", r["unit"])]
    assert set(told) == set(DISPOSITIONS)
    for measure, rate in by_hand(told).items():
        found = two.find(f"response/{measure}/{place}")
        assert found.estimate == pytest.approx(float(rate), rel=1e-14), measure
        assert found.n == len(told) - told.count("ineligible")
    assert two.find(f"response/rr2/{place}").estimate == two.find(f"response/rate/{place}").estimate


def test_outcome_rates_at_the_boundaries_are_those_of_a_hand_count(tmp_path: Path) -> None:
    figures = build([boundaries().freeze(tmp_path / "w")])

    def rate(measure: str, place: str) -> float | None:
        return figures.find(f"2024-spring/response/{measure}/{place}").estimate

    # Everybody answered: nothing can lower any rate.
    assert {rate(f"rr{k}", EVERYBODY) for k in range(1, 7)} == {1.0}
    # 4 complete, 1 partial; 3 refused, two of them by breaking off; 1 silent, 1 never reached, 1 of another group.
    e = Fraction(9, 10)
    hand = [Fraction(4, 10), Fraction(5, 10), 4 / (9 + e), 5 / (9 + e), Fraction(4, 9), Fraction(5, 9)]
    assert [rate(f"rr{k}", FIVE) for k in range(1, 7)] == pytest.approx([float(one) for one in hand])
    assert rate("eligible-share", FIVE) == pytest.approx(float(e))
    for place in (FOUR, NOBODY):
        found = [figures.find(f"2024-spring/response/{m}/{place}") for m in ("rr1", "rr6", "eligible-share")]
        assert {(f.hidden, f.estimate, f.n) for f in found} == {("fewer than 5 answers", None, None)}


def test_the_r_indicator_is_that_of_the_persons(two: Any) -> None:
    rows = [r for r in pq.read_table(two.now.wave.persons).to_pylist() if r["disposition"] != "ineligible"]
    age = np.array([{None: 0, "18-29": 1, "30-49": 2, "50-": 3}[r["age"]] for r in rows])
    sex = np.array([int(r["sex"] == "m") for r in rows])
    answered = np.array([int(r["disposition"] in ("complete", "partial")) for r in rows])
    one = np.ones(len(rows), np.int64)
    variables = {"age": collapse_sparse(age, one, answered), "sex": collapse_sparse(sex, one, answered)}
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
    conditional = {f.group_by + f.group for f in two.figures if f.statistic == "partial-conditional"}
    assert conditional == {"age", "sex"}
    for variable in ("age", "sex"):
        found = two.find(f"response/partial-conditional/dk/{variable}")
        assert found.estimate == pytest.approx(expected.partial[variable].conditional)


def test_the_largest_bias_grows_with_the_spread_of_the_answers(two: Any) -> None:
    overall, meeting = (two.find(f"theme/{theme}/dk/largest-bias").estimate for theme in ("overall", "meeting"))
    assert 0 < meeting < overall


def test_the_largest_bias_is_hidden_where_its_mean_is(maker: Callable[..., Any], tmp_path: Path) -> None:
    made = answering(maker(sizes=(90, 60, 40)), "0230", "listened", [1] * 9)
    figures = build([made.freeze(tmp_path / "w")])
    hidden = {
        unit: [figures.find(f"2024-spring/theme/meeting/{unit}{ending}").hidden for ending in ("", "/largest-bias")]
        for unit in ("0101", "0147", "0230", "dk")
    }
    same = "everybody gave the same answer"
    assert hidden == {"0101": ["", ""], "0147": ["", ""], "0230": [same, same], "dk": ["", ""]}


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


def test_a_variable_in_the_weighting_is_not_outside_it_and_others_are_tested_together(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    made = maker(sizes=(300, 300, 200, 100), compare={}, compare_groups={})
    silent = [s == "m" and row % 3 > 0 for row, s in enumerate(made.persons["sex"])]
    persons = dict(made.persons)
    persons["disposition"] = ["no_answer" if no else d for no, d in zip(silent, persons["disposition"], strict=True)]
    for item in ("help", "speed", "gain", "listened", "alone", "local_1"):
        persons[item] = [None if no else code for no, code in zip(silent, persons[item], strict=True)]
    figures = build([replace(made, persons=persons).freeze(tmp_path / "w")])
    outside = {f.group_by: f for f in figures if f.statistic == "outside-weighting"}
    assert outside.keys() == {"sex"}
    assert outside["sex"].p < 0.001
    facts = figures.facts["2024-spring"]
    likely = facts["answered"] / facts["eligible"]
    distance = facts["eligible"] * outside["sex"].estimate ** 2 / (likely * (1 - likely))
    assert outside["sex"].p == pytest.approx(chi2.sf(distance, 1), rel=1e-9, abs=0)
    raked = replace(made, persons=persons).change(weighting=Weighting("none"))
    both = {f.group_by: f for f in build([raked.freeze(tmp_path / "n")]) if f.statistic == "outside-weighting"}
    assert both.keys() == {"age", "sex"}
    assert both["age"].p > 0.05 > both["sex"].p


def test_persons_drawn_in_clusters_have_no_model_of_response_that_takes_them_one_by_one(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    plain: dict[str, Any] = {"sizes": (300, 200, 150, 100), "compare": {}, "compare_groups": {}}
    told = {
        "r-indicator",
        "partial",
        "partial-conditional",
        "outside-weighting",
        "rate-stands-out",
        "largest-bias",
        "bias-left",
    }
    alone, drawn = (
        build([maker(**plain, clusters=clusters, groups=("age", "sex")).freeze(tmp_path / str(clusters))])
        for clusters in (False, True)
    )
    measures = [{name for f in one for name in (f.measure, f.statistic)} & told for one in (alone, drawn)]
    assert measures == [told, {"largest-bias", "bias-left"}]


def test_what_the_weights_know_is_taken_off_the_bound_and_what_they_do_not_stays(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    made = maker(sizes=(900, 700, 500, 300), weighting=Weighting("poststratify", ("age", "sex")))
    silent = [s == "m" and row % 3 > 0 for row, s in enumerate(made.persons["sex"])]
    persons = dict(made.persons)
    persons["disposition"] = ["no_answer" if no else d for no, d in zip(silent, persons["disposition"], strict=True)]
    for item in ("help", "speed", "gain", "listened", "alone", "local_1"):
        persons[item] = [None if no else code for no, code in zip(silent, persons[item], strict=True)]
    left = {}
    for by in ((), ("age",), ("sex",), ("age", "sex")):
        method = Weighting("poststratify", by, minimum=1) if by else Weighting("none")
        wave = replace(made, persons=persons).change(weighting=method, compare={}, compare_groups={})
        figures = build([wave.freeze(tmp_path / "-".join(("w", *by)))])
        names = ("largest-bias", "bias-left")
        whole, rest = (figures.find(f"2024-spring/theme/overall/dk/{name}").estimate for name in names)
        left[by] = rest / whole
    assert left[()] > 0.9
    assert left["age",] > 0.9
    assert left["sex",] < 0.35
    assert left["age", "sex"] == pytest.approx(0, abs=1e-9)
    # Thin cells join men and women, which leaves what the two differ by.
    joined = replace(made, persons=persons).change(compare={}, compare_groups={})
    figures = build([joined.freeze(tmp_path / "joined")])
    assert figures.find("2024-spring/theme/overall/dk/bias-left").estimate > 0.1


def test_a_group_that_is_met_in_one_unit_only_has_its_part_of_the_indicator(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    made = maker(sizes=(300, 200, 100, 60), weighting=Weighting("none"), compare={}, compare_groups={})
    pairs = zip(made.persons["age"], made.persons["unit"], strict=True)
    persons = {**made.persons, "age": ["30-49" if a is None or (a == "50-" and u != "0101") else a for a, u in pairs]}
    figures = build([replace(made, persons=persons).freeze(tmp_path / "w")])
    groups = {f.group for f in figures if f.statistic == "partial" and f.group_by == "age" and f.place == "dk"}
    assert groups >= {"18-29", "30-49", "50-"}

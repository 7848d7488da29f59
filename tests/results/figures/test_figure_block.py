"""A block of figures as rows: addresses, hidden numbers, and intervals that are computed or given."""

from dataclasses import replace

import numpy as np
import pytest

from borgerpuls.method.comparison.difference_intervals import BoundedDifference
from borgerpuls.method.estimation.estimates import BoundedEstimates, Estimates
from borgerpuls.results.figures.figure_block import FigureBlock


def block(statistic: str = "mean", kind: str = "theme", **given: object) -> FigureBlock:
    return FigureBlock.of_statistic(
        **{
            "wave": "w",
            "places": ("0101", "dk"),
            "kind": [kind, kind],
            "measure": ["overall", "meeting"],
            "statistic": statistic,
            "numbers": {"estimate": np.array([[1.0, 2.0], [3.0, np.nan]]), "n": np.array([[10.0], [40.0]])},
            "hidden": np.array([["", "wording changed"], ["", ""]], dtype=object),
            **given,
        }
    )


@pytest.mark.parametrize(
    ("statistic", "kind", "given", "address"),
    [
        ("mean", "theme", {}, "w/theme/overall/0101"),
        ("rank", "theme", {}, "w/theme/overall/0101/rank"),
        ("rate", "response", {}, "w/response/overall/0101"),
        ("change-stands-out", "item", {}, "w/item/overall/0101/change/stands-out"),
        ("mean", "item", {"group": ("age", "18-29")}, "w/item/overall/0101/age=18-29"),
        ("partial", "response", {"group": ("age", "")}, "w/response/overall/0101/age"),
        (
            "overlap", "item", {"group": ("compare", "1"), "group_address": "/compare"},
            "w/item/overall/0101/compare/overlap",
        ),
    ],
)  # fmt: skip
def test_an_address_follows_one_rule(statistic: str, kind: str, given: dict[str, object], address: str) -> None:
    assert block(statistic, kind, **given).table()["address"][0].as_py() == address


def test_rows_stand_place_by_place_and_a_hidden_one_has_its_reason_and_no_number() -> None:
    rows = block().table().to_pylist()
    assert [(row["place"], row["measure"]) for row in rows] == [
        ("0101", "overall"), ("0101", "meeting"), ("dk", "overall"), ("dk", "meeting"),
    ]  # fmt: skip
    assert (rows[1]["hidden"], rows[1]["estimate"], rows[1]["n"]) == ("wording changed", None, None)
    assert (rows[0]["estimate"], rows[0]["n"], rows[2]["n"], rows[3]["estimate"]) == (1.0, 10, 40, None)


def test_figures_that_do_not_exist_have_no_row() -> None:
    rows = block(exists=np.array([[True, False], [False, True]])).table().to_pylist()
    assert [(row["place"], row["measure"]) for row in rows] == [("0101", "overall"), ("dk", "meeting")]


def test_intervals_are_students_where_none_is_given_and_the_given_ones_otherwise() -> None:
    one = np.ones((2, 1, 2))
    estimates = Estimates(one * 3, one * 0.5, one * 10, one * 12)
    computed = replace(block(), estimates=estimates, numbers={}).table().to_pylist()[0]
    assert (computed["low"], computed["high"]) == pytest.approx((3 - 2.2281389 * 0.5, 3 + 2.2281389 * 0.5))
    given = replace(block(), estimates=estimates, numbers={"low": one * 2.5}).table().to_pylist()[0]
    assert (given["estimate"], given["low"], given["high"]) == (3.0, 2.5, computed["high"])


def test_estimates_and_differences_that_know_their_ends_are_told_with_these() -> None:
    one = np.ones((2, 1, 2))
    estimates = BoundedEstimates(one * 4.9, one * 0.1, one * 19, one * 20, one * 4.44, one * 4.98)
    gap = BoundedDifference(one * 0.2, one * 0.1, one * 19, one * 20, one * -0.1, one * 0.3)
    row = replace(block(), estimates=estimates, difference=gap, numbers={}).table().to_pylist()[0]
    assert (row["se"], row["low"], row["high"]) == (0.1, 4.44, 4.98)
    assert (row["difference_low"], row["difference_high"]) == (-0.1, 0.3)
    assert row["p"] > 0.05


def test_one_row_of_what_it_stands_beside_serves_every_place() -> None:
    beside = np.array([["2023", "2022"]], dtype=object)
    assert block(compared_with=beside).table()["compared_with"].to_pylist() == ["2023", "2022", "2023", "2022"]

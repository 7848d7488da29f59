"""Who answered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.results.build import build
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


@pytest.fixture(scope="module")
def figures(wave: FrozenWave) -> Figures:
    return build([wave])


def persons(wave: FrozenWave, **wanted: str) -> list[str]:
    """Dispositions of the persons who are what is wanted."""
    rows = pq.read_table(wave.persons).to_pylist()
    return [row["disposition"] for row in rows if all(row[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("0101", {"unit": "0101"}),
        ("dk", {}),
        ("dk/age=18-29", {"age": "18-29"}),
        ("0230/sex=f", {"unit": "0230", "sex": "f"}),
        ("0147/compare=1", {"unit": "0147", "compare": "1"}),
    ],
)
def test_a_rate_is_answered_over_eligible(
    wave: FrozenWave, figures: Figures, address: str, wanted: dict[str, str]
) -> None:
    said = persons(wave, **wanted)
    answered, eligible = sum(d in ("complete", "partial") for d in said), sum(d != "ineligible" for d in said)
    rate = figures.find(f"2024-spring/response/rate/{address}")
    assert (rate.estimate, rate.n, rate.statistic) == (answered / eligible, eligible, "rate")
    assert figures.find(f"2024-spring/response/answered/{address}").estimate == answered


def test_a_count_of_everyone_asked_has_no_interval(figures: Figures) -> None:
    judged = ("r-indicator", "rate-stands-out")
    counted = [f for f in figures if f.address.split("/")[1] == "response" and f.measure not in judged]
    assert {(f.se, f.low, f.high, f.difference) for f in counted} == {(None, None, None, None)}


def test_the_population_is_the_frames_where_the_frame_tells(wave: FrozenWave, figures: Figures) -> None:
    frame = pq.read_table(wave.population).to_pylist()
    for place, group in (("0101", "18-29"), ("dk", "50-"), ("dk", "")):
        expected = sum(f["count"] for f in frame if place in (f["unit"], "dk") and group in (f["age"], ""))
        address = f"2024-spring/response/rate/{place}" + (f"/age={group}" if group else "")
        assert figures.find(address).population == expected
    both = [figures.find(f"2024-spring/response/rate/0101/sex={sex}").population for sex in ("m", "f")]
    whole = figures.find("2024-spring/response/rate/0101").population
    assert sum(part for part in both if part) == pytest.approx(whole)


def test_equal_weights_cost_nothing_and_others_do(maker: Maker, tmp_path: Path) -> None:
    plain = build([maker(weighting=Weighting("none")).freeze(tmp_path / "plain")])
    given = build([maker(weighting=Weighting("given")).freeze(tmp_path / "given")])
    assert plain.find("2024-spring/response/kish/dk").estimate == pytest.approx(1.0)
    assert given.find("2024-spring/response/kish/0101").estimate == pytest.approx(1.4, abs=0.2)
    assert not [f for f in given if f.measure == "kish" and f.group_by]


def test_a_wave_of_answers_alone_has_counts_and_no_rates(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"))
    kept = [i for i, said in enumerate(made.persons["disposition"]) if said in ("complete", "partial")]
    alone = replace(made, persons={name: [column[i] for i in kept] for name, column in made.persons.items()})
    figures = build([alone.freeze(tmp_path / "alone")])
    assert {f.measure for f in figures if f.address.split("/")[1] == "response"} == {"answered", "kish"}
    assert figures.find("2024-spring/response/answered/dk").estimate == len(kept)


def test_a_group_has_a_rate_where_anybody_was_invited_from_it(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"))
    units = made.persons["unit"]
    ages = ["30-49" if unit == "0230" else age for unit, age in zip(units, made.persons["age"], strict=True)]
    ages[units.index("0230")] = "50-"
    figures = build([replace(made, persons={**made.persons, "age": ages}).freeze(tmp_path / "w")])
    addresses = set(figures.table["address"].to_pylist())
    for measure in ("rate", "answered"):
        of = f"2024-spring/response/{measure}/0230/age="
        assert {address for address in addresses if address.startswith(of)} == {of + "30-49", of + "50-"}


def test_the_groups_of_a_units_own_comparison_have_no_rate_in_the_whole(figures: Figures) -> None:
    compared = {f.place for f in figures if f.address.split("/")[1] == "response" and f.group_by == "compare"}
    assert compared == {"0147"}

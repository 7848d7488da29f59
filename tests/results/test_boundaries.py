"""The wave of boundaries: what is shown and what is hidden where everybody, five, four or nobody answered."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made.waves import EVERYBODY, FIVE, FOUR, ITEMS, NOBODY, UNITS, boundaries

from borgerpuls.dataset.wave import ANSWERED, DISPOSITIONS, FrozenWave
from borgerpuls.results.build import build
from borgerpuls.results.figures.table import Figures

FEW = "fewer than 5 answers"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    return boundaries().freeze(tmp_path_factory.mktemp("boundaries") / "2024-spring")


@pytest.fixture(scope="module")
def figures(frozen: FrozenWave) -> Figures:
    return build([frozen])


def test_the_made_wave_holds_every_disposition_and_every_boundary(frozen: FrozenWave) -> None:
    rows = pq.read_table(frozen.persons).to_pylist()
    assert {row["disposition"] for row in rows} == set(DISPOSITIONS)
    answered = {unit: [r for r in rows if r["unit"] == unit and r["disposition"] in ANSWERED] for unit in UNITS}
    assert {unit: len(of) for unit, of in answered.items()} == {EVERYBODY: 8, FIVE: 5, FOUR: 4, NOBODY: 0}
    assert {r["disposition"] for r in rows if r["unit"] == EVERYBODY} == {"complete"}
    assert [r["help"] is not None for r in rows if r["disposition"] == "breakoff"] == [True] * 5
    half = [r for r in answered[FIVE] if (r["listened"] is None) != (r["alone"] is None)]
    assert len(half) == 3


@pytest.mark.parametrize("item", ["help", "speed"])
@pytest.mark.parametrize(("unit", "hidden"), [(EVERYBODY, ""), (FIVE, ""), (FOUR, FEW), (NOBODY, FEW)])
def test_five_answers_are_shown_and_four_are_not(figures: Figures, unit: str, item: str, hidden: str) -> None:
    for ending in ("", "/top2", "/share=3", "/vs-rest", "/vs-dk.units"):
        assert figures.find(f"2024-spring/item/{item}/{unit}{ending}").hidden == hidden


@pytest.mark.parametrize(("place", "units"), [(EVERYBODY, (EVERYBODY,)), (FIVE, (FIVE,)), ("dk", UNITS)])
@pytest.mark.parametrize("item", ["help", "listened"])
def test_a_mean_counts_those_who_answered_and_nobody_who_broke_off(
    frozen: FrozenWave, figures: Figures, item: str, place: str, units: tuple[str, ...]
) -> None:
    rows = [r for r in pq.read_table(frozen.persons).to_pylist() if r["unit"] in units]
    codes = [r[item] for r in rows if r["disposition"] in ANSWERED and r[item] is not None and r[item] < 8]
    figure = figures.find(f"2024-spring/item/{item}/{place}")
    assert figure.n == len(codes)
    assert figure.estimate == pytest.approx(float(Fraction(sum(codes), len(codes))))


@pytest.mark.parametrize(("unit", "shown"), [(EVERYBODY, 8), (FIVE, 5)])
def test_half_of_the_questions_of_a_theme_is_enough_for_a_score(figures: Figures, unit: str, shown: int) -> None:
    assert figures.find(f"2024-spring/theme/meeting/{unit}").n == shown
    assert figures.find(f"2024-spring/item/alone/{unit}").hidden == FEW
    assert figures.find(f"2024-spring/theme/overall/{unit}").n == shown


@pytest.mark.parametrize(
    ("unit", "rate", "hidden"), [(EVERYBODY, 1.0, ""), (FIVE, 0.5, ""), (FOUR, None, FEW), (NOBODY, None, FEW)]
)
def test_a_rate_is_shown_where_five_answered(figures: Figures, unit: str, rate: float | None, hidden: str) -> None:
    figure = figures.find(f"2024-spring/response/rate/{unit}")
    assert (figure.estimate, figure.hidden) == (rate, hidden)
    answered = figures.find(f"2024-spring/response/answered/{unit}")
    assert (answered.estimate, answered.hidden) == ({EVERYBODY: 8, FIVE: 5}.get(unit), hidden)


def test_nobody_is_told_of_where_nobody_answered(figures: Figures) -> None:
    told = [f for f in figures if f.place == NOBODY]
    assert {f.measure for f in told} >= {"overall", "meeting", *ITEMS, "rate"}
    assert {(f.estimate, f.se, f.n, f.difference, f.low) for f in told} == {(None,) * 5}
    assert "" not in {f.hidden for f in told}


def test_a_unit_without_answers_moves_no_mean_of_the_whole(figures: Figures, tmp_path: Path) -> None:
    made = boundaries()
    kept = [row for row, unit in enumerate(made.persons["unit"]) if unit != NOBODY]
    persons = {name: [column[row] for row in kept] for name, column in made.persons.items()}
    frame = {name: column[:3] for name, column in made.population.items()}
    three = replace(made.change(units=made.spec.units[:3]), persons=persons, population=frame)
    without = build([three.freeze(tmp_path / "w")])
    for place in ("dk", "dk.units"):
        for measure in ("theme/overall", "item/listened"):
            both = [of.find(f"2024-spring/{measure}/{place}") for of in (figures, without)]
            assert both[0].estimate == pytest.approx(both[1].estimate)
            assert both[0].n == both[1].n

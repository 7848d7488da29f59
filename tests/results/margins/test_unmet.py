"""Why no weights meet the margins of a wave: every category that stands in the way, and bounds that would do."""

import re
from typing import Any

import numpy as np
import pytest

from borgerpuls.dataset.wave import Weighting
from borgerpuls.results.margins.margin import Margin
from borgerpuls.results.margins.unmet import UnitMargins, _end, unmet_margins

Counts = dict[tuple[str, str], int]


def unit_of(name: str, answers: Counts, frame: dict[str, int]) -> UnitMargins:
    """A unit of men and women, young and old: answers of each combination, and the frame of each category."""
    cells = [(s, a) for s in ("m", "f") for a in ("young", "old") if answers.get((s, a))]
    answered = np.array([answers[cell] for cell in cells])
    whole = frame["m"] + frame["f"]
    weight = np.full(len(cells), whole / answered.sum())
    margins = []
    for k, (variable, categories) in enumerate({"sex": ("m", "f"), "age": ("young", "old")}.items()):
        code = np.array([categories.index(cell[k]) for cell in cells])
        totals = np.array([frame[c] for c in categories], np.float64)
        margins.append(Margin(variable, code, totals, tuple(f"{name}: {c}" for c in categories)))
    return UnitMargins.of(name, margins, np.arange(len(cells)), answered, weight)


EVEN = {(s, a): 25 for s in ("m", "f") for a in ("young", "old")}
FRAME = {"m": 500, "f": 500, "young": 300, "old": 700}
LEANING = {"m": 500, "f": 500, "young": 60, "old": 940}


def test_margins_that_weights_meet_are_no_problem() -> None:
    assert unmet_margins("w", Weighting("rake", ("sex", "age")), [unit_of("0101", EVEN, FRAME)]) == ()


def test_every_category_that_needs_weights_outside_the_bounds_is_named_in_every_unit() -> None:
    units = [unit_of("0101", EVEN, FRAME), unit_of("0147", EVEN, LEANING), unit_of("0230", EVEN, FRAME)]
    found = unmet_margins("w", Weighting("rake", ("sex", "age"), 20, (0.7, 1.3)), units)
    told = [problem.say("en") for problem in found]
    assert len(told) == 6
    assert told[0].startswith(
        "wave w, weighting of 0101: age young: 50 answers for 300 persons in the frame need 0.60 "
    )
    assert "age old: 50 answers for 940 persons in the frame need 1.88 times the weight before" in told[3]
    assert all("the bounds are 0.7 to 1.3" in one for one in told)
    assert all("or by minimum above 50 in [weighting]), or take age out of by" in one for one in told)
    assert "50 svar for 300 personer" in found[0].say("da")


@pytest.mark.parametrize("method", ["rake", "greg"])
def test_the_bounds_that_are_proposed_suffice_for_all_units(method: Any) -> None:
    units = [unit_of("0101", EVEN, FRAME), unit_of("0147", EVEN, LEANING)]
    narrow = Weighting(method, ("sex", "age"), 20, (0.7, 1.3))
    remedy = unmet_margins("w", narrow, units)[0].remedy["en"]
    low, high = (float(number) for number in re.findall(r"(?:lower|upper) = (\d+(?:\.\d+)?)", remedy))
    assert unmet_margins("w", Weighting(method, ("sex", "age"), 20, (low, high)), units) == ()
    assert 0.09 < low < 0.12
    assert 1.88 < high < 2.2


def test_a_bound_that_is_wide_enough_is_kept() -> None:
    remedy = unmet_margins("w", Weighting("rake", ("sex", "age"), 20, (0.3, 1.2)), [unit_of("0101", EVEN, FRAME)])
    assert remedy[0].remedy["en"].startswith("Write lower = 0.3 and upper = 1.5 in [weighting] of wave.toml. Or: Join")


def test_categories_that_only_together_break_the_bounds_are_told_as_such() -> None:
    answers = {("m", "young"): 40, ("m", "old"): 10, ("f", "young"): 10, ("f", "old"): 40}
    frame = {"m": 600, "f": 400, "young": 400, "old": 600}
    found = unmet_margins("w", Weighting("rake", ("sex", "age"), 5, (0.75, 1.25)), [unit_of("0101", answers, frame)])
    assert len(found) == 1
    assert "together with the other variables no weights within 0.75 to 1.25 meet the counts" in found[0].what["en"]
    assert found[0].what["en"].startswith("sex f: 50 answers for 400 persons")
    assert found[0].remedy["en"].startswith("Write lower = ")


@pytest.mark.parametrize("method", ["rake", "greg"])
def test_counts_that_contradict_each_other_among_those_who_answered_name_the_categories(method: Any) -> None:
    answers = {("m", "young"): 50, ("f", "old"): 50}
    found = unmet_margins("w", Weighting(method, ("sex", "age")), [unit_of("0101", answers, FRAME)])
    assert found
    for problem in found:
        assert "no weights above zero meet this count and those of the other variables" in problem.what["en"]
        assert problem.remedy["en"].startswith("Join ")
    assert "50 answers for 500 persons" in found[0].what["en"]


def test_a_weight_below_zero_names_the_combination_and_what_gives_none() -> None:
    answers = {("m", "young"): 5, ("m", "old"): 60, ("f", "young"): 60, ("f", "old"): 25}
    frame = {"m": 100, "f": 900, "young": 100, "old": 900}
    unit = unit_of("0101", answers, frame)
    (found,) = unmet_margins("w", Weighting("greg", ("sex", "age"), 5), [unit])
    assert found.what["en"].startswith("sex m, age young: 5 answers would get a weight below zero, -")
    assert 'Write method = "rake", or lower = ' in found.remedy["en"]
    low, high = (float(number) for number in re.findall(r"(?:lower|upper) = (\d+(?:\.\d+)?)", found.remedy["en"]))
    assert unmet_margins("w", Weighting("greg", ("sex", "age"), 5, (low, high)), [unit]) == ()
    assert unit.linear_weights().min() < 0
    assert re.search(r"below zero, -\d\.\d\d times the one before", found.what["en"])
    assert (unit.carried * unit.linear_weights()) @ unit.inside == pytest.approx(unit.totals)


def test_a_category_knows_its_answers_and_how_many_times_its_weight_it_must_carry() -> None:
    from_cells = unit_of("0101", EVEN, FRAME)
    assert from_cells.answers.tolist() == [50, 50, 50, 50]
    assert from_cells.times == pytest.approx([1.0, 1.0, 0.6, 1.4])
    assert from_cells.weights(Weighting("rake", ("sex", "age"))).round(6).tolist().count(0.6) == 2


def test_where_one_of_several_units_meets_its_counts_by_no_bounds_none_are_proposed() -> None:
    ends = iter([0.5, np.nan, 0.4])
    unit = unit_of("0101", EVEN, FRAME)
    assert np.isnan(_end([unit] * 3, lambda _unit: next(ends), min))
    assert _end([unit] * 2, lambda _unit: 0.5, min) == 0.5

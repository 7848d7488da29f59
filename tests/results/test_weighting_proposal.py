"""A proposal of weights: what is proposed, what it promises, and why nothing is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made.waves import Made, make

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.folder import seal_wave
from borgerpuls.dataset.spec import write_spec
from borgerpuls.dataset.wave import ANSWERED, FrozenWave, Weighting
from borgerpuls.results.build import build
from borgerpuls.results.estimation.frame import Frame
from borgerpuls.results.estimation.wave_estimates import estimate
from borgerpuls.results.margins.margin import Margin
from borgerpuls.results.weighting_proposal import (
    WeightingProposal,
    _overall_at,
    _spread,
    _sums,
    _tells,
    propose_weighting,
)

Maker = Callable[..., Any]
BOTH = ("age", "sex")


def counting(by: tuple[str, ...] = ("age",), **changes: Any) -> Made:
    """A wave weighted by some variables, whose frame counts age and sex."""
    made = make(sizes=(400, 300, 200), compare={}, compare_groups={}, weighting=Weighting("poststratify", BOTH))
    return replace(made, spec=replace(made.spec, weighting=Weighting("poststratify", by), **changes))


def proposed(wave: FrozenWave) -> WeightingProposal:
    return propose_weighting(wave, tally(wave))


@pytest.fixture(scope="module")
def wave(tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    return counting().freeze(tmp_path_factory.mktemp("proposal") / "2024-spring")


@pytest.fixture(scope="module")
def proposal(wave: FrozenWave) -> WeightingProposal:
    return proposed(wave)


def test_all_printed_groups_that_the_frame_counts_are_proposed_as_margins(proposal: WeightingProposal) -> None:
    assert proposal.proposed is not None
    assert proposal.proposed.weighting.method == "rake"
    assert proposal.proposed.weighting.by == BOTH
    assert proposal.lacking == proposal.imported == proposal.left_out == ()


def test_what_is_told_of_the_present_weights_is_what_the_wave_has(
    proposal: WeightingProposal, wave: FrozenWave
) -> None:
    made = estimate(wave, tally(wave))
    assert proposal.now is not None
    assert proposal.now.kish == made.kish[-1]
    overall = made.shared[""].estimates.value[
        made.places.index("dk"), 0, made.shared[""].measures.means["theme", "overall"]
    ]
    assert proposal.now.mean == overall
    assert proposal.now.low < overall < proposal.now.high


def test_the_promises_are_kept_when_the_wave_is_weighted_as_proposed(
    proposal: WeightingProposal, wave: FrozenWave
) -> None:
    assert proposal.proposed is not None
    changed = replace(wave.spec, weighting=proposal.proposed.weighting)
    (wave.folder / "wave.toml").write_text(write_spec(changed), encoding="utf-8")
    sealed = seal_wave(wave.folder)
    made = estimate(sealed, tally(sealed))
    assert made.kish[-1] == proposal.proposed.kish
    rows = made.rows[""]
    before = np.bincount(rows.unit, rows.design.persons) / np.array(made.weighting.frame)
    g = rows.design.weight * before[rows.unit]
    assert (g.min(), g.max()) == pytest.approx((proposal.proposed.smallest, proposal.proposed.largest))


def test_nothing_is_left_of_response_when_the_weights_know_every_group(proposal: WeightingProposal) -> None:
    assert proposal.now is not None
    assert proposal.proposed is not None
    assert proposal.proposed.bias == pytest.approx(0.0, abs=1e-9)
    assert 0 < proposal.now.r <= 1
    assert proposal.now.r == proposal.proposed.r


def test_the_bound_of_the_bias_is_that_of_the_reports(tmp_path: Path) -> None:
    frozen = counting(("sex",)).freeze(tmp_path / "2024-spring")
    told = proposed(frozen).now
    assert told is not None
    figures = build([frozen])
    assert told.bias == pytest.approx(figures.find("2024-spring/theme/overall/dk/bias-left").estimate, rel=1e-12)
    assert told.r == figures.find("2024-spring/response/r-indicator/dk").estimate


def test_each_printed_group_tells_its_thin_categories_and_the_thinnest(tmp_path: Path) -> None:
    made = counting()
    sexes = ["m" if u == "0147" and s == "f" and k % 9 else s
             for k, (u, s) in enumerate(zip(made.persons["unit"], made.persons["sex"], strict=True))]  # fmt: skip
    frozen = replace(made, persons={**made.persons, "sex": sexes}).freeze(tmp_path / "w")
    found = {group.variable: group for group in proposed(frozen).groups}
    counted = tally(frozen)
    women = counted.answered[
        (np.array(counted.levels["unit"])[counted.codes["unit"]] == "0147")
        & (np.array(counted.levels["sex"])[counted.codes["sex"]] == "f")
    ].sum()
    assert 0 < women < 20
    assert found["sex"].thinnest == ("0147", "f", women)
    assert (found["sex"].categories, found["sex"].thin, found["sex"].tells) == (6, 1, True)


def test_bounds_are_proposed_where_a_weight_would_be_more_than_three_times_the_one_before(tmp_path: Path) -> None:
    made = counting()
    crowded = [
        count * (2 if sex == "f" else 1) * (5 if age == "50-" else 1)
        for count, sex, age in zip(
            made.population["count"], made.population["sex"], made.population["age"], strict=True
        )
    ]
    frozen = replace(made, population={**made.population, "count": crowded}).freeze(tmp_path / "w")
    found = proposed(frozen).proposed
    assert found is not None
    assert found.weighting.bounds is not None
    low, high = found.weighting.bounds
    assert low <= 0.3
    assert high >= 3.0
    assert low - 1e-6 <= found.smallest
    assert found.largest <= high + 1e-6


def test_a_group_that_the_frame_does_not_count_is_lacking(tmp_path: Path) -> None:
    found = proposed(make().freeze(tmp_path / "w"))
    assert found.lacking == ("sex",)
    assert found.proposed is None
    assert "every printed group that the frame counts" in str(found.why_not)


def test_where_the_persons_are_the_frame_they_are_counted(tmp_path: Path) -> None:
    made = make(sizes=(400, 300), compare={}, compare_groups={})
    count: dict[tuple[Any, Any], int] = {}
    for key in zip(made.persons["unit"], made.persons["age"], strict=True):
        count[key] = count.get(key, 0) + 1
    population = {"unit": [u for u, _ in count], "age": [a for _, a in count], "count": list(count.values())}
    found = proposed(replace(made, population=population).freeze(tmp_path / "w"))
    assert found.lacking == ()
    assert found.imported == ("sex",)
    assert found.proposed is not None
    assert found.proposed.weighting.by == BOTH


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"weighting": Weighting("given")}, "came with the file"), ({"groups": ()}, "no printed group"),
     ({"groups": ("age",)}, "know every printed group.")],
)  # fmt: skip
def test_where_there_is_nothing_to_propose_the_reason_is_told(
    changes: dict[str, Any], why: str, maker: Maker, tmp_path: Path
) -> None:
    found = proposed(maker(compare={}, compare_groups={}, **changes).freeze(tmp_path / "w"))
    assert found.proposed is None
    assert why in str(found.why_not)


def test_a_frame_of_those_who_answered_can_be_weighted_to_nothing(tmp_path: Path) -> None:
    made = counting()
    kept = [k for k, d in enumerate(made.persons["disposition"]) if d in ("complete", "partial")]
    persons = {name: [column[k] for k in kept] for name, column in made.persons.items()}
    count: dict[tuple[Any, ...], int] = {}
    for key in zip(persons["unit"], persons["age"], persons["sex"], strict=True):
        count[key] = count.get(key, 0) + 1
    keys = list(count)
    population = {name: [key[k] for key in keys] for k, name in enumerate(("unit", *BOTH))}
    frozen = replace(made, persons=persons, population={**population, "count": list(count.values())})
    found = proposed(frozen.freeze(tmp_path / "w"))
    assert "counts only those who answered" in str(found.why_not)


def test_weights_that_are_refused_now_are_told_and_others_proposed(tmp_path: Path) -> None:
    made = counting()
    narrow = replace(made.spec, weighting=Weighting("rake", ("age",), 20, (0.99, 1.01)))
    found = proposed(replace(made, spec=narrow).freeze(tmp_path / "w"))
    assert found.now is None
    assert found.problems[0].what["en"].startswith("age ")
    assert found.proposed is not None


def test_persons_of_the_same_cell_of_the_frame_are_added_and_cells_of_nobody_left_out() -> None:
    column = {"unit": np.array(["a", "a", "b"], dtype=object), "sex": np.array(["m", "m", "f"], dtype=object)}
    frame = Frame(column, np.array([3.0, 4.0, 0.0]))
    assert _sums(frame, ("unit", "sex")) == {("a", "m"): 7.0}


def test_the_spread_of_the_overall_theme_is_that_of_the_persons_scores(wave: FrozenWave) -> None:
    scores = []
    for row in pq.read_table(wave.persons, partitioning=None).to_pylist():
        given = [row[item] for item in ("help", "speed", "gain") if row[item] is not None and row[item] <= 5]
        if row["disposition"] in ANSWERED and len(given) >= 2:
            scores.append(sum(given) / len(given))
    assert _spread(estimate(wave, tally(wave))) == pytest.approx(np.std(scores))


def test_the_theme_that_reports_lead_with_is_the_overall_one_or_else_the_first(tmp_path: Path) -> None:
    made = counting()
    for overall, expected in (('overall = "meeting"', "meeting"), ("", "overall")):
        source = made.source.replace('overall = "overall"', overall)
        wave = replace(made, source=source).freeze(tmp_path / expected)
        estimates = estimate(wave, tally(wave))
        assert _overall_at(estimates) == estimates.shared[""].measures.means["theme", expected]


@pytest.mark.parametrize(("totals", "told"), [([1.0, 5.0], True), ([0.0, 5.0], False)])
def test_a_variable_tells_something_where_a_unit_keeps_two_categories(totals: list[float], told: bool) -> None:
    assert _tells(Margin("sex", np.array([0, 1]), np.array(totals), ("a: m", "a: f")), 1) is told

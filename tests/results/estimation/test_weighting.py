"""Strata, calibration cells and weights."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave, Weighting, WeightingMethod
from borgerpuls.problems import Refused
from borgerpuls.results.estimation.frame import Frame
from borgerpuls.results.estimation.wave_estimates import estimate
from borgerpuls.results.estimation.weighting import WaveWeighting, weight_wave

Maker = Callable[..., Any]


def weighed(wave: FrozenWave) -> WaveWeighting:
    return weight_wave(wave, tally(wave), Frame.read(wave))


def test_weights_before_calibration_are_frame_over_answers(maker: Maker, tmp_path: Path) -> None:
    wave = maker(weighting=Weighting("poststratify")).freeze(tmp_path / "w")
    found, counted = weighed(wave), tally(wave)
    for h, unit in enumerate(found.unit_of):
        here = found.stratum == h
        assert set(found.unit[here]) == {unit}
        assert np.allclose(found.weight[here] * counted.answered[here].sum(), found.frame[h])
    assert found.poststratum is None
    assert found.collapsed == ()


def test_calibrated_weights_meet_the_frame_in_every_unit(wave: FrozenWave) -> None:
    counted = estimate(wave, tally(wave))
    rows = counted.rows[""]
    for u in range(len(counted.weighting.units)):
        here = rows.unit == u
        carried = (rows.design.weight * rows.design.persons)[here].sum()
        assert carried == pytest.approx(Frame.read(wave).by_unit(counted.weighting.units)[u, 0])


def test_thin_cells_are_joined_and_named(maker: Maker, tmp_path: Path) -> None:
    thick = maker(
        seed=5, sizes=(300,), compare={}, compare_groups={}, weighting=Weighting("poststratify", ("sex", "age"))
    )
    found = weighed(thick.freeze(tmp_path / "thick"))
    assert "0101: f|50-" in found.names
    assert found.collapsed
    assert all("|?" in name for name in found.collapsed)
    thin = thick.change(weighting=Weighting("poststratify", ("sex", "age"), minimum=10_000))
    assert weighed(thin.freeze(tmp_path / "thin")).names == (
        "0101: m|? + m|18-29 + m|30-49 + m|50- + f|? + f|18-29 + f|30-49 + f|50-",
    )


@pytest.mark.parametrize("method", ["rake", "greg"])
def test_calibrated_margins_meet_the_frame_in_every_unit(method: WeightingMethod, maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting(method, ("age", "sex")))
    wave = made.freeze(tmp_path / "w")
    counted = estimate(wave, tally(wave))
    found, rows = counted.weighting, counted.rows[""]
    cell = np.array([int(np.flatnonzero(rows.of == r)[0]) for r in range(len(rows.unit))])
    for margin in found.margins:
        carried = np.bincount(margin.code[cell], rows.design.weight * rows.design.persons, len(margin.totals))
        assert carried == pytest.approx(margin.totals, rel=1e-6)
    assert [name for name in found.collapsed if "18-29" in name]
    assert set(found.collapsed) < {name for margin in found.margins for name in margin.names}
    sexes = [m.totals.sum() for m in found.margins]
    assert sexes == pytest.approx([sum(made.population["count"])] * 2)


def test_weights_below_zero_are_refused_with_a_remedy(maker: Maker, tmp_path: Path) -> None:
    made = maker(sizes=(90,), compare={}, compare_groups={}, weighting=Weighting("greg", ("age", "sex"), 1))
    population = dict(made.population)
    population["count"] = [
        400_000 if (a, s) == ("50-", "m") else 60 for a, s in zip(population["age"], population["sex"], strict=True)
    ]
    wave = replace(made, population=population).freeze(tmp_path / "w")
    with pytest.raises(Refused, match=r"0101: age 30-49: 19 answers for 120 persons in the frame"):
        estimate(wave, tally(wave))


def test_a_calibration_cell_lies_in_one_unit(wave: FrozenWave) -> None:
    found = weighed(wave)
    assert found.poststratum is not None
    for cell in range(len(found.totals)):
        assert len(set(found.unit[found.poststratum == cell])) <= 1


def test_given_weights_are_taken_as_they_are(maker: Maker, tmp_path: Path) -> None:
    wave = maker(weighting=Weighting("given")).freeze(tmp_path / "w")
    assert set(weighed(wave).weight) == {0.5, 1.25, 3.1}


def test_without_weighting_every_answer_counts_alike(maker: Maker, tmp_path: Path) -> None:
    assert set(weighed(maker(weighting=Weighting("none")).freeze(tmp_path / "w")).weight) == {1.0}


def test_cells_where_nobody_answered_are_in_no_stratum(wave: FrozenWave) -> None:
    found, counted = weighed(wave), tally(wave)
    assert np.array_equal(found.stratum < 0, counted.answered == 0)


def test_strata_inside_a_unit_have_their_own_frame(maker: Maker, tmp_path: Path) -> None:
    made = maker(strata=("sex",), weighting=Weighting("poststratify"))
    found = weighed(made.freeze(tmp_path / "w"))
    assert len(found.frame) == 8
    assert sorted(found.frame) == sorted(made.population["count"])
    assert found.names[0] in ("0101: m", "0101: f")


def test_a_unit_without_answers_leaves_no_stratum_behind(maker: Maker, tmp_path: Path) -> None:
    made = maker()
    silent = [
        "no_answer" if u == "0147" else d
        for u, d in zip(made.persons["unit"], made.persons["disposition"], strict=True)
    ]
    found = weighed(replace(made, persons={**made.persons, "disposition": silent}).freeze(tmp_path / "w"))
    assert list(found.unit_of) == [0, 2, 3]


@pytest.mark.parametrize("method", ["rake", "greg"])
def test_bounded_weights_lie_in_their_bounds_and_meet_every_margin(maker: Maker, tmp_path: Path, method: Any) -> None:
    def weighted(bounds: tuple[float, float] | None) -> tuple[Any, Any]:
        weighting = Weighting(method, ("age", "sex"), 20, bounds)
        wave = maker(sizes=(400, 300), compare={}, compare_groups={}, weighting=weighting).freeze(
            tmp_path / f"{bounds}"
        )
        found, rows = weighed(wave), estimate(wave, tally(wave)).rows[""]
        g = rows.design.weight / np.bincount(rows.unit, rows.design.weight * rows.design.persons)[rows.unit]
        return found, g * np.bincount(rows.unit, rows.design.persons)[rows.unit]

    _free, g = weighted(None)
    bounds = float(1 - 0.97 * (1 - g.min())), float(1 + 0.97 * (g.max() - 1))
    found, held = weighted(bounds)
    assert found.bounds == bounds
    assert held.min() >= bounds[0] - 1e-6
    assert held.max() <= bounds[1] + 1e-6
    assert g.min() < bounds[0]


def test_bounds_that_no_weights_can_keep_are_refused_with_a_remedy(maker: Maker, tmp_path: Path) -> None:
    wave = maker(weighting=Weighting("rake", ("age", "sex"), 20, (0.999, 1.001))).freeze(tmp_path / "w")
    with pytest.raises(Refused, match=r"the bounds are 0\.999 to 1\.001") as refused:
        estimate(wave, tally(wave))
    units = {problem.where["en"] for problem in refused.value.problems}
    assert units == {"wave 2024-spring, weighting of 0101"}
    remedy = refused.value.problems[0].remedy["en"]
    low, high = (float(number) for number in re.findall(r"(?:lower|upper) = (\d+(?:\.\d+)?)", remedy))
    wide = maker(weighting=Weighting("rake", ("age", "sex"), 20, (low, high))).freeze(tmp_path / "wide")
    assert estimate(wide, tally(wide)).kish[-1] > 1


def test_an_empty_category_joins_its_neighbour_and_is_named(maker: Maker, tmp_path: Path) -> None:
    made = maker(sizes=(300,), compare={}, compare_groups={}, weighting=Weighting("rake", ("age", "sex")))
    young = [
        "no_answer" if a == "18-29" else d
        for a, d in zip(made.persons["age"], made.persons["disposition"], strict=True)
    ]
    found = weighed(replace(made, persons={**made.persons, "disposition": young}).freeze(tmp_path / "w"))
    assert [name for name in found.collapsed if "18-29" in name] != []

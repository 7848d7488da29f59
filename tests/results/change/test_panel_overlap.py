"""Changes between waves that share persons."""

from collections.abc import Callable
from dataclasses import replace
from math import hypot
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borgerpuls.results.build import build
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]
PLACES = ("0101", "0230", "dk", "dk.units")


def again(maker: Maker, folder: Path, same_persons: bool, moved: float = 0.0) -> Figures:
    """A wave and the one before it, in which the same persons answered, a share of them otherwise."""
    now = maker(seed=1, previous="2023-spring", same_persons=same_persons)
    then = maker(seed=1).change(name="2023-spring")
    other = maker(seed=5).persons
    random = np.random.default_rng(3).random(len(now.persons["unit"])) < moved
    mixed = dict(then.persons)
    for name in ("help", "speed", "gain", "listened", "alone"):
        pairs = zip(then.persons[name], other[name], random, strict=True)
        mixed[name] = [new if here and None not in (old, new) else old for old, new, here in pairs]
    return build([now.freeze(folder / "now"), replace(then, persons=mixed).freeze(folder / "then")])


@pytest.mark.parametrize("place", PLACES)
def test_the_same_persons_with_the_same_answers_have_not_changed_for_certain(
    maker: Maker, tmp_path: Path, place: str
) -> None:
    change = again(maker, tmp_path, True).find(f"2024-spring/item/help/{place}/change")
    assert change.estimate == pytest.approx(0, abs=1e-12)
    assert change.se == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("place", PLACES)
def test_shared_persons_make_a_change_surer_and_only_where_the_wave_says_so(
    maker: Maker, tmp_path: Path, place: str
) -> None:
    joined, apart = (again(maker, tmp_path / str(same), same, moved=0.3) for same in (True, False))
    what = f"theme/overall/{place}"
    one, two = (figures.find(f"2024-spring/{what}/change") for figures in (joined, apart))
    now, then = (joined.find(f"{wave}/{what}") for wave in ("2024-spring", "2023-spring"))
    assert two.se == pytest.approx(hypot(now.se or 0, then.se or 0))
    assert one.estimate == pytest.approx(two.estimate)
    assert 0 < (one.se or 0) < 0.9 * (two.se or 0)
    assert one.df == min(now.df or 0, then.df or 0)


def test_joined_persons_have_the_residuals_of_their_calibration_cells(maker: Maker, tmp_path: Path) -> None:
    """Everybody of one age changes by 2 and everybody of the other by -2: with the ages known nothing is by chance."""
    made = maker(seed=1, sizes=(120,), compare={}, compare_groups={}, same_persons=True)
    step = [1 if row % 2 else -1 for row in range(120)]
    persons = {
        **made.persons,
        "disposition": ["complete"] * 120,
        "age": ["18-29" if up > 0 else "50-" for up in step],
        "help": [3 + row % 3 - 1 + up for row, up in enumerate(step)],
    }
    before = {**persons, "help": [3 + row % 3 - 1 - up for row, up in enumerate(step)]}
    frame = {"unit": ["0101"] * 2, "age": ["18-29", "50-"], "count": [300, 100]}
    now = replace(made, persons=persons, population=frame).change(previous="2023-spring")
    then = replace(made, persons=before, population=frame).change(name="2023-spring")
    change = build([now.freeze(tmp_path / "now"), then.freeze(tmp_path / "then")]).find(
        "2024-spring/item/help/0101/change"
    )
    assert change.estimate == pytest.approx((300 * 2 - 100 * 2) / 400)
    assert change.se == pytest.approx(0, abs=1e-6)


def test_persons_drawn_in_clusters_before_are_not_joined_one_by_one(maker: Maker, tmp_path: Path) -> None:
    plain = {"compare": {}, "compare_groups": {}}
    now = maker(seed=1, previous="2023-spring", same_persons=True, **plain).freeze(tmp_path / "now")
    then = maker(seed=1, clusters=True, **plain).change(name="2023-spring").freeze(tmp_path / "then")
    figures = build([now, then])
    one, two = (figures.find(f"{wave}/item/help/0101") for wave in ("2024-spring", "2023-spring"))
    assert figures.find("2024-spring/item/help/0101/change").se == pytest.approx(hypot(one.se or 0, two.se or 0))

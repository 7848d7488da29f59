"""A change taken apart in many places at once."""

import numpy as np
import pytest

from borgerpuls.method.change.kitagawa import Grouped, parts
from borgerpuls.method.change.panel_change import kitagawa
from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.linearization import join, mean, ratio
from borgerpuls.method.estimation.totals import Sums


def wave(seed: int, rows: int = 300) -> tuple[Grouped, np.ndarray]:
    random = np.random.default_rng(seed)
    unit = np.sort(random.integers(0, 3, rows))
    design = Design(unit, random.uniform(1, 5, rows), np.ones(rows, np.int64))
    group = random.integers(0, 3, rows)
    y = random.integers(1, 6, rows) + 0.3 * group
    return Grouped(design, Sums.of(y), group, unit, np.arange(3)), y


def shares_and_means(one: Grouped, y: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares, means and their covariance in one unit, person by person."""
    here = one.unit == place
    shares = [mean(one.design, np.where(here, (one.group == g).astype(float), np.nan)) for g in range(3)]
    means = [mean(one.design, y, here & (one.group == g)) for g in range(3)]
    together = join(*shares, *means)
    return together.value[:3], together.value[3:], together.covariance


def test_every_unit_is_taken_apart_as_kitagawa_does_one() -> None:
    (then, y1), (now, y2) = wave(1), wave(2)
    found = parts(then, now, places=3, groups=3)
    for place in range(3):
        expected = kitagawa(*shares_and_means(then, y1, place), *shares_and_means(now, y2, place))
        for part in ("mix", "performance"):
            got = getattr(found, part)
            assert got.value[place, 0] == pytest.approx(getattr(expected, part))
            assert got.se[place, 0] == pytest.approx(getattr(expected, f"{part}_se"))


def test_the_parts_add_up_to_the_change_of_the_whole() -> None:
    (then, y1), (now, y2) = wave(3), wave(4)
    whole = [Grouped(w.design, w.sums, w.group, w.unit, np.zeros(3, np.int64)) for w in (then, now)]
    found = parts(*whole, places=1, groups=3)
    change = ratio(now.design, y2, np.ones(300)).value - ratio(then.design, y1, np.ones(300)).value
    assert found.mix.value[0, 0] + found.performance.value[0, 0] == pytest.approx(change[0])


def test_a_group_that_only_one_wave_has_is_all_mix() -> None:
    (then, _), (now, _) = wave(5), wave(6)
    two_groups = Grouped(then.design, then.sums, np.minimum(then.group, 1), then.unit, then.place)
    found = parts(two_groups, now, places=3, groups=3)
    same = parts(two_groups, two_groups, places=3, groups=3)
    assert np.all(np.isfinite(found.mix.se))
    assert np.all(np.isfinite(found.performance.se))
    assert same.mix.value == pytest.approx(np.zeros((3, 1)))
    assert same.performance.value == pytest.approx(np.zeros((3, 1)))


def test_a_place_without_answers_has_no_parts() -> None:
    (then, _), (now, _) = wave(7), wave(8)
    gone = Grouped(then.design, then.sums, then.group, then.unit, np.array([0, 1, -1]))
    found = parts(gone, now, places=3, groups=3)
    assert np.isnan(found.mix.value[2, 0])
    assert np.isnan(found.performance.se[2, 0])
    assert np.isfinite(found.mix.value[:2, 0]).all()

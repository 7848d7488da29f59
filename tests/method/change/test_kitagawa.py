"""A change taken apart in many places at once."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.change.kitagawa import GroupedWave, decompose, kitagawa
from borgerpuls.method.design.design import Design
from borgerpuls.method.estimation.linearization import concatenate_estimates, mean, ratio
from borgerpuls.method.estimation.totals import Sums


def wave(seed: int, rows: int = 300, clusters: bool = False) -> tuple[GroupedWave, np.ndarray]:
    random = np.random.default_rng(seed)
    unit = np.sort(random.integers(0, 3, rows))
    design = Design(unit, random.uniform(1, 5, rows), np.ones(rows, np.int64))
    group = random.integers(0, 3, rows)
    y = random.integers(1, 6, rows) + 0.3 * group
    if clusters:
        design = replace(design, psu=np.arange(rows) // 7 + 100 * unit)
        y = y + 0.1 * (design.psu % 5)
    return GroupedWave(design, Sums.from_persons(y), group, unit, np.arange(3)), y


def shares_and_means(one: GroupedWave, y: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares, means and their covariance in one unit, person by person."""
    here = one.unit == place
    shares = [mean(one.design, np.where(here, (one.group == g).astype(float), np.nan)) for g in range(3)]
    means = [mean(one.design, y, here & (one.group == g)) for g in range(3)]
    together = concatenate_estimates(*shares, *means)
    return together.value[:3], together.value[3:], together.covariance


@pytest.mark.parametrize("clusters", [False, True])
def test_every_unit_is_taken_apart_as_kitagawa_does_one(clusters: bool) -> None:
    (then, y1), (now, y2) = wave(1, clusters=clusters), wave(2, clusters=clusters)
    found = decompose(then, now, places=3, groups=3)
    for place in range(3):
        expected = kitagawa(*shares_and_means(then, y1, place), *shares_and_means(now, y2, place))
        for part in ("mix", "performance"):
            got, wanted = getattr(found, part), getattr(expected, part)
            assert got.value[place, 0] == pytest.approx(float(wanted.value))
            assert got.se[place, 0] == pytest.approx(float(wanted.se))


def test_a_cluster_with_persons_in_several_groups_is_one_degree_of_freedom() -> None:
    one, _ = wave(1, clusters=True)
    same = decompose(one, one, places=3, groups=3).performance
    assert one.design.psu is not None
    drawn = [len(np.unique(one.design.psu[one.unit == unit])) for unit in range(3)]
    assert same.df[:, 0] == pytest.approx([2 * (many - 1) for many in drawn])


def test_the_parts_add_up_to_the_change_of_the_whole() -> None:
    (then, y1), (now, y2) = wave(3), wave(4)
    whole = [GroupedWave(w.design, w.sums, w.group, w.unit, np.zeros(3, np.int64)) for w in (then, now)]
    found = decompose(*whole, places=1, groups=3)
    change = ratio(now.design, y2, np.ones(300)).value - ratio(then.design, y1, np.ones(300)).value
    assert found.mix.value[0, 0] + found.performance.value[0, 0] == pytest.approx(change[0])


def test_a_group_that_only_one_wave_has_is_all_mix() -> None:
    (then, _), (now, _) = wave(5), wave(6)
    two_groups = GroupedWave(then.design, then.sums, np.minimum(then.group, 1), then.unit, then.place)
    found = decompose(two_groups, now, places=3, groups=3)
    same = decompose(two_groups, two_groups, places=3, groups=3)
    assert np.all(np.isfinite(found.mix.se))
    assert np.all(np.isfinite(found.performance.se))
    assert same.mix.value == pytest.approx(np.zeros((3, 1)))
    assert same.performance.value == pytest.approx(np.zeros((3, 1)))


def test_a_place_without_answers_has_no_parts() -> None:
    (then, _), (now, _) = wave(7), wave(8)
    gone = GroupedWave(then.design, then.sums, then.group, then.unit, np.array([0, 1, -1]))
    found = decompose(gone, now, places=3, groups=3)
    assert np.isnan(found.mix.value[2, 0])
    assert np.isnan(found.performance.se[2, 0])
    assert np.isfinite(found.mix.value[:2, 0]).all()


def test_the_two_parts_are_those_worked_out_by_hand() -> None:
    # Jobseekers 60 % -> 40 %, satisfaction 3.0 -> 3.2; sick 40 % -> 60 %, 4.0 -> 4.0.
    parts = kitagawa(
        np.array([0.6, 0.4]), np.array([3.0, 4.0]), np.array([0.01, 0.04]),
        np.array([0.4, 0.6]), np.array([3.2, 4.0]), np.array([0.02, 0.03]),
    )  # fmt: skip
    assert parts.mix.value == pytest.approx(-0.2 * 3.1 + 0.2 * 4.0)
    assert parts.performance.value == pytest.approx(0.5 * 0.2)
    assert parts.mix.se == pytest.approx(np.sqrt(0.1**2 * (0.01 + 0.02) + 0.1**2 * (0.04 + 0.03)))
    assert parts.performance.se == pytest.approx(np.sqrt(0.25 * 0.03 + 0.25 * 0.07))


SHARES = st.lists(st.floats(0.05, 1), min_size=3, max_size=3).map(lambda x: np.array(x) / sum(x))
MEANS = st.lists(st.floats(1, 5), min_size=3, max_size=3).map(np.array)


@given(SHARES, MEANS, SHARES, MEANS)
def test_mix_and_performance_add_up_to_the_change(
    p1: np.ndarray, m1: np.ndarray, p2: np.ndarray, m2: np.ndarray
) -> None:
    parts = kitagawa(p1, m1, np.ones(3), p2, m2, np.ones(3))
    assert parts.mix.value + parts.performance.value == pytest.approx(p2 @ m2 - p1 @ m1, abs=1e-9)
    back = kitagawa(p2, m2, np.ones(3), p1, m1, np.ones(3))
    assert back.mix.value == pytest.approx(-parts.mix.value, abs=1e-9)
    assert back.mix.se == pytest.approx(parts.mix.se)


def test_standard_errors_of_the_parts_are_those_of_repeated_samples() -> None:
    generator = np.random.default_rng(59)
    p = np.array([0.5, 0.3, 0.2]), np.array([0.3, 0.3, 0.4])
    m = np.array([3.0, 3.5, 4.0]), np.array([3.1, 3.4, 4.2])
    made, promised = [], []
    for _ in range(1500):
        waves = []
        for shares, means in zip(p, m, strict=True):
            n = generator.multinomial(600, shares)
            seen = np.array([generator.normal(mu, 0.9, k).mean() for mu, k in zip(means, n, strict=True)])
            share = n / 600
            joint = np.zeros((6, 6))
            joint[:3, :3] = (np.diag(share) - np.outer(share, share)) / 600
            joint[3:, 3:] = np.diag(0.81 / n)
            waves += [share, seen, joint]
        parts = kitagawa(*waves)
        made.append((parts.mix.value, parts.performance.value))
        promised.append((parts.mix.se, parts.performance.se))
    assert np.std(made, axis=0) == pytest.approx(np.mean(promised, axis=0), rel=0.06)


def test_shares_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match=r"add up to 0\.9000"):
        kitagawa(np.array([0.5, 0.4]), np.zeros(2), np.ones(2), np.array([0.5, 0.5]), np.zeros(2), np.ones(2))

"""Raked weights meet every margin, variances are R's, and cells give what persons give."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.method.array_operations import group_sums
from borgerpuls.method.calibration.raking import Margin, margin, rake
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import NotConverged, TooFew
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.linearization import mean, total
from borgerpuls.method.estimation.means import means
from borgerpuls.method.estimation.totals import Sums, domain_totals

Inputs = Callable[[str], Any]
TYPES = (["E", "H", "M"], [4421, 755, 1018])
WIDE = (["No", "Yes"], [1072, 5122])


def margins(data: Any) -> list[Margin]:
    return [margin([data["stype"]], [TYPES[0]], TYPES[1]), margin([data["sch.wide"]], [WIDE[0]], WIDE[1])]


def made(seed: int, rows: int = 60, strata: int = 2) -> tuple[Design, np.ndarray, np.ndarray, np.ndarray]:
    """Persons in strata with unequal weights, sex, age and an answer."""
    rng = np.random.default_rng(seed)
    stratum = np.arange(rows) % strata
    sex, age = np.arange(rows) // strata % 2, np.arange(rows) // (2 * strata) % 3
    y = np.clip(np.round(3 + 0.5 * sex + 0.3 * age + rng.normal(size=rows)), 1, 5)
    return Design(stratum, rng.choice([5.0, 8.0, 11.0], rows), np.ones(rows, np.int64)), sex, age, y


def both(sex: np.ndarray, age: np.ndarray) -> list[Margin]:
    return [(sex, [260, 240]), (age, [120, 180, 200])]


def test_every_category_of_every_margin_is_met() -> None:
    design, sex, age, _ = made(1)
    raked = rake(design, both(sex, age))
    assert np.bincount(sex, raked.design.weight) == pytest.approx([260, 240], rel=1e-9)
    assert np.bincount(age, raked.design.weight) == pytest.approx([120, 180, 200], rel=1e-9)
    assert raked.design.weight == pytest.approx(design.weight * raked.g)
    assert raked.kish == pytest.approx(1 + raked.design.weight.var() / raked.design.weight.mean() ** 2)


def test_schools_by_type_and_goal_are_those_of_r_as_it_stops_by_default(inputs: Inputs) -> None:
    # d <- rake(svydesign(id=~dnum, weights=~pw, data=apiclus1, fpc=~fpc), list(~stype, ~sch.wide), list(pt, ps))
    # svymean(~api00, d); svytotal(~enroll, d); svyby(~api00, ~sch.wide, d, svymean); subset(d, awards == "Yes")
    data = inputs("apiclus1")
    plain = Design.from_columns(psu=data["dnum"], weight=data.number("pw"), population=data.number("fpc"))
    raked = rake(plain, margins(data), epsilon=1, iterations=10).design
    score = data.number("api00")
    groups = mean(raked, score, data["sch.wide"][:, None] == ["No", "Yes"])
    part = mean(raked, score, data["awards"] == "Yes")
    size = total(raked, data.number("enroll"))
    found = [*mean(raked, score).value, *size.value, *groups.value, *part.value]
    errors = [*mean(raked, score).se, *size.se, *groups.se, *part.se]
    r = [641.2302468622088, 3647300.031314311, 611.8452129951366, 647.3803359495773, 650.5786170720648]
    r_se = [23.7036412402377, 400602.719733619, 27.5052934144516, 24.2834937971390, 21.5024503519839]
    assert found == pytest.approx(r, rel=1e-12)
    assert errors == pytest.approx(r_se, rel=1e-12)


def test_schools_raked_to_the_end_are_those_of_r(inputs: Inputs) -> None:
    # the same with control = list(maxit = 200, epsilon = 1e-12)
    data = inputs("apiclus1")
    plain = Design.from_columns(psu=data["dnum"], weight=data.number("pw"), population=data.number("fpc"))
    raked = rake(plain, margins(data))
    made = mean(raked.design, data.number("api00"))
    assert (made.value[0], made.se[0]) == pytest.approx((641.2303209268200, 23.7036168879225), rel=1e-10)
    assert raked.design.weight[:2] == pytest.approx([50.3294011160392, 29.8706754926847], rel=1e-10)


def test_a_stratified_sample_raked_is_that_of_r(inputs: Inputs) -> None:
    # rake(svydesign(id=~1, strata=~stype, weights=~pw, data=apistrat, fpc=~fpc), list(~stype, ~sch.wide), …)
    data = inputs("apistrat")
    plain = Design.from_columns(stratum=data["stype"], weight=data.number("pw"), population=data.number("fpc"))
    raked = rake(plain, margins(data), epsilon=1, iterations=10).design
    whole = mean(raked, data.number("api00"))
    part = mean(raked, data.number("api00"), data["awards"] == "Yes")
    assert (whole.value[0], whole.se[0]) == pytest.approx((662.21149513767557, 9.27285296242168), rel=1e-12)
    assert (part.value[0], part.se[0]) == pytest.approx((678.425825945695, 11.860186571312), rel=1e-12)


def test_bounds_hold_the_weights_and_the_margins_too() -> None:
    design, sex, age, _ = made(1)
    free, bound = rake(design, both(sex, age)), rake(design, both(sex, age), bounds=(0.65, 1.28))
    assert free.g.min() < 0.65
    assert 0.65 <= bound.g.min() <= bound.g.max() <= 1.28
    assert np.bincount(age, bound.design.weight) == pytest.approx([120, 180, 200], rel=1e-6)


def test_bounds_that_no_weights_can_keep_are_refused_with_what_is_left() -> None:
    design, sex, age, _ = made(1)
    with pytest.raises(NotConverged, match="bounds too narrow") as refused:
        rake(design, both(sex, age), bounds=(0.99, 1.01))
    assert refused.value.misfit > 0.01
    assert refused.value.iterations == 50


def test_margins_that_contradict_the_sample_never_come_to_rest() -> None:
    """The women are the young and the men the old, but the population says otherwise."""
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    code = np.array([0, 0, 1, 1])
    with pytest.raises(NotConverged, match="margin number 0 is missed by 20 persons") as refused:
        rake(design, [(code, [60, 40]), (code, [40, 60])], iterations=50)
    assert refused.value.misfit == pytest.approx(20)


@pytest.mark.parametrize(
    ("code", "totals", "error", "words"),
    [
        ([0, 0, 1, 1], [50, 50, 10], TooFew, "nobody answered in 1 of 3 categories of margin number 1, first number 2"),
        ([0, 0, 1, 1], [110, 0], ValueError, "without population"),
        ([0, 0, 1, 2], [50, 60], ValueError, "every row needs a category of margin number 1"),
        ([0, 0, 1, 1], [50, 51], ValueError, "different populations: 110, 101"),
    ],
)
def test_a_margin_that_does_not_fit_is_refused(
    code: list[int], totals: list[float], error: type[Exception], words: str
) -> None:
    design = Design(np.zeros(4, np.int64), np.ones(4), np.ones(4, np.int64))
    with pytest.raises(error, match=words):
        rake(design, [([0, 1, 0, 1], [60, 50]), (code, totals)])


def test_a_raked_design_is_not_raked_again() -> None:
    design, sex, age, _ = made(1)
    once = rake(design, both(sex, age)).design
    with pytest.raises(ValueError, match="calibrated already"):
        rake(once, both(sex, age))


def test_a_margin_is_read_from_the_labels_of_a_frame() -> None:
    rows = (["b", "b", "a"], ["K", "M", "K"])
    frame = (["a", "a", "b", "b", "b", "c"], ["K", "K", "K", "M", "K", "M"])
    code, totals = margin(rows, frame, [1, 2, 3, 4, 5, 0])
    assert np.array_equal(totals, [3, 8, 4])
    assert np.array_equal(code, [1, 2, 0])


def test_a_row_outside_the_frame_is_named() -> None:
    with pytest.raises(ValueError, match="1 rows have labels that the frame does not have, first row 1"):
        margin([["a", "d"]], [["a", "b", "d"]], [3, 4, 0])


def test_each_municipality_is_raked_to_its_own_frame(inputs: Inputs) -> None:
    data, frame = inputs("kommune_wave1"), inputs("kommune_counts")
    names, freq = np.unique(frame["muni"]), frame.number("freq")
    rows = np.isin(data["muni"], names)
    muni, weight, y = data["muni"][rows], data.number("w")[rows], data.number("q1")[rows]
    known = {v: data[v][rows] for v in ("sex", "age", "group")}
    pairs = [margin([muni, known[v]], [frame["muni"], frame[v]], freq) for v in known]
    raked = rake(Design.from_columns(stratum=muni, weight=weight), pairs).design
    by_unit = means(domain_totals(raked, Sums.from_persons(y)))
    for m, name in enumerate(names):
        own, there = muni == name, frame["muni"] == name
        frames = [margin([known[v][own]], [frame[v][there]], freq[there]) for v in known]
        alone = mean(rake(Design.from_columns(weight=weight[own]), frames).design, y[own])
        for whole in (mean(raked, y, own), Estimates(*(getattr(by_unit, a)[m, 0] for a in ("value", "se", "df", "n")))):
            assert whole.value == pytest.approx(alone.value, rel=1e-8)
            assert whole.se == pytest.approx(alone.se, rel=1e-8)


def test_a_margin_that_reaches_across_units_is_refused_by_unit() -> None:
    design, sex, age, y = made(2)
    raked = rake(design, both(sex, age)).design
    with pytest.raises(ValueError, match="lies in two units"):
        domain_totals(raked, Sums.from_persons(y))
    whole = means(domain_totals(raked, Sums.from_persons(y), unit=np.zeros(60, np.int64)))
    assert whole.se[0, 0, 0] == pytest.approx(mean(raked, y).se[0], rel=1e-10)


def test_a_margin_made_of_post_strata_gives_their_mean() -> None:
    design, sex, _, y = made(3)
    once = rake(design, [(sex, [260, 240])]).design
    expected = [np.average(y[sex == k], weights=design.weight[sex == k]) for k in (0, 1)]
    assert mean(once, y).value[0] == pytest.approx(0.52 * expected[0] + 0.48 * expected[1])
    sizes = total(once, (sex[:, None] == [0, 1]).astype(float))
    assert sizes.se == pytest.approx([0, 0], abs=1e-10)


@given(st.integers(0, 10_000))
def test_cells_of_persons_give_what_the_persons_give(seed: int) -> None:
    design, sex, age, y = made(seed)
    raked = rake(design, both(sex, age)).design
    where = (sex == 1).astype(np.int64)
    persons = mean(raked, y, where[:, None] == [0, 1])
    key = np.unique(np.stack([design.stratum, design.weight.astype(int), sex, age]), axis=1, return_inverse=True)[1]
    key = key.reshape(-1)
    count, first = int(key.max()) + 1, np.unique(key, return_index=True)[1]
    cells = Design(design.stratum[first], design.weight[first], np.bincount(key))
    one = Sums.from_persons(y)
    sums = Sums(*(group_sums(key, count, a) for a in (one.n, one.total, one.squares)))
    folded = rake(cells, both(sex[first], age[first])).design
    unit = np.zeros(count, np.int64)
    totals = means(domain_totals(folded, sums, where[first], 2, unit=unit))
    assert totals.value[0, :, 0] == pytest.approx(persons.value, rel=1e-9)
    assert totals.se[0, :, 0] == pytest.approx(persons.se, rel=1e-9)


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_order_names_and_the_unit_of_weights_change_nothing(seed: int, factor: float, random: Any) -> None:
    design, sex, age, y = made(seed)
    plain = mean(rake(design, both(sex, age)).design, y)
    order = np.array(random.sample(range(60), 60))
    other = Design(1 - design.stratum[order], design.weight[order] * factor, design.persons)
    flipped = [(2 - age[order], [200, 180, 120]), (1 - sex[order], [240, 260])]
    moved = mean(rake(other, flipped).design, y[order])
    assert moved.value == pytest.approx(plain.value, rel=1e-8)
    assert moved.se == pytest.approx(plain.se, rel=1e-8)


def test_raked_intervals_hold_the_truth() -> None:
    """4,000 persons whose answers follow sex and age; 300 samples in which men answer half as often."""
    rng = np.random.default_rng(11)
    sex, age = rng.integers(0, 2, 4000), rng.integers(0, 3, 4000)
    y = 3 + 0.6 * sex + 0.3 * age + rng.normal(size=4000)
    truth, held = y.mean(), 0
    frame = [(sex, np.bincount(sex)), (age, np.bincount(age))]
    for _ in range(300):
        i = np.flatnonzero(rng.random(4000) < np.where(sex == 1, 0.03, 0.06))
        plain = Design(np.zeros(len(i), np.int64), np.ones(len(i)), np.ones(len(i), np.int64))
        made = mean(rake(plain, [(code[i], totals) for code, totals in frame]).design, y[i])
        low, high = made.interval()
        held += bool(low[0] <= truth <= high[0])
    assert 0.92 <= held / 300 <= 0.98


def test_someone_of_no_weight_moves_nothing() -> None:
    design, sex, age, y = made(5)
    silent = replace(design, weight=np.where(np.arange(60) == 7, 0.0, design.weight))
    raked = rake(silent, both(sex, age)).design
    other = np.where(np.arange(60) == 7, 1.0, y)
    assert mean(raked, y).value == pytest.approx(mean(raked, other).value)
    assert mean(raked, y).se == pytest.approx(mean(raked, other).se)

"""The estimates of a wave: what cannot be computed is refused, and what the finite population correction does."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made.waves import answering, boundaries, twins

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import Weighting
from borgerpuls.problems import Refused
from borgerpuls.results.build import build, lay_out
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, ONE_CARRIES, estimate
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


def frozen_figures(made: Any, folder: Path) -> Figures:
    return build([made.freeze(folder)])


def test_a_unit_with_one_answer_does_not_stop_the_whole(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(answering(maker(), "0360", "help", [3]), tmp_path / "w")
    whole = figures.find("2024-spring/item/help/dk")
    assert whole.se is not None
    assert whole.se > 0


@pytest.mark.parametrize("answers", [0, 1])
def test_a_wave_with_nothing_to_compute_from_is_refused(maker: Maker, tmp_path: Path, answers: int) -> None:
    made = maker()
    for unit in ("0101", "0147", "0230", "0360"):
        made = answering(made, unit, "help", [3] * answers)
    with pytest.raises(Refused, match=f"too few answers to compute with: {answers}"):
        frozen_figures(made, tmp_path / "w")


def test_more_answers_than_persons_in_the_frame_are_refused_when_corrected_for(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"), fpc=True)
    wave = made.freeze(tmp_path / "w")
    # A wave that was frozen before frames were checked.
    pq.write_table(pa.table({**made.population, "count": [3] * len(made.population["count"])}), wave.population)
    with pytest.raises(Refused, match="0101 has 59 answers but only 3 persons in the frame") as refused:
        estimate(wave, tally(wave))
    assert len(refused.value.problems) == 4


def test_the_correction_makes_every_standard_error_smaller(maker: Maker, tmp_path: Path) -> None:
    off, on = (frozen_figures(maker(fpc=fpc), tmp_path / str(fpc)) for fpc in (False, True))
    for figure in (f for f in off if f.se and not f.group_by and f.statistic in ("mean", "top2")):
        corrected = on.find(figure.address)
        assert corrected.estimate == figure.estimate
        assert corrected.se is not None
        assert corrected.se < figure.se


@pytest.mark.parametrize(
    ("ages", "hidden"),
    [(["18-29", "18-29", "30-49", "50-", None], ""), (["18-29", "30-49", "50-", None], "one answer in each stratum")],
)
def test_one_degree_of_freedom_is_enough_and_none_is_not(
    maker: Maker, tmp_path: Path, ages: list[str | None], hidden: str
) -> None:
    """Women of these ages, which are the strata, beside three men of each age."""
    made = answering(
        maker(strata=("age",), weighting=Weighting("none"), hide_below=4), "0230", "help", [1, 2, 3, 4] * 5
    )
    first = made.persons["unit"].index("0230")
    sex, age = list(made.persons["sex"]), list(made.persons["age"])
    others = 20 - len(ages)
    sex[first : first + 20] = ["f"] * len(ages) + ["m"] * others
    age[first : first + 20] = [*ages, *(["18-29", "30-49", "50-", None] * 4)[:others]]
    figures = frozen_figures(replace(made, persons={**made.persons, "sex": sex, "age": age}), tmp_path / "w")
    figure = figures.find("2024-spring/item/help/0230/sex=f")
    assert (figure.hidden, figure.df) == (hidden, None if hidden else 1)


def test_what_unequal_weights_cost_is_told_of_every_unit_and_then_of_the_whole(two: Any) -> None:
    design, unit = two.now.everybody, two.now.rows[""].unit
    each = [unit == u for u in range(4)] + [unit >= 0]
    sums = [[float(design.persons[here] @ design.weight[here] ** power) for power in (0, 1, 2)] for here in each]
    assert two.now.kish == pytest.approx([n * squares / total**2 for n, total, squares in sums])


NO_COMPARISON: dict[str, Any] = {"compare": {}, "compare_groups": {}}


@pytest.mark.parametrize("method", ["none", "poststratify", "greg"])
def test_twins_in_a_cluster_are_as_sure_as_one_of_them(maker: Maker, tmp_path: Path, method: Any) -> None:
    by = ("age",) if method != "none" else ()
    made = maker(sizes=(120, 90, 60, 40), weighting=Weighting(method, by, 20), hide_below=6, **NO_COMPARISON)
    pairs = twins(made).change(hide_below=12, weighting=Weighting(method, by, 40))
    once, twice = frozen_figures(made, tmp_path / "a"), frozen_figures(pairs, tmp_path / "b")
    told = 0
    for figure in once:
        if figure.address.split("/")[1] not in ("theme", "item") or figure.statistic not in ("mean", "top2"):
            continue
        other = twice.find(figure.address)
        for name in ("estimate", "se", "df", "difference", "difference_se"):
            ours, theirs = getattr(figure, name), getattr(other, name)
            assert theirs == (None if ours is None else pytest.approx(ours, rel=1e-9)), (figure.address, name)
        told += not figure.hidden
        assert other.n == (None if figure.n is None else 2 * figure.n)
    assert told > 100


def test_a_group_from_one_cluster_is_hidden_and_a_wave_of_one_cluster_a_unit_is_refused(
    maker: Maker, tmp_path: Path
) -> None:
    made = maker(weighting=Weighting("none"), clusters=True, **NO_COMPARISON)
    home = [f"{unit}-{sex == 'f' or row % 4}" for row, (unit, sex) in enumerate(_units_and_sexes(made))]
    figures = frozen_figures(replace(made, persons={**made.persons, "cluster": home}), tmp_path / "a")
    women, men = (figures.find(f"2024-spring/item/help/0101/sex={sex}") for sex in "fm")
    assert (women.hidden, women.df) == ("one cluster in each stratum", None)
    assert (men.hidden, men.df) == ("", 3)
    alone = replace(made, persons={**made.persons, "cluster": made.persons["unit"]}).freeze(tmp_path / "b")
    with pytest.raises(Refused, match="No unit has answers from more than one cluster"):
        estimate(alone, tally(alone))


def _units_and_sexes(made: Any) -> list[tuple[str, str]]:
    return list(zip(made.persons["unit"], made.persons["sex"], strict=True))


def test_a_unit_of_one_cluster_is_hidden_and_lends_its_spread_from_a_neighbour(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"), clusters=True, **NO_COMPARISON)
    home = [
        "all" if unit == "0230" else c for unit, c in zip(made.persons["unit"], made.persons["cluster"], strict=True)
    ]
    wave = replace(made, persons={**made.persons, "cluster": home}).freeze(tmp_path / "w")
    counted = estimate(wave, tally(wave))
    assert counted.borrowed == ("0230",)
    figures = lay_out([counted])
    assert figures.find("2024-spring/theme/overall/0230").hidden == "one cluster in each stratum"
    assert not figures.find("2024-spring/theme/overall/dk").hidden


def test_one_share_that_one_person_carries_is_enough_to_hide_its_measure(maker: Maker, tmp_path: Path) -> None:
    plain = maker(weighting=Weighting("given"), compare={}, compare_groups={})
    source = re.sub(r"\n  \{ code = 9,[^\n]*", "", plain.source)
    persons = {name: [None if code == 9 else code for code in column] for name, column in plain.persons.items()}
    answered = [
        row
        for row, unit in enumerate(persons["unit"])
        if unit == "0101" and persons["disposition"][row] == "complete" and persons["speed"][row] is not None
    ]
    persons["speed"][answered[0]], persons["weight"][answered[0]] = 8, "100000"
    wave = replace(plain, source=source, persons=persons).freeze(tmp_path / "w")
    breakdown = estimate(wave, tally(wave)).shared[EVERYBODY]
    measures = breakdown.measures
    of_speed = np.flatnonzero(measures.measure[0] == "speed")
    carried = breakdown.heaviest[0, 0, of_speed] > wave.spec.dominance
    assert measures.statistic[0, of_speed][carried].tolist() == ["share=8"]
    assert set(breakdown.reasons[0, 0, of_speed]) == {ONE_CARRIES}


def test_the_whole_covers_the_units_where_anybody_answered(tmp_path: Path) -> None:
    wave = boundaries().freeze(tmp_path / "w")
    assert estimate(wave, tally(wave)).covered == pytest.approx(0.6)


def test_a_unit_is_heard_from_its_first_answer_on(maker: Maker, tmp_path: Path) -> None:
    wave = answering(maker(**NO_COMPARISON), "0360", "help", [3]).freeze(tmp_path / "w")
    assert estimate(wave, tally(wave)).heard.tolist() == [True] * 4

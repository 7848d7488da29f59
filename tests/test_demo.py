"""The demo: the published figures of spring 2024 come out of invented answers by way of the ordinary pipeline."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from borgerpuls.dataset.folder import open_wave
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore

COPENHAGEN = {
    "overall": 3.32, "meeting": 3.41, "goals": 3.07, "collaboration": 2.72, "conversation": 3.53, "progression": 2.65,
}  # fmt: skip
COUNTRY = {
    "overall": 3.64, "meeting": 3.69, "goals": 3.41, "collaboration": 3.02, "conversation": 3.75, "progression": 2.97,
}  # fmt: skip


@pytest.fixture(scope="module")
def figures(demo_figures: Path) -> Iterator[FigureStore]:
    with FigureStore.open(demo_figures) as store:
        yield store


def estimate(figures: FigureStore, address: str) -> float:
    found = figures.figure(f"2024-spring/{address}").estimate
    assert found is not None
    return found


def groups_in_copenhagen(figures: FigureStore) -> dict[str, float]:
    return {
        f.group: f.estimate
        for f in figures.figures(
            wave="2024-spring", place="0101", measure="overall", group_by="target_group", statistic="mean"
        )
        if f.compared_with == "dk" and f.estimate is not None
    }


@pytest.mark.parametrize("theme", COPENHAGEN)
def test_copenhagen_gets_its_published_mean_on_the_theme(figures: FigureStore, theme: str) -> None:
    assert estimate(figures, f"theme/{theme}/0101") == pytest.approx(COPENHAGEN[theme], abs=0.003)


@pytest.mark.parametrize("theme", COUNTRY)
def test_the_country_gets_its_published_mean_on_the_theme(figures: FigureStore, theme: str) -> None:
    assert estimate(figures, f"theme/{theme}/dk") == pytest.approx(COUNTRY[theme], abs=0.003)


def test_thirty_three_thousand_of_eighty_five_thousand_answered(figures: FigureStore) -> None:
    facts = figures.facts("2024-spring")
    assert (facts["invited"], facts["answered"], len(facts["units"])) == (85_000, 33_000, 44)
    assert facts["units"]["0101"]["answered"] == 870
    rate = figures.figures(wave="2024-spring", place="dk", statistic="rate", group_by="")[0].estimate
    assert rate == pytest.approx(0.388, abs=0.0005)


def test_copenhagen_is_the_lowest_of_the_forty_four(figures: FigureStore) -> None:
    means = {
        f.place: f.estimate
        for f in figures.figures(wave="2024-spring", measure="overall", statistic="mean", group_by="")
        if not f.place.startswith("dk") and f.estimate is not None
    }
    assert len(means) == 44
    assert min(means, key=lambda place: means[place]) == "0101"


def test_just_over_half_are_satisfied_in_copenhagen_and_more_than_six_of_ten_in_all(figures: FigureStore) -> None:
    assert 0.505 < estimate(figures, "theme/overall/0101/top2") < 0.535
    assert 0.61 < estimate(figures, "theme/overall/dk/top2") < 0.66


def test_activity_ready_and_sick_leave_are_the_most_satisfied_in_copenhagen(figures: FigureStore) -> None:
    groups = groups_in_copenhagen(figures)
    ordered = sorted(groups, key=lambda group: groups[group], reverse=True)
    assert ordered[:2] == ["aktivitetsparat", "sygedagpenge"]
    assert ordered[-1] == "jobafklaring"


def test_only_the_activity_ready_of_copenhagen_lie_slightly_above_the_country(figures: FigureStore) -> None:
    groups = groups_in_copenhagen(figures)
    assert [group for group, mean in groups.items() if mean > COUNTRY["overall"]] == ["aktivitetsparat"]
    assert groups["aktivitetsparat"] < COUNTRY["overall"] + 0.1


def test_only_the_activity_ready_of_copenhagen_lie_above_the_activity_ready_of_all(figures: FigureStore) -> None:
    above = [
        f.group
        for f in figures.figures(
            wave="2024-spring", place="0101", kind="theme", measure="overall", group_by="target_group", statistic="mean"
        )
        if f.compared_with == "dk" and f.difference is not None and f.difference > 0
    ]
    assert above == ["aktivitetsparat"]


def test_sixty_five_per_cent_agree_with_the_local_question_of_copenhagen(figures: FigureStore) -> None:
    assert estimate(figures, "local/local_0101_1/0101/top2") == pytest.approx(0.65, abs=0.003)


def test_norddjurs_compares_two_ways_of_working_and_the_difference_is_small(figures: FigureStore) -> None:
    groups = figures.figures(wave="2024-spring", place="0707", measure="overall", statistic="mean", group_by="compare")
    means = {f.group: f.estimate for f in groups if f.estimate is not None}
    assert set(means) == {"0", "1"}
    assert 0.05 < means["1"] - means["0"] < 0.4


def test_the_weights_of_a_place_make_a_difference(figures: FigureStore) -> None:
    """Who answers differs from who is invited: Kish's factor shows it, and the weights of a place vary."""
    copenhagen = figures.facts("2024-spring")["units"]["0101"]
    assert copenhagen["kish"] > 1.05


def test_change_since_the_pilot_is_shown_where_the_wording_is_the_same(figures: FigureStore) -> None:
    change = {f.measure: f for f in figures.figures(wave="2024-spring", place="0101", statistic="change", group_by="")}
    assert change["overall"].difference is not None
    assert change["goals"].difference_low is not None
    assert change["goals"].difference_low > 0
    assert change["conversation"].difference is None, "a question of this theme was reworded after the pilot"


def test_both_waves_say_that_they_are_invented(figures: FigureStore) -> None:
    assert all(facts["invented"]["da"].startswith("Opdigtede data") for facts in map(figures.facts, figures.waves()))


def test_the_same_seed_gives_the_same_bytes(demo_waves: Path, repository: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, repository / "examples/demo/make.py", tmp_path], check=True)
    for file in sorted(path.relative_to(demo_waves) for path in demo_waves.rglob("*") if path.is_file()):
        assert (tmp_path / file).read_bytes() == (demo_waves / file).read_bytes(), file


def test_another_seed_gives_other_citizens_and_the_same_published_means(repository: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, repository / "examples/demo/make.py", tmp_path, "--seed", "7"], check=True)
    other = build([open_wave(tmp_path / "2024-spring")])
    assert other.find("2024-spring/theme/overall/0101").estimate == pytest.approx(3.32, abs=0.003)
    assert other.find("2024-spring/theme/overall/dk").estimate == pytest.approx(3.64, abs=0.003)


def test_copenhagen_stands_out_and_its_place_may_be_the_last(figures: FigureStore) -> None:
    among = figures.figure("2024-spring/theme/overall/0101/anom")
    place = figures.figure("2024-spring/theme/overall/0101/rank")
    assert among.p is not None
    assert among.difference_high is not None
    assert among.p < 0.001
    assert among.difference_high < -0.1
    assert (place.estimate, place.high) == (44, 44)
    assert place.low is not None
    assert 30 < place.low < 44
    assert figures.figure("2024-spring/theme/overall/dk/compared").estimate == 44


def test_the_change_of_the_country_is_that_of_the_thirteen_pilots(figures: FigureStore) -> None:
    common = figures.facts("2024-spring")["common"]
    change = figures.figure("2024-spring/theme/overall/dk/change")
    assert (common["wave"], len(common["units"]), common["mix"]) == ("2023-pilot", 13, "target_group")
    assert change.n is not None
    assert change.n < estimate(figures, "response/answered/dk") / 2


def test_norddjurs_can_answer_its_own_question(figures: FigureStore) -> None:
    can, found = (figures.figure(f"2024-spring/theme/overall/0707/compare/{s}") for s in ("detectable", "overlap"))
    assert can.estimate is not None
    assert can.estimate < 0.3
    assert (found.hidden, found.compared_with) == ("", "compare=0")

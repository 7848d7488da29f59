"""What may not be shown, and the waves with hardly anything to show."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from made.waves import answering

from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.problems import Refused
from borgerpuls.results.build import build
from borgerpuls.results.figures import suppression
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


def numbers(figure: Figure) -> dict[str, Any]:
    texts = {"address", "wave", "place", "measure", "statistic", "group_by", "group", "compared_with", "hidden"}
    return {f.name: getattr(figure, f.name) for f in fields(figure) if f.name not in texts}


def frozen_figures(made: Any, folder: Path) -> Figures:
    return build([made.freeze(folder)])


def test_a_hidden_figure_has_no_number_but_its_population(wave: FrozenWave) -> None:
    hidden = [f for f in build([wave]) if f.hidden]
    assert {f.hidden for f in hidden} >= {"fewer than 5 answers"}
    for figure in hidden:
        assert {name for name, number in numbers(figure).items() if number is not None} <= {"population"}


def test_four_answers_are_hidden_and_five_are_not(maker: Maker, tmp_path: Path) -> None:
    for count, hidden in ((4, "fewer than 5 answers"), (5, "")):
        made = answering(maker(), "0360", "help", [1, 2, 3, 4, 5][:count] + [None] * 2)
        figures = frozen_figures(made, tmp_path / str(count))
        for statistic in ("", "/top2", "/share=3", "/share=8"):
            assert figures.find(f"2024-spring/item/help/0360{statistic}").hidden == hidden


def test_it_is_the_answers_to_the_item_that_count_and_not_the_persons(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(), "0360", "help", [1, 2, 3, 4, 8, 8, None, None])
    figures = frozen_figures(made, tmp_path / "w")
    assert figures.find("2024-spring/response/rate/0360").hidden == ""
    assert figures.find("2024-spring/item/help/0360").hidden == "fewer than 5 answers"
    assert figures.find("2024-spring/item/help/0360/share=8").hidden == "fewer than 5 answers"


def test_a_wave_may_ask_for_more_answers(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(hide_below=10), "0360", "help", [1, 2, 3, 4, 5, 4, 3, 2, 1])
    assert frozen_figures(made, tmp_path / "w").find("2024-spring/item/help/0360").hidden == "fewer than 10 answers"


def test_everybody_of_one_mind_is_hidden(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(), "0360", "help", [4] * 7)
    figures = frozen_figures(made, tmp_path / "w")
    for statistic in ("", "/top2", "/share=4", "/share=5", "/share=9"):
        assert figures.find(f"2024-spring/item/help/0360{statistic}").hidden == "everybody gave the same answer"


def test_the_mean_and_its_comparison_are_hidden_together(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(answering(maker(), "0360", "help", [2] * 6), tmp_path / "w")
    for beside in ("rest", "dk.units"):
        figure = figures.find(f"2024-spring/item/help/0360/vs-{beside}")
        assert (figure.hidden, figure.difference) == ("everybody gave the same answer", None)


def test_a_unit_where_nobody_answered_is_hidden_and_the_others_stand(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(answering(maker(), "0360", "help", []), tmp_path / "w")
    assert figures.find("2024-spring/theme/overall/0360").hidden == "fewer than 5 answers"
    assert figures.find("2024-spring/response/rate/0360").hidden == "fewer than 5 answers"
    assert figures.find("2024-spring/theme/overall/0101").difference is not None
    assert figures.find("2024-spring/theme/overall/dk").n is not None


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


def test_a_country_of_one_unit_stands_beside_nothing(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(maker(sizes=(80,), compare={}, compare_groups={}), tmp_path / "w")
    unit, whole = (figures.find(f"2024-spring/theme/overall/{place}") for place in ("0101", "dk"))
    assert (unit.estimate, unit.se) == pytest.approx((whole.estimate, whole.se))
    assert (unit.compared_with, unit.difference) == ("", None)
    assert not [f for f in figures if "/vs-" in f.address]


@pytest.mark.parametrize(("others", "hidden"), [(4, "fewer than 5 answers"), (5, "")])
def test_the_rest_is_hidden_where_the_rest_is_few(maker: Maker, tmp_path: Path, others: int, hidden: str) -> None:
    made = answering(maker(sizes=(60, 30)), "0147", "help", [1, 2, 3, 4, 5][:others])
    figures = frozen_figures(made, tmp_path / "w")
    assert figures.find("2024-spring/item/help/0101").hidden == ""
    rest = figures.find("2024-spring/item/help/0101/vs-rest")
    assert rest.hidden == hidden
    assert (rest.difference is None) == bool(hidden)


def test_a_group_that_nobody_was_invited_from_has_no_figure(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"))
    ages = ["30-49" if u == "0230" else a for u, a in zip(made.persons["unit"], made.persons["age"], strict=True)]
    figures = frozen_figures(replace(made, persons={**made.persons, "age": ages}), tmp_path / "w")
    addresses = set(figures.table["address"].to_pylist())
    assert "2024-spring/theme/overall/0230/age=18-29" not in addresses
    assert "2024-spring/theme/overall/0230/age=30-49" in addresses


def test_weights_that_stand_for_a_hidden_group_are_not_told(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(weighting=Weighting("given")), "0360", "help", [1, 2, 3])
    hidden = [f for f in frozen_figures(made, tmp_path / "w") if f.hidden and f.group_by]
    assert hidden
    assert {f.population for f in hidden} == {None}


def test_more_answers_than_persons_in_the_frame_are_refused_when_corrected_for(maker: Maker, tmp_path: Path) -> None:
    made = maker(weighting=Weighting("none"), fpc=True)
    small = replace(made, population={**made.population, "count": [3] * len(made.population["count"])})
    with pytest.raises(Refused, match="0101 has 59 answers but only 3 persons in the frame") as refused:
        frozen_figures(small, tmp_path / "w")
    assert len(refused.value.problems) == 4


def test_the_correction_makes_every_standard_error_smaller(maker: Maker, tmp_path: Path) -> None:
    off, on = (frozen_figures(maker(fpc=fpc), tmp_path / str(fpc)) for fpc in (False, True))
    for figure in (f for f in off if f.se and not f.group_by and f.statistic in ("mean", "top2")):
        corrected = on.find(figure.address)
        assert corrected.estimate == figure.estimate
        assert corrected.se is not None
        assert corrected.se < figure.se


def test_every_reason_has_words_in_both_languages() -> None:
    for hidden in (suppression.fewer_answers(5), suppression.SAME_ANSWER, suppression.WORDING_CHANGED):
        words = suppression.reason_text(hidden)
        assert set(words) == {"da", "en"}
    assert suppression.reason_text("fewer than 12 answers")["da"] == "færre end 12 svar"
    with pytest.raises(ValueError, match="no rule hides"):
        suppression.reason_text("because")

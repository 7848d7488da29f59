"""Which estimates of a breakdown are hidden: it is the answers to the question that count."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from made.waves import answering

from borgerpuls.results.build import build
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


def frozen_figures(made: Any, folder: Path) -> Figures:
    return build([made.freeze(folder)])


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


def test_a_unit_where_nobody_answered_is_hidden_and_the_others_stand(maker: Maker, tmp_path: Path) -> None:
    figures = frozen_figures(answering(maker(), "0360", "help", []), tmp_path / "w")
    assert figures.find("2024-spring/theme/overall/0360").hidden == "fewer than 5 answers"
    assert figures.find("2024-spring/response/rate/0360").hidden == "fewer than 5 answers"
    assert figures.find("2024-spring/theme/overall/0101").difference is not None
    assert figures.find("2024-spring/theme/overall/dk").n is not None

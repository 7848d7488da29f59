"""What a hidden figure tells, and in which words."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from made.waves import answering

from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.results.build import build
from borgerpuls.results.figures import suppression
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.table import Figures

Maker = Callable[..., Any]


def numbers(figure: Figure) -> dict[str, Any]:
    texts = {
        "address",
        "wave",
        "place",
        "measure",
        "statistic",
        "group_by",
        "group",
        "compared_with",
        "hidden",
        "afterwards",
    }
    return {f.name: getattr(figure, f.name) for f in fields(figure) if f.name not in texts}


def frozen_figures(made: Any, folder: Path) -> Figures:
    return build([made.freeze(folder)])


def test_a_hidden_figure_has_no_number_but_its_population(wave: FrozenWave) -> None:
    hidden = [f for f in build([wave]) if f.hidden]
    assert {f.hidden for f in hidden} >= {"fewer than 5 answers"}
    for figure in hidden:
        assert {name for name, number in numbers(figure).items() if number is not None} <= {"population"}


def test_weights_that_stand_for_a_hidden_group_are_not_told(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(weighting=Weighting("given")), "0360", "help", [1, 2, 3])
    hidden = [f for f in frozen_figures(made, tmp_path / "w") if f.hidden and f.group_by]
    assert hidden
    assert {f.population for f in hidden} == {None}


def test_every_reason_has_words_in_both_languages() -> None:
    for hidden in (suppression.fewer_answers(5), suppression.SAME_ANSWER, suppression.WORDING_CHANGED):
        words = suppression.reason_text(hidden)
        assert set(words) == {"da", "en"}
    assert suppression.reason_text("fewer than 12 answers")["da"] == "færre end 12 svar"
    numbered = (suppression.fewer_units(3), suppression.fewer_invited(10))
    words = [suppression.reason_text(hidden)["en"] for hidden in numbered]
    assert words == ["fewer than 3 places to compare", "fewer than 10 invited"]
    with pytest.raises(ValueError, match="no rule hides"):
        suppression.reason_text("because")

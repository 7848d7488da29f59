"""Which estimates of a breakdown are hidden: it is the answers to the question that count."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made.waves import answering
from scipy import stats

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import Weighting
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.method.estimation.proportion_intervals import share_interval
from borgerpuls.method.estimation.rare_proportions import rare_proportion
from borgerpuls.method.intervals.answer_basis import AnswerBasis
from borgerpuls.method.intervals.scale_intervals import Scale
from borgerpuls.results.build import build
from borgerpuls.results.estimation.breakdown import bounded
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, estimate
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


@pytest.mark.parametrize(("asked", "function"), [("beta", share_interval), ("rare", rare_proportion)])
def test_a_share_has_the_interval_that_the_wave_asks_for(
    maker: Maker, tmp_path: Path, asked: str, function: Any
) -> None:
    wave = maker(share_interval=asked).freeze(tmp_path / "w")
    basis = estimate(wave, tally(wave)).shared[EVERYBODY].basis
    figure = build([wave]).find("2024-spring/theme/overall/0101/top2")
    found = function(figure.estimate, figure.se * basis.widening[0, 0, 1], figure.n, figure.df)
    low, high = found.interval() if asked == "rare" else found
    assert (figure.low, figure.high) == pytest.approx((float(low), float(high)))


def test_few_answers_among_many_persons_have_their_own_df_and_interval_and_the_standard_error_of_r(
    maker: Maker, tmp_path: Path
) -> None:
    made = answering(maker(weighting=Weighting("none")), "0101", "help", [3, 4, 5, 4, 5, 4, *[None] * 34])
    figure, persons = build([made.freeze(tmp_path / "w")]).find("2024-spring/item/help/0101"), 40
    z = np.array([3, 4, 5, 4, 5, 4]) - 25 / 6
    assert figure.se == pytest.approx(np.sqrt(persons / (persons - 1) * (z**2).sum()) / 6)
    assert (figure.n, figure.df) == (6, 5)
    low, high = stats.t.interval(0.95, 5, 25 / 6, np.std(z, ddof=1) / 6**0.5)
    assert figure.high - figure.low == pytest.approx(high - low, rel=0.15)
    assert 1 < figure.low < figure.high < 5


def test_no_published_interval_of_a_mean_leaves_the_scale(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(), "0101", "help", [5] * 19 + [4])
    wave = made.freeze(tmp_path / "w")
    figures, estimates = build([wave]), estimate(wave, tally(wave))
    assert figures.find("2024-spring/item/help/0101").high < 5
    means = [f for f in figures if f.statistic == "mean" and f.low is not None]
    assert len(means) > 50
    for figure in means:
        scale = estimates.scale_of(figure.measure, share=False)
        assert scale.lowest <= figure.low <= figure.high <= scale.highest, figure.address


def weighing(made: Any, weights: dict[int, str]) -> Any:
    """The same persons, all of weight 1 but those in these places among who answered in the first unit."""
    persons = dict(made.persons)
    persons["weight"] = ["1"] * len(persons["unit"])
    rows = [r for r, u in enumerate(persons["unit"]) if u == "0101" and persons["disposition"][r] == "complete"]
    for place, weight in weights.items():
        persons["weight"][rows[place]] = weight
        persons["help"][rows[place]] = 1
    return replace(made, persons=persons)


def test_where_one_person_carries_the_weight_nothing_of_the_unit_or_the_whole_is_told(
    maker: Maker, tmp_path: Path
) -> None:
    made = weighing(maker(weighting=Weighting("given"), compare={}, compare_groups={}), {3: "100000"})
    figures = build([made.freeze(tmp_path / "w")])
    of_help = [f for f in figures if f.measure == "help" and not f.group_by]
    own = [f for f in of_help if f.place == "0101"]
    whole = [f for f in of_help if f.place == "dk" and (f.statistic in ("mean", "top2") or "share" in f.statistic)]
    assert {"mean", "top2", "anom", "unusual", "question-rank", "case-mix"} & {f.statistic for f in own}
    assert len(own) > 12
    assert len(whole) > 8
    assert {(f.estimate, f.low, f.difference, f.p, f.n) for f in (*own, *whole)} == {(None,) * 5}
    assert figures.find("2024-spring/item/help/0101").hidden == "one person carries the figure"
    assert figures.find("2024-spring/item/help/0147").hidden == ""


def test_a_person_outside_the_mean_who_carries_its_shares_hides_them_all(maker: Maker, tmp_path: Path) -> None:
    made = weighing(maker(weighting=Weighting("given"), compare={}, compare_groups={}), {3: "100000"})
    made.persons["speed"][made.persons["weight"].index("100000")] = 9
    figures = build([made.freeze(tmp_path / "w")])
    for place in ("0101", "dk"):
        for statistic in ("", "/top2", "/share=3", "/share=8", "/share=9"):
            found = figures.find(f"2024-spring/item/speed/{place}{statistic}")
            assert (found.estimate, found.n, found.hidden) == (None, None, "one person carries the figure")


def test_two_persons_who_carry_the_weight_together_are_hidden_too(maker: Maker, tmp_path: Path) -> None:
    made = weighing(maker(weighting=Weighting("given"), compare={}, compare_groups={}), {3: "100000", 4: "100000"})
    figures = build([made.freeze(tmp_path / "w")])
    assert figures.find("2024-spring/item/help/0101").hidden == "one person carries the figure"


@pytest.mark.parametrize(("weight", "hidden"), [("30", ""), ("70", "one person carries the figure")])
def test_exactly_which_share_is_too_much_is_the_waves_choice(
    maker: Maker, tmp_path: Path, weight: str, hidden: str
) -> None:
    made = weighing(maker(weighting=Weighting("given"), compare={}, compare_groups={}), {3: weight})
    assert build([made.freeze(tmp_path / "a")]).find("2024-spring/item/help/0101").hidden == hidden
    bold = made.change(dominance=0.999, hide_below=1)
    assert build([bold.freeze(tmp_path / "b")]).find("2024-spring/item/help/0101").hidden == ""


def test_a_share_that_is_known_exactly_has_no_interval_but_itself() -> None:
    one = np.ones((1, 1, 1))
    basis = AnswerBasis(n=40 * one, df=39 * one, effective=40 * one, spread=0.25 * one, widening=one, psus=40 * one)
    known = Estimates(value=0.5 * one, se=1e-18 * one, df=39 * one, n=40 * one)
    scale = Scale.of_values([0, 1]).at(np.s_[np.newaxis, np.newaxis])
    found = bounded(known, basis, scale, np.array([True]), kind="beta")
    assert (found.lower.item(), found.upper.item()) == (0.5, 0.5)

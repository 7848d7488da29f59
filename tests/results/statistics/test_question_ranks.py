"""The place of a question among the questions: one is named alone only where the answers tell it from all others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
from made.waves import answering, twins

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave, Weighting
from borgerpuls.results.build import build
from borgerpuls.results.declaration.statistic import Inputs
from borgerpuls.results.estimation.wave_estimates import estimate
from borgerpuls.results.statistics.question_ranks import QUESTION_RANK, _favourable, question_rank_figures

Maker = Callable[..., Any]
AGREE = ("help", "speed", "gain")


def favourable(made: Any, likely: dict[str, float], seed: int) -> Any:
    """The same persons, but each item is answered 5 with this probability and else 1, by the same persons alike."""
    generator = np.random.default_rng(seed)
    own = generator.normal(size=len(made.persons["unit"]))
    persons = dict(made.persons)
    for item, share in likely.items():
        latent = 0.7 * own + 0.714 * generator.normal(size=len(own))
        yes = latent < np.sqrt(0.7**2 + 0.714**2) * NormalDist().inv_cdf(share)
        persons[item] = [
            None if code is None else 5 if good else 1 for code, good in zip(persons[item], yes, strict=True)
        ]
    return replace(made, persons=persons)


def test_a_question_that_is_surely_first_is_told_from_all_others(maker: Maker, tmp_path: Path) -> None:
    made = maker(sizes=(300, 80, 60, 60), compare={}, compare_groups={})
    figures = build([favourable(made, {"help": 0.95, "speed": 0.3, "gain": 0.28}, 1).freeze(tmp_path / "w")])
    sets = {item: figures.find(f"2024-spring/item/{item}/0101/question-rank") for item in AGREE}
    assert (sets["help"].estimate, sets["help"].low, sets["help"].high) == (1, 1, 1)
    assert sets["speed"].low == sets["gain"].low == 2
    assert figures.find("2024-spring/item/help/dk/question-rank").high == 1


def test_where_all_questions_are_alike_hardly_ever_is_one_named(maker: Maker, tmp_path: Path) -> None:
    places = alone = 0
    for seed in range(60):
        made = maker(seed=seed, sizes=(120, 90, 60, 40), compare={}, compare_groups={})
        made = favourable(made, dict.fromkeys(AGREE, 0.8), seed)
        for item in ("listened", "alone"):
            made.persons[item][:] = [None] * len(made.persons[item])
        wave = made.freeze(tmp_path / f"{seed}")
        (block,) = question_rank_figures(Inputs(estimate(wave, tally(wave))))
        low, high = block.numbers["low"][:, 0], block.numbers["high"][:, 0]
        count = np.sum(~np.isnan(low), axis=1)
        told = count > 1
        places += int(told.sum())
        first = (high == 1).any(axis=1)
        last = (low == count[:, None]).any(axis=1)
        alone += int((told & (first | last)).sum())
    assert places > 200
    assert alone / places < 0.05 + 2 * (0.05 * 0.95 / places) ** 0.5


def test_few_answers_name_no_question_by_luck(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(compare={}, compare_groups={}), "0101", "help", [5, 5, 5, 5, 4, 2])
    figures = build([made.freeze(tmp_path / "w")])
    shown = [f for f in figures if f.statistic == QUESTION_RANK.id and f.place == "0101" and not f.hidden]
    assert all(f.high != 1 for f in shown)


def test_a_question_shown_alone_has_no_place(maker: Maker, tmp_path: Path) -> None:
    made = answering(maker(compare={}, compare_groups={}), "0360", "help", [1, 2, 3, 4, 5])
    figures = build([made.freeze(tmp_path / "w")])
    assert figures.find("2024-spring/item/help/0360/question-rank").hidden == "no other question to stand beside"
    assert figures.find("2024-spring/item/speed/0360/question-rank").hidden == "fewer than 5 answers"


def test_twins_in_a_cluster_tell_questions_apart_no_better_than_one_of_them(maker: Maker, tmp_path: Path) -> None:
    made = maker(sizes=(120, 90, 60, 40), weighting=Weighting("none"), compare={}, compare_groups={})
    made = favourable(made, {"help": 0.8, "speed": 0.62, "gain": 0.55}, 3)
    pairs = twins(made)
    alone = replace(pairs, persons={**pairs.persons, "cluster": []}).change(clusters=False)
    sets = []
    for name, one in (("once", made), ("clusters", pairs), ("alone", alone)):
        figures = build([one.freeze(tmp_path / name)])
        found = [figures.find(f"2024-spring/item/{item}/{place}/question-rank") for item in AGREE for place in PLACES]
        sets.append(np.array([(figure.low, figure.high) for figure in found]))
    once, clusters, alone_sets = (found[:, 1] - found[:, 0] for found in sets)
    assert np.all(clusters >= once)
    assert alone_sets.sum() < once.sum()


PLACES = ("0101", "0147", "dk")


def test_an_answer_is_favourable_another_counts_and_do_not_know_does_neither(wave: FrozenWave) -> None:
    found = _favourable(wave.questionnaire.item("help"), np.array([5, 4, 3, 1, 8, 9]))
    assert found.tolist()[:4] == [1, 1, 0, 0]
    assert np.isnan(found[4:]).all()

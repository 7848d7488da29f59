"""What is measured: which statistics there are, of which base, and who judges them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import ANSWERED, FrozenWave
from borgerpuls.results.estimation.code_order import positions
from borgerpuls.results.estimation.variables import Variables

Maker = Callable[..., Any]


def shared(wave: FrozenWave) -> Variables:
    return Variables.shared(tally(wave), wave.questionnaire, [u.code for u in wave.spec.units])


def local(wave: FrozenWave) -> Variables:
    counted, units = tally(wave), [u.code for u in wave.spec.units]
    return Variables.local(counted, wave.questionnaire, units, positions(counted, "unit", units))


def test_a_theme_has_a_mean_and_a_share_and_an_item_each_of_its_answers_too(wave: FrozenWave) -> None:
    measures = shared(wave)
    names = list(zip(measures.kind, measures.measure[0], measures.statistic[0], strict=True))
    assert names[:2] == [("theme", "overall", "mean"), ("theme", "overall", "top2")]
    assert [s for _, m, s in names if m == "help"] == [
        "mean",
        "top2",
        *(f"share={code}" for code in (1, 2, 3, 4, 5, 8, 9)),
    ]
    assert [s for _, m, s in names if m == "alone"] == ["mean", "top2", "share=0", "share=1", "share=2"]


def test_answers_that_count_are_the_base_of_a_share_and_everything_ticked_of_a_dont_know(wave: FrozenWave) -> None:
    measures, counted = shared(wave), tally(wave)
    n = measures.n[:, measures.base].sum(axis=0)
    of = {(m, s): v for v, (m, s) in enumerate(zip(measures.measure[0], measures.statistic[0], strict=True))}
    ticked = counted.counts["help"].sum(axis=0)
    assert n[of["help", "mean"]] == n[of["help", "share=1"]] == n[of["help", "top2"]] == ticked[:5].sum()
    assert n[of["help", "share=8"]] == n[of["help", "share=9"]] == ticked.sum()


def test_every_statistic_is_judged_by_the_mean_of_its_own_measure(wave: FrozenWave) -> None:
    measures = shared(wave)
    assert np.array_equal(measures.measure[0][measures.judge], measures.measure[0])
    assert set(measures.statistic[0][measures.judge]) == {"mean"}


def test_every_statistic_but_a_mean_is_a_share(wave: FrozenWave) -> None:
    for measures in (shared(wave), local(wave)):
        assert measures.share.tolist() == [statistic != "mean" for statistic in measures.statistic[0]]


def test_squares_are_kept_for_scores_and_are_the_sums_themselves_for_shares(wave: FrozenWave) -> None:
    measures = shared(wave)
    n, squares = measures.spread(measures.n, measures.total, measures.squares)
    assert n.shape == squares.shape == measures.total.shape
    binary = [v for v, s in enumerate(measures.statistic[0]) if s != "mean" and measures.kind[v] == "item"]
    assert np.array_equal(squares[:, binary], measures.total[:, binary])
    assert (squares * n >= measures.total**2 - 1e-9).all()


def test_a_local_item_has_a_name_only_where_it_is_asked(wave: FrozenWave) -> None:
    measures = local(wave)
    assert set(measures.measure[0]) == {"local_0101_1"}
    assert set(measures.measure[1:].ravel()) == {""}
    assert set(measures.statistic[1:].ravel()) == {""}


def test_a_survey_without_local_items_has_no_local_statistics(maker: Maker, tmp_path: Path) -> None:
    made = maker()
    source = made.source[: made.source.index("[[local]]")] + made.source[made.source.index("[[backgrounds]]") :]
    persons = {name: column for name, column in made.persons.items() if name != "local_1"}
    wave = type(made)(persons, made.population, made.spec, source).freeze(tmp_path / "w")
    assert local(wave).total.shape == (len(tally(wave).invited), 0)


def test_sums_of_a_mean_are_on_the_answers_own_scale(wave: FrozenWave) -> None:
    measures = shared(wave)
    found = measures.sums_of(measures.means["theme", "overall"])
    scores = []
    for row in pq.read_table(wave.persons).to_pylist():
        codes = [row[item] for item in ("help", "speed", "gain") if row[item] is not None and row[item] < 8]
        if row["disposition"] in ANSWERED and len(codes) >= 2:
            scores.append(sum(codes) / len(codes))
    assert found.n.sum() == len(scores)
    assert found.total.sum() == pytest.approx(sum(scores))
    assert found.squares.sum() == pytest.approx(sum(score**2 for score in scores))


def test_a_cell_of_one_answer_is_a_cell_with_answers(wave: FrozenWave) -> None:
    measures = shared(wave)
    assert 1.0 in measures.n
    assert np.array_equal(measures.answering, np.where(measures.n > 0, 1.0, 0.0))


def test_local_statistics_are_of_local_items_alone(wave: FrozenWave) -> None:
    assert len(local(wave).kind) == len(("mean", "top2")) + 7

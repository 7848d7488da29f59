"""Page one claims no difference where there is none (a short run of bench/sentences.py)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from borgerpuls.reports.wording.sentence import Verdict, judge
from borgerpuls.results.figures.figure import Figure

WAVES = 6
PROMISED = 5.0


@pytest.fixture(scope="module")
def sentences(program: Callable[[str], ModuleType]) -> ModuleType:
    return program("bench/sentences.py")


def _most(reports: int) -> float:
    """The promised per cent and 3.5 of its standard errors; reports of one wave share its whole."""
    return PROMISED + 3.5 * 100 * (0.05 * 0.95 / reports) ** 0.5


def test_no_sentence_claims_a_difference_in_more_reports_than_promised(sentences: ModuleType) -> None:
    found = sentences.simulate(9, WAVES)
    assert tuple(found) == sentences.SENTENCES
    assert all(rate <= _most(WAVES * sentences.UNITS) for rate, _error in found.values()), found


def test_a_group_sentence_without_its_family_would_be_seen(
    sentences: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alone(figure: Figure | None, relevant: float) -> Verdict:
        return judge(figure and replace(figure, p=None), relevant)

    monkeypatch.setattr(sentences.findings, "judge", alone)
    rate, _error = sentences.simulate(9, 3)["groups"]
    assert rate > _most(3 * sentences.UNITS)


def test_groups_that_differ_are_named_the_more_often_the_more_they_answer(sentences: ModuleType) -> None:
    found = sentences.power(9, WAVES)
    assert sum(of for _named, of in found.values()) > 25
    assert found["under 5"][0] == 0
    named, of = found["20 or more"]
    assert named / of > 0.05


def test_the_made_waves_answer_as_they_say(sentences: ModuleType) -> None:
    random = np.random.default_rng(1)
    answers = sentences._answers(random.normal(size=20_000))
    shares = np.bincount(answers, minlength=6)[1:] / len(answers)
    assert np.allclose(shares, sentences.LIKELY, atol=0.01)
    groups = sentences._groups(sentences.GROUPS[23], 5_000, random)
    assert sum(len(np.unique(codes)) for codes in groups.values()) == 23


def test_the_committed_table_is_that_of_the_program_and_keeps_the_promise(
    sentences: ModuleType, repository: Path
) -> None:
    lines = (repository / "bench" / "sentences.md").read_text(encoding="utf-8").splitlines()
    for name in sentences.SENTENCES:
        (line,) = [line for line in lines if line.startswith(f"| {name} |") and "±" in line]
        cells = [cell.split("±") for cell in line.split("|")[2:-1]]
        assert len(cells) == len(sentences.GROUPS)
        assert all(float(rate) <= PROMISED + 3.5 * float(error) for rate, error in cells)

"""How the numbers were made, in words that follow the wave."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
from made.waves import make

from borgerpuls.dataset.wave import ANSWERED
from borgerpuls.messages import verbatim
from borgerpuls.problems import Problem
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import Terms
from borgerpuls.reports.sections.method import method
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text


def told(small: Any, **spec: Any) -> tuple[ReportContext, dict[str, str]]:
    """The pairs of the section, of a wave whose second theme takes two answers of five and has a scale's rule alone."""
    wave = small.wave
    first, second, *others = wave.questionnaire.themes
    themes = (first, replace(second, answered=Fraction(2, 5)), *others)
    questionnaire = replace(wave.questionnaire, themes=themes)
    changed = replace(wave, questionnaire=questionnaire, spec=replace(wave.spec, **spec))
    context = gather(small.shelf, changed, "0101", "en")
    (terms,) = method(context).blocks
    assert isinstance(terms, Terms)
    return context, dict(terms.pairs)


def test_every_theme_is_told_with_its_own_rule(small: Any) -> None:
    context, pairs = told(small)
    name = context.questionnaire.themes[1].name["en"]
    assert f"when at least 50% ({name}: 40%) of them are answered" in pairs["The number of a theme"]


def test_what_the_intervals_leave_out_stands_after_them_word_for_word(small: Any) -> None:
    assert "What the intervals leave out" not in told(small)[1]
    words = "Persons {sic} were asked in flocks."
    pairs = told(small, note=Text(da=words, en=words))[1]
    assert pairs["What the intervals leave out"] == words
    assert list(pairs).index("What the intervals leave out") == list(pairs).index("Intervals") + 1


def test_what_the_import_warned_of_is_told_with_the_method(small: Any) -> None:
    assert "What the import warned of" not in told(small)[1]
    warning = Problem(verbatim("a.csv"), verbatim("A {copy}."), verbatim("Use weights."), "warning")
    warned = SimpleNamespace(wave=replace(small.wave, warnings=(warning, warning)), shelf=small.shelf)
    assert told(warned)[1]["What the import warned of"] == "a.csv: A {copy}. Use weights. a.csv: A {copy}. Use weights."


def test_a_field_period_known_by_its_year_is_told_by_its_year(small: Any) -> None:
    pairs = told(small, opened=date(2024, 1, 1), closed=date(2024, 12, 31))[1]
    assert "were collected in 2024." in pairs["Who and when"]


def test_a_reader_is_told_that_persons_were_drawn_in_clusters_and_how_many(small: Any, tmp_path: Path) -> None:
    assert "Clusters" not in told(small)[1]
    wave = make(sizes=(60, 40), clusters=True, compare={}, compare_groups={}).freeze(tmp_path / "w")
    rows = pq.read_table(wave.persons, columns=["disposition", "cluster"]).to_pylist()
    drawn = len({row["cluster"] for row in rows if row["disposition"] in ANSWERED})
    with FigureStore.open(tmp_path / "figures.sqlite") as shelf:
        shelf.put(build([wave]))
        _context, pairs = told(SimpleNamespace(wave=wave, shelf=shelf))
    assert pairs["Clusters"].startswith(f"The answers come from {drawn} clusters of ")
    assert list(pairs).index("Clusters") == list(pairs).index("Intervals") + 1

"""Case mix on the shelf."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from made.waves import answering
from scipy.stats import t

from borgerpuls.dataset.wave import Weighting
from borgerpuls.method.comparison.case_mix import case_mix
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.build import build

UNITS = ("0101", "0147", "0230", "0360")


def test_the_cells_of_the_tally_give_what_the_persons_give(two: Any) -> None:
    rows = pq.read_table(two.now.wave.persons).to_pylist()
    rows = [r for r in rows if r["disposition"] in ("complete", "partial") and r["help"] in (1, 2, 3, 4, 5)]
    adjusters = [[r["age"] == a for a in ("30-49", "50-")] + [r["age"] is None, r["sex"] == "m"] for r in rows]
    unit = np.array([UNITS.index(r["unit"]) for r in rows])
    shares = two.now.shared[""].totals.size[
        :, 0, [str(m) for m in two.now.shared[""].measures.measure[0]].index("help")
    ]
    expected = case_mix(Sums.from_persons([r["help"] for r in rows]), unit, np.array(adjusters, float), shares)
    for place, code in enumerate(UNITS):
        before, after, effect = (
            two.find(f"item/help/{code}/{s}") for s in ("case-mix-before", "case-mix", "case-mix-effect")
        )
        assert before.estimate == pytest.approx(expected.unadjusted[place])
        assert after.estimate == pytest.approx(expected.value[place])
        assert effect.estimate == pytest.approx(expected.effect[place])
        assert (after.difference, after.difference_se, after.df) == pytest.approx(
            (expected.difference[place], expected.difference_se[place], expected.df)
        )
        assert after.low < after.estimate < after.high
    whole = two.find("item/help/dk/case-mix")
    assert (whole.estimate, whole.p) == pytest.approx((expected.overall, expected.f_p))


@pytest.mark.parametrize("kind", ["theme", "item"])
def test_p_is_adjusted_over_all_units_and_all_themes_or_items(two: Any, kind: str) -> None:
    told = [
        f
        for f in two.figures
        if f.wave == two.now.spec.name
        and f.statistic == "case-mix"
        and f.place in UNITS
        and f.address.split("/")[1] == kind
        and f.p is not None
    ]
    plain = [float(2 * t.sf(abs(f.difference / f.difference_se), f.df)) for f in told]
    assert [f.p for f in told] == pytest.approx(list(benjamini_hochberg(np.array(plain))))
    assert len(told) > len(UNITS)


def test_whether_differences_are_left_is_judged_over_all_themes(
    maker: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = maker(sizes=(150, 120, 90, 60), case_mix=("age",)).freeze(tmp_path / "w")

    def at_the_whole() -> list[float]:
        told = [f for f in build([wave]) if f.statistic == "case-mix" and f.place == "dk"]
        return [f.p for f in told if f.p is not None and f.address.split("/")[1] == "theme"]

    adjusted = at_the_whole()
    monkeypatch.setattr("borgerpuls.results.statistics.case_mix.benjamini_hochberg", lambda p: p)
    plain = at_the_whole()
    assert len(plain) == 2
    assert adjusted == pytest.approx(list(benjamini_hochberg(np.array(plain))))
    assert adjusted != plain


def test_a_wave_that_names_no_adjusters_is_not_adjusted(maker: Callable[..., Any], tmp_path: Path) -> None:
    figures = build([maker().freeze(tmp_path / "w")])
    assert not [f for f in figures if f.statistic.startswith("case-mix")]


def test_more_adjusters_than_answers_hide_what_is_shown_and_keep_what_was_hidden(
    maker: Callable[..., Any], tmp_path: Path
) -> None:
    made = maker(sizes=(60, 50, 40), case_mix=("age", "sex"), weighting=Weighting("none"), hide_below=3)
    for unit, codes in (("0101", [1, 2, 4]), ("0147", [5, 4, 2]), ("0230", [1, 2])):
        made = answering(made, unit, "help", codes)
    age = [(None, "18-29", "30-49", "50-")[(row + row // 60 * 3) % 4] for row in range(150)]
    figures = build(
        [replace(made, persons={**made.persons, "age": age, "sex": list("mf" * 75)}).freeze(tmp_path / "w")]
    )
    for statistic in ("case-mix-before", "case-mix", "case-mix-effect"):
        hidden = [figures.find(f"2024-spring/item/help/{unit}/{statistic}").hidden for unit in ("0101", "0147", "0230")]
        assert hidden == ["answers do not vary enough"] * 2 + ["fewer than 3 answers"]
    assert figures.find("2024-spring/item/help/dk/case-mix").hidden == "answers do not vary enough"

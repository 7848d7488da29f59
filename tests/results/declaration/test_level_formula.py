"""The formulas of means, shares and changes follow the wave and what stands beside the figure."""

from dataclasses import replace
from typing import Any

from borgerpuls.dataset.wave import Weighting
from borgerpuls.results.change.net_change import CHANGE
from borgerpuls.results.declaration.level_formula import _CLUSTERED
from borgerpuls.results.statistics.levels import MEAN, TOP2


def test_a_difference_says_beside_what_it_stands(two: Any) -> None:
    figure, spec = two.find("theme/overall/0101"), two.now.spec
    lines = {
        beside: MEAN.formula_of(replace(figure, compared_with=beside), spec).lines[-2]
        for beside in ("dk", "dk.units", "rest", "compare=0")
    }
    assert len(set(lines.values())) == 4
    assert "v_rest" in lines["rest"]
    assert MEAN.formula_of(replace(figure, difference=None), spec).lines[-1].startswith("beta distribution")


def test_a_share_has_another_interval_than_a_mean_and_its_source(two: Any) -> None:
    mean, share = (one.formula_of(two.find("theme/overall/dk"), two.now.spec) for one in (MEAN, TOP2))
    assert [line for line in share.lines if "Beta(n*·θ̂ + ½" in line]
    assert not [line for line in mean.lines if "Beta(" in line]
    assert ["Jeffreys" in share.sources[-2], "Korn" in share.sources[-1]] == [True, True]
    assert "Perks" in mean.sources[-1]


def test_the_variance_is_that_of_the_weighting(two: Any) -> None:
    figure, spec = two.find("theme/overall/dk"), two.now.spec
    weightings = (
        Weighting("none"),
        Weighting("poststratify", ("age",)),
        Weighting("rake", ("age",)),
        Weighting("greg", ("age",)),
    )
    found = [MEAN.formula_of(figure, replace(spec, weighting=weighting)) for weighting in weightings]
    assert len({formula.lines for formula in found}) == 4
    assert [any("Deville" in source for source in formula.sources) for formula in found] == [False, True, True, True]
    change = two.find("theme/overall/0101/change")
    for weighting, formula in zip(weightings, found, strict=True):
        assert CHANGE.formula_of(change, replace(spec, weighting=weighting)).lines[2] in formula.lines


def test_the_persons_of_both_waves_are_in_the_formula_of_everybodys_change_alone(two: Any) -> None:
    figure, spec = two.find("theme/overall/0101/change"), replace(two.now.spec, same_persons=True)
    assert "C = Σ_h" in CHANGE.formula_of(figure, spec).lines[0]
    assert "C = Σ_h" not in CHANGE.formula_of(replace(figure, group_by="age"), spec).lines[0]
    assert "C = Σ_h" not in CHANGE.formula_of(figure, two.now.spec).lines[0]
    of_panels = [any("Tam" in s for s in CHANGE.formula_of(figure, of).sources) for of in (spec, two.now.spec)]
    assert of_panels == [True, False]


def test_clusters_are_in_the_formula_of_a_wave_that_was_drawn_in_them_alone(two: Any) -> None:
    figure, spec = two.find("theme/overall/dk"), two.now.spec
    alone, drawn = (MEAN.formula_of(figure, replace(spec, clusters=clusters)).lines for clusters in (False, True))
    ends = next(line for line in alone if "t(2·df)" in line)
    assert set(drawn) - set(alone) == {_CLUSTERED, ends.replace("t(2·df)", "t((1 + a/n)·df)")}
    assert set(alone) - set(drawn) == {ends}

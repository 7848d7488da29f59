"""The means that are compared."""

from typing import Any

import numpy as np

from borgerpuls.results.declaration.compared_means import ComparedMeans


def test_they_are_the_means_of_the_figures_unit_by_unit_and_then_the_whole(two: Any) -> None:
    means = ComparedMeans.of_wave(two.now)
    at = list(zip(means.kind, means.measure, strict=True)).index(("theme", "overall"))
    for place, code in enumerate(("0101", "0147", "0230", "0360", "dk", "dk.units")):
        figure = two.find(f"theme/overall/{code}")
        assert figure.hidden == means.hidden[place, at]
        assert figure.estimate is None or figure.estimate == means.estimates.value[place, at]


def test_their_totals_are_those_of_everybody(two: Any) -> None:
    means = ComparedMeans.of_wave(two.now)
    assert means.units == 4
    assert means.totals.n.shape == (4, 1, len(means.measure))
    assert np.array_equal(means.totals.n[:, 0].sum(axis=0), means.estimates.n[4])


def test_themes_are_told_from_items(two: Any) -> None:
    means = ComparedMeans.of_wave(two.now)
    assert [m for m, theme in zip(means.measure, means.themes, strict=True) if theme] == ["overall", "meeting"]

"""Whether kept figures are those of the waves at hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.results.build import build
from borgerpuls.results.figures import freshness
from borgerpuls.results.figures.store import FigureStore

Maker = Callable[..., Any]


def test_figures_are_fresh_for_the_waves_and_the_versions_that_made_them(
    maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (maker(seed=seed).freeze(tmp_path / str(seed)) for seed in (1, 2))
    file = tmp_path / "figures.sqlite"
    assert not freshness.holds(file, [one])
    with FigureStore.open(file) as store:
        store.put(build([one]))
    assert freshness.holds(file, [one])
    assert not freshness.holds(file, [other])
    monkeypatch.setattr(freshness, "versions", lambda: {"borgerpuls": "0"})
    assert not freshness.holds(file, [one])

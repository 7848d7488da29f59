"""Two made waves whose figures lie beside them: what a figure is traced back to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.provenance.trace import Trace, trace


@dataclass(frozen=True)
class Traced:
    """The folders of two waves, the newest first, and the file of their figures."""

    store: Path
    folders: Sequence[Path]

    def trace(self, address: str) -> Trace:
        """The trace of a figure of the newest wave."""
        with FigureStore.open(self.store) as shelf:
            return trace(shelf, f"2024-spring/{address}", self.folders)


@pytest.fixture(scope="session")
def traced_waves(maker: Callable[..., Any]) -> Callable[..., Traced]:
    """``traced_waves(folder, fpc=True)``: two waves frozen there, and their figures beside them."""

    def freeze(folder: Path, **spec: Any) -> Traced:
        now = maker(seed=1, previous="2023-spring", **spec).freeze(folder / "2024-spring")
        then = maker(seed=2, **spec).change(name="2023-spring").freeze(folder / "2023-spring")
        with FigureStore.open(folder / "figures.sqlite") as shelf:
            shelf.put(build([now, then]))
        return Traced(folder / "figures.sqlite", (now.folder, then.folder))

    return freeze


@pytest.fixture(scope="session")
def traced(traced_waves: Callable[..., Traced], tmp_path_factory: pytest.TempPathFactory) -> Traced:
    """Two waves that nothing was chosen for; read them, never write there."""
    return traced_waves(tmp_path_factory.mktemp("traced"))

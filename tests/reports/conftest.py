"""What the tests of the reports share: a report made by hand and its PDF; made waves on a shelf, and their reports."""

import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from made import waves

from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.reports.document import Chart, Document, Table
from borgerpuls.reports.formats.pdf import pdf
from borgerpuls.reports.report import report
from borgerpuls.reports.svg.chart import svg
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore

DATED = date(2024, 4, 12)


@pytest.fixture(scope="session")
def document() -> Document:
    """A report of about eight pages with everything that a report can hold."""
    spec = importlib.util.spec_from_file_location("sample", Path(__file__).parent / "sample.py")
    assert spec is not None
    assert spec.loader is not None
    sample = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sample)
    made: Document = sample.document()
    return made


@pytest.fixture(scope="session")
def dated() -> date:
    return DATED


@pytest.fixture(scope="session")
def pdf_file(document: Document, dated: date, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "sample.pdf"
    path.write_bytes(pdf(document, dated))
    return path


@dataclass(frozen=True)
class Told:
    """A wave with its shelf, and the reports that can be told of it."""

    shelf: FigureStore
    wave: FrozenWave

    def document(self, place: str, language: str = "da") -> Document:
        return report(self.shelf, gather(self.shelf, self.wave, place, language))

    def documents(self) -> Iterator[Document]:
        """Every report of the wave in every language."""
        for language in self.wave.questionnaire.languages:
            for place in (self.wave.spec.place_code, *(unit.code for unit in self.wave.spec.units)):
                yield self.document(place, language)


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The maker of small waves that the tests of all rooms share."""
    return waves


@pytest.fixture(scope="session")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Told]]:
    """Freeze made waves (the newest last), build their figures and put them on a shelf."""
    shelves: list[FigureStore] = []

    def tells(*waves: Any) -> Told:
        folder = tmp_path_factory.mktemp("told")
        frozen = [wave if isinstance(wave, FrozenWave) else wave.freeze(folder / wave.spec.name) for wave in waves]
        shelf = FigureStore.open(folder / "figures.sqlite")
        shelves.append(shelf)
        shelf.put(build(frozen))
        return Told(shelf, frozen[-1])

    yield tells
    for shelf in shelves:
        shelf.close()


@pytest.fixture(scope="session")
def small(tell: Callable[..., Told]) -> Told:
    """Two small waves with everything: groups, a thin unit, a local question, a comparison, a wave before."""
    before = waves.make(seed=2, name="2023-spring")
    return tell(before, waves.make(seed=1, previous="2023-spring"))


@pytest.fixture(scope="session")
def of_unit(small: Told) -> ReportContext:
    """The report of the first unit of the small waves, in English."""
    return gather(small.shelf, small.wave, "0101", "en")


@pytest.fixture(scope="session")
def of_whole(small: Told) -> ReportContext:
    """The report of the whole of the small waves, in English."""
    return gather(small.shelf, small.wave, "dk", "en")


@pytest.fixture(scope="session")
def demo(demo_waves: Path, demo_figures: Path) -> Iterator[Told]:
    """The two invented waves of ``make demo``."""
    with FigureStore.open(demo_figures) as store:
        yield Told(store, open_wave(demo_waves / "2024-spring"))


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _strings(value)
    elif isinstance(content, Sequence):
        for value in content:
            yield from _strings(value)


@pytest.fixture(scope="session")
def words() -> Callable[[Document], list[str]]:
    """Every text of a document, in order, those drawn in its charts too."""

    def of(document: Document) -> list[str]:
        charts = [b for section in document.sections for b in section.blocks if isinstance(b, Chart)]
        drawn = [words for chart in charts for words in re.findall(r">([^<>]+)<", svg(chart, document.language))]
        return [*_strings(asdict(document)), *drawn]

    return of


@pytest.fixture(scope="session")
def tables() -> Callable[[Document], dict[str, Table]]:
    """Every table of a document by its id, those of charts too."""

    def of(document: Document) -> dict[str, Table]:
        blocks = [block for section in document.sections for block in section.blocks]
        alone = [block for block in blocks if isinstance(block, Table)]
        return {t.id: t for t in (*alone, *(block.table for block in blocks if isinstance(block, Chart)))}

    return of

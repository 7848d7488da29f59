"""What every report owes its reader, whatever wave it is told of."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest

from borgerpuls.reports.document import Chart, Document, Table
from borgerpuls.reports.svg.chart import svg
from borgerpuls.reports.svg.metrics import width
from borgerpuls.reports.wording.sentence import judge

DIRECTIONS = re.compile(r"\b(ligger over|ligger under|is above|is below)\b(?! the middle)")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def waves(made: Any, tell: Callable[..., Any], small: Any) -> dict[str, Any]:
    """Waves as bare and as odd as they come."""
    low = made.SURVEY.replace('id = "degree"\n', 'id = "degree"\nbetter = "low"\n').replace('overall = "overall"', "")
    for code, other in ((0, 9), (2, 0), (9, 2)):
        low = re.sub(rf"(?<=degree\"\nbetter)(.*?)code = {code},", rf"\1code = {other},", low, count=1, flags=re.S)
    return {
        "everything": small,
        "units": tell(made.make(national="municipalities", fpc=True)),
        "bare": tell(
            made.make(groups=(), compare={}, compare_groups={}, weighting=made.Weighting("none")),
        ),
        "given": tell(made.make(weighting=made.Weighting("given"), hide_below=20)),
        "alone": tell(made.make(sizes=(80,), compare={}, compare_groups={})),
        "low": tell(made.replace(made.make(), source=low)),
        "thin": tell(made.make(sizes=(60, 4, 3, 2), seed=5)),
    }


NAMES = ("everything", "units", "bare", "given", "alone", "low", "thin")


@pytest.mark.parametrize("name", NAMES)
def test_every_report_composes_with_all_its_words(waves: dict[str, Any], words: Any, name: str) -> None:
    for document in waves[name].documents():
        for text in words(document):
            assert not re.search(r"\bNone\b|\bnan\b|\{|\}|\.\.(?!\.)|  ", text), (document.id, text)


@pytest.mark.parametrize("name", NAMES)
def test_every_drawing_is_sound_and_no_word_stands_on_another(waves: dict[str, Any], name: str) -> None:
    for document in waves[name].documents():
        ids = [block.id for block in _blocks(document) if isinstance(block, Chart)]
        assert len(ids) == len(set(ids))
        for block in _blocks(document):
            if isinstance(block, Chart):
                _check_drawing(block, document.language)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_data_that_json_holds(waves: dict[str, Any], name: str) -> None:
    for document in waves[name].documents():
        for chart in (block for block in _blocks(document) if isinstance(block, Chart)):
            written = json.dumps(asdict(chart), allow_nan=False)
            assert json.loads(written)["specification"].keys() == asdict(chart.specification).keys()
            assert "<" not in written


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_a_cell_for_every_column(waves: dict[str, Any], tables: Any, name: str) -> None:
    for document in waves[name].documents():
        for table in tables(document).values():
            assert {len(row) for row in table.rows} <= {len(table.columns)}, table.id
            assert all(0 <= at < len(table.rows) for at, _ in table.sections), table.id


@pytest.mark.parametrize("name", NAMES)
def test_a_section_never_stands_empty(waves: dict[str, Any], name: str) -> None:
    for document in waves[name].documents():
        assert all(section.blocks for section in document.sections), document.id
        assert (document.sections[0].id, document.sections[-1].id) == ("short", "method")


@pytest.mark.parametrize("name", NAMES)
def test_a_direction_is_named_only_where_a_difference_is_marked(waves: dict[str, Any], words: Any, name: str) -> None:
    told = waves[name]
    for document in told.documents():
        place = document.address.split("/")[-1]
        figures = told.shelf.figures(wave=told.wave.spec.name, place=place, statistic="mean")
        marked = any(judge(f, told.wave.spec.relevant).marked for f in figures)
        assert marked or not any(DIRECTIONS.search(text) for text in words(document)), document.id


@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_a_table_is_a_figure_on_the_shelf(waves: dict[str, Any], tables: Any, name: str) -> None:
    told = waves[name]
    known: set[float | None] = {None}
    for f in told.shelf.figures():
        known |= {f.estimate, f.difference, f.n and float(f.n)}
    known |= {round(f.estimate * f.n) for f in told.shelf.figures(kind="response") if f.estimate and f.n}
    for document in told.documents():
        for table in tables(document).values():
            for row in table.rows:
                assert all(cell.number in known for cell in row), (table.id, row)


def _blocks(document: Document) -> list[Any]:
    return [block for section in document.sections for block in section.blocks]


def _check_drawing(chart: Chart, language: str) -> None:
    root = ElementTree.fromstring(svg(chart, language))
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (chart.title, chart.description)
    assert chart.description.strip()
    assert isinstance(chart.table, Table)
    boxes = []
    for e in root.iter(f"{SVG}text"):
        size, x, y = (float(e.get(k, "0")) for k in ("font-size", "x", "y"))
        long = width(e.text or "", size, int(e.get("font-weight", "400")))
        left = x - {"start": 0.0, "middle": long / 2, "end": long}[e.get("text-anchor", "start")]
        if e.text:
            boxes.append((left, left + long, y - size * 0.72, y + size * 0.2, e.text))
    for a, b in combinations(boxes, 2):
        apart = a[1] <= b[0] + 0.01 or b[1] <= a[0] + 0.01 or a[3] <= b[2] + 0.01 or b[3] <= a[2] + 0.01
        assert apart, (chart.id, a, b)
    assert max(box[1] for box in boxes) <= float(root.get("width", "0")) + 0.5
    assert min(box[0] for box in boxes) >= -0.5

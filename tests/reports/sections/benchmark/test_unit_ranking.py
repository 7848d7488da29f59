"""All units side by side: one's own marked, the order by value, hidden ones last."""

from collections.abc import Callable
from typing import Any

import pytest

from borgerpuls.reports.document import Chart, Document

NB = "\u00a0"


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Document:
    document: Document = demo.document("0101")
    return document


def section(document: Document, id: str) -> Any:
    return next(s for s in document.sections if s.id == id)


def test_the_theme_across_all_units_marks_ones_own(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    rows = tables(copenhagen)["places-overall-table"].rows
    assert len(rows) == 44
    assert [row[0].text for row in rows if row[0].strong] == ["København"]
    assert rows[-1][0].text == "København"


def test_a_table_by_name_follows_the_danish_alphabet(
    copenhagen: Document, tables: Callable[[Document], dict[str, Any]]
) -> None:
    names = [row[0].text for row in tables(copenhagen)["places-meeting-table"].rows]
    assert names[0] == "Albertslund"
    assert names[-2:] == ["Aalborg", "Aarhus"]


def test_a_few_units_stand_by_name_on_every_theme(small: Any) -> None:
    blocks = section(small.document("0101"), "places").blocks
    assert [b.id for b in blocks if isinstance(b, Chart)] == ["places-overall", "places-meeting"]

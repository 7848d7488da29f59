"""What only one unit asked."""

from typing import Any

import pytest

from borgerpuls.reports.document import Document, Paragraph

NB = "\u00a0"


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Document:
    document: Document = demo.document("0101")
    return document


def section(document: Document, id: str) -> Any:
    return next(s for s in document.sections if s.id == id)


def test_the_local_question_is_told_with_its_share_and_n(copenhagen: Document) -> None:
    said = [b.text for b in section(copenhagen, "local").blocks if isinstance(b, Paragraph)]
    assert f"65,1{NB}pct. (" in said[0]
    assert f"n{NB}=\u00a0746" in said[0]


def test_two_groups_of_citizens_stand_side_by_side_where_a_unit_compares(demo: Any) -> None:
    ids = [getattr(b, "id", "") for b in section(demo.document("0707"), "local").blocks]
    assert "local-comparison-table" in ids
    assert "local-comparison-chart" in ids
    others = [getattr(b, "id", "") for s in demo.document("0751").sections for b in s.blocks]
    assert not any(other.startswith("local-comparison") for other in others)

"""The first page: key figures, findings, the themes at a glance."""

from typing import Any

import pytest

from borgerpuls.reports.document import Chart, Document, KeyFigures, Paragraph

NB = "\u00a0"


@pytest.fixture(scope="module")
def copenhagen(demo: Any) -> Document:
    document: Document = demo.document("0101")
    return document


def section(document: Document, id: str) -> Any:
    return next(s for s in document.sections if s.id == id)


def test_the_first_page_says_it_all(copenhagen: Document) -> None:
    blocks = section(copenhagen, "short").blocks
    figures = next(b for b in blocks if isinstance(b, KeyFigures)).figures
    assert [f.value for f in figures] == ["3,32", f"52,3{NB}pct.", f"30,0{NB}pct."]
    assert figures[0].beside == "Alle kommuner: 3,64"
    assert figures[0].n == f"n{NB}=\u00a0832"
    assert 4 <= sum(isinstance(b, Paragraph) and b.style == "finding" for b in blocks) <= 6
    assert isinstance(blocks[-1], Chart)


def test_the_first_finding_is_the_whole_matter_in_a_sentence(copenhagen: Document) -> None:
    said = [b.text for b in section(copenhagen, "short").blocks if isinstance(b, Paragraph)]
    assert said[0].startswith(
        "Overordnet tilfredshed: København ligger under gennemsnittet for alle kommuner, 3,32 mod 3,64. "
        "Forskellen er −0,32 ("
    )
    assert "Tallet er over skalaens midte, som er 3." in said[0]
    # The invented response depends on duration and target group, which are printed and not weighted by.
    assert "I alle kommuner afhænger det af varighed og målgruppe, hvem der har svaret" in said[0]
    assert said[0].endswith("fra det, alle spurgte ville have givet.")
    assert said[1] == "København ligger under gennemsnittet for alle kommuner på alle 6 temaer."

from pathlib import Path

import pytest
from axe import violations
from lxml import html
from playwright.sync_api import Browser

from borgerpuls.reports.document import KeyFigure
from borgerpuls.reports.formats import fonts
from borgerpuls.reports.formats.html import stylesheet
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.reports.publication.index import Entry, Index, index

FIGURE = KeyFigure("Overordnet tilfredshed", "3,32", "3,24–3,40", "n = 870")
CONTENT = Index(
    language="da",
    title="Borgernes oplevelse af beskæftigelsesindsatsen",
    subtitle="Foråret 2024",
    warning="Opdigtede data: ingen borger har givet disse svar.",
    unit="Kommune",
    measure="Overordnet tilfredshed",
    whole=Entry("dk", "Hele landet", FIGURE, "33.000"),
    units=(Entry("0101", "København", FIGURE, "870"), Entry("0580", "Aabenraa", None)),
)


@pytest.fixture(scope="module")
def tree() -> html.HtmlElement:
    return html.document_fromstring(index(CONTENT, ("da", "en")))


def test_every_format_of_every_report_is_linked_and_those_for_reading_in_both_languages(tree: html.HtmlElement) -> None:
    links = {str(a.get("href")) for a in tree.iter("a")}
    for place in ("dk", "0101", "0580"):
        for known in formats():
            assert names.file(known, place, "da") in links
            assert (names.file(known, place, "en") in links) == (known.reading or not known.translated)
    assert "index.en.html" in links


def test_the_whole_stands_on_top_and_units_keep_their_order(tree: html.HtmlElement) -> None:
    read = tree.text_content()
    assert read.index("Hele landet") < read.index("København") < read.index("Aabenraa")


def test_no_two_links_to_different_places_sound_alike(tree: html.HtmlElement) -> None:
    sounds: dict[str, set[str]] = {}
    for a in tree.iter("a"):
        spoken = " ".join((a.text_content() + f" ({a.get('hreflang') or ''})").split())
        sounds.setdefault(spoken, set()).add(str(a.get("href")))
    assert {spoken: to for spoken, to in sounds.items() if len(to) > 1} == {}


def test_a_hidden_figure_says_so(tree: html.HtmlElement) -> None:
    (row,) = [row for row in tree.iter("tr") if "Aabenraa" in row.text_content()]
    assert "vises ikke" in row.text_content()


def test_the_warning_stands_on_the_front_page(tree: html.HtmlElement) -> None:
    assert CONTENT.warning in tree.text_content()


def test_a_survey_in_one_language_offers_no_other() -> None:
    written = html.document_fromstring(index(CONTENT, ("da",)))
    assert not [a for a in written.iter("a") if a.get("hreflang")]


@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_to_mend_and_nothing_scrolls_sideways(width: int, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "fonts").symlink_to(fonts.for_web())
    (tmp_path / "assets" / "style.css").write_text(stylesheet(), encoding="utf-8")
    (tmp_path / "index.html").write_text(index(CONTENT, ("da", "en")), encoding="utf-8")
    view = browser.new_page(viewport={"width": width, "height": 800})
    view.goto((tmp_path / "index.html").as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") == width
    assert violations(view) == []
    view.close()

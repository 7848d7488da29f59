import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from axe import violations
from lxml import html
from playwright.sync_api import Browser

from borgerpuls.reports.document import Cell, Column, Document, Paragraph, Section, Table
from borgerpuls.reports.formats import fonts
from borgerpuls.reports.formats.html import page, stylesheet
from borgerpuls.reports.publication import names
from borgerpuls.reports.wording import labels

LINKS = names.links("0101", "da", ("da", "en"))


@pytest.fixture(scope="module")
def tree(document: Document) -> html.HtmlElement:
    return html.document_fromstring(page(document, LINKS))


@pytest.fixture(scope="session")
def site(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page where a reader finds it, with its style sheet and fonts beside it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "reports").mkdir()
    (folder / "assets").mkdir()
    (folder / "assets" / "fonts").symlink_to(fonts.for_web())
    (folder / "assets" / "style.css").write_text(stylesheet(), encoding="utf-8")
    path = folder / "reports" / "0101.da.html"
    path.write_text(page(document, LINKS), encoding="utf-8")
    return path


def test_the_page_says_its_language_and_title(tree: html.HtmlElement) -> None:
    assert tree.get("lang") == "da"
    assert tree.findtext(".//title") == "København – Borgernes oplevelse af beskæftigelsesindsatsen"


def test_a_keyboard_can_skip_to_the_content(tree: html.HtmlElement) -> None:
    first = next(tree.iter("a"))
    assert first.get("href") == "#content"
    assert tree.find(".//main").get("id") == "content"


def test_headings_come_in_order_and_there_is_one_at_the_top(tree: html.HtmlElement) -> None:
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headings_with_scope(tree: html.HtmlElement) -> None:
    tables = list(tree.iter("table"))
    assert len(tables) == 5
    for table in tables:
        assert table.find("caption").text_content().strip()
        assert all(heading.get("scope") for heading in table.iter("th"))


def test_every_row_of_a_table_is_as_wide_as_its_head(tree: html.HtmlElement) -> None:
    for table in tree.iter("table"):
        widths = {sum(int(cell.get("colspan", 1)) for cell in row.iter("td", "th")) for row in table.iter("tr")}
        assert len(widths) == 1


def test_every_chart_has_title_description_and_its_numbers_as_a_table(tree: html.HtmlElement) -> None:
    figures = list(tree.iter("figure"))
    assert len(figures) == 2
    for figure in figures:
        (svg,) = figure.iter("svg")
        assert svg.find("title").text
        assert svg.find("desc").text
        assert svg.get("role") == "img"
        assert figure.find("details/div/table") is not None


def test_no_two_elements_share_an_id_and_every_reference_is_met(tree: html.HtmlElement) -> None:
    ids = [str(element.get("id")) for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    pointed = {word for e in tree.iter() for word in str(e.get("aria-labelledby") or "").split()}
    pointed |= {str(a.get("href"))[1:] for a in tree.iter("a") if str(a.get("href")).startswith("#")}
    assert pointed <= set(ids)


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs(document: Document) -> None:
    for written in (page(document, LINKS), stylesheet()):
        addresses = [found for found in re.findall(r"(?:https?:)?//[\w.]+", written) if "www.w3.org" not in found]
        assert not addresses
        assert "<script" not in written
        assert "@import" not in written


def test_the_warning_stands_on_the_page(tree: html.HtmlElement) -> None:
    assert "Opdigtede data" in tree.find(".//header").text_content()


def test_a_reader_finds_the_other_forms_and_the_other_language(tree: html.HtmlElement) -> None:
    to = {a.get("href"): a.get("hreflang") for a in tree.find(".//nav").iter("a")}
    wanted = {
        "../index.html": None, "0101.da.pdf": None, "0101.da.xlsx": None, "../data/0101.zip": None,
        "0101.en.html": "en",
    }  # fmt: skip
    assert to == wanted | {address: None for _, address in LINKS.files}


def test_what_a_person_wrote_is_text_and_never_markup(document: Document) -> None:
    hostile = "<script>alert(1)</script> & \"citat\" 'x' {{ 7*7 }}"
    table = Table(
        hostile.replace(" ", ""), hostile, (Column(hostile), Column(hostile)), ((Cell(hostile), Cell(hostile)),)
    )
    written = page(
        replace(document, title=hostile, warning=hostile, address=hostile, imprint=((hostile, hostile),),
                sections=(Section("s", hostile, (Paragraph(hostile), table)),)),
        LINKS,
    )  # fmt: skip
    assert "<script" not in written
    assert "49" not in html.document_fromstring(written).findtext(".//h2")
    assert html.document_fromstring(written).findtext(".//h2") == hostile


def test_all_labels_are_written_in_both_languages() -> None:
    assert labels.words("da").keys() == labels.words("en").keys()


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_the_page_never_scrolls_sideways(width: int, site: Path, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": width, "height": 800})
    view.goto(site.as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") == width
    view.close()


def test_what_scrolls_can_be_reached_with_a_keyboard_and_has_a_name(site: Path, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 320, "height": 800})
    view.goto(site.as_uri())
    unreachable = view.evaluate(
        "[...document.querySelectorAll('*')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).overflowX === 'auto'"
        " && !(e.tabIndex === 0 && e.getAttribute('aria-labelledby'))).length"
    )
    assert unreachable == 0
    view.close()


def test_the_text_is_set_in_the_family_that_lies_beside_the_page(site: Path, browser: Browser) -> None:
    view = browser.new_page()
    view.goto(site.as_uri())
    view.wait_for_function("document.fonts.status === 'loaded'")
    loaded = view.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.weight)")
    assert {"IBM Plex Sans400", "IBM Plex Sans600"} <= {name.replace('"', "") for name in loaded}
    view.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_to_mend(width: int, site: Path, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": width, "height": 800})
    view.goto(site.as_uri())
    view.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert violations(view, least=30) == []
    view.close()

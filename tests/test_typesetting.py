"""A page set by Typst: the same input gives the same bytes, with the fonts of one folder and nobody's clock."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import typst

from borgerpuls.reports.formats import fonts
from borgerpuls.typesetting import set_pdf

DAY = date(2026, 3, 31)
TEMPLATE = b"""
#let content = json(bytes(sys.inputs.content))
#set document(title: content.title)
#set text(font: content.font, lang: "da")
= #content.title
#content.words
"""


def made(
    font: str = "IBM Plex Sans", words: str = "Kære borger", dated: date = DAY, folder: Path | None = None
) -> bytes:
    content = json.dumps({"title": "Et brev", "words": words, "font": font})
    return set_pdf(TEMPLATE, content, folder or fonts.for_pdf(), dated)


def families(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as read:
        found = [font for page in read.pages for font in page.Resources.get("/Font", {}).values()]
        return {str(font.BaseFont).partition("+")[2].partition("-")[0] for font in found}


def test_the_same_input_gives_the_same_bytes_and_other_words_do_not() -> None:
    assert made() == made()
    assert made() != made(words="Kære borgere")


def test_the_file_says_that_it_was_made_at_noon_on_its_day() -> None:
    with pikepdf.open(BytesIO(made(dated=date(2024, 2, 29)))) as read:
        assert str(read.docinfo.CreationDate).startswith("D:20240229120000")
        assert str(read.docinfo.Title) == "Et brev"


def test_what_the_content_says_is_never_read_as_markup() -> None:
    words = '#panic("x") *A* $x$ \\ @b'
    assert made(words=words) != made(words="x")


def test_the_type_family_that_is_asked_for_is_taken_from_the_folder() -> None:
    assert families(made()) == {"IBMPlexSans"}


def test_a_family_of_the_machine_is_never_taken(tmp_path: Path) -> None:
    """Without the folder's fonts only those that Typst itself carries are left."""
    assert families(made("DejaVu Sans", folder=tmp_path)) == families(made("no such family", folder=tmp_path))


def test_a_file_for_readers_of_every_ability_calls_itself_pdf_ua() -> None:
    content = json.dumps({"title": "Et brev", "words": "Kære borger", "font": "IBM Plex Sans"})
    pdf = set_pdf(TEMPLATE, content, fonts.for_pdf(), DAY, standard="ua-1")
    with pikepdf.open(BytesIO(pdf)) as read, read.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    with pikepdf.open(BytesIO(made())) as read, read.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata


@pytest.mark.parametrize("content", ["", "{}", '{"title": "Et brev", "font": "IBM Plex Sans"}'])
def test_content_that_the_template_does_not_find_sets_no_page(content: str) -> None:
    with pytest.raises(typst.TypstError):
        set_pdf(TEMPLATE, content, fonts.for_pdf(), DAY)


def test_a_page_that_does_not_meet_its_standard_is_not_set() -> None:
    untitled = b'#set text(font: "IBM Plex Sans")\nA page without a title.'
    assert set_pdf(untitled, "{}", fonts.for_pdf(), DAY).startswith(b"%PDF-")
    with pytest.raises(typst.TypstError, match="title"):
        set_pdf(untitled, "{}", fonts.for_pdf(), DAY, standard="ua-1")

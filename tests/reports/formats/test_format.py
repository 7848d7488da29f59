"""What is asked of every format: the same edition gives the same bytes, and readers are told what it is."""

from datetime import date

import pytest

from borgerpuls.reports.document import Document
from borgerpuls.reports.formats.format import About, Edition, Format
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.text import Text

each_format = pytest.mark.parametrize("known", formats(), ids=lambda known: known.suffix)


@pytest.fixture
def edition(document: Document, dated: date) -> Edition:
    place, wave = Text(da="København", en="Copenhagen"), Text(da="Foråret 2024", en="Spring 2024")
    languages = ("da", "en")
    return Edition(
        document, (), About(place, wave, Text(da="", en=""), dated, languages), names.links("0101", "da", languages)
    )


@each_format
def test_the_same_edition_gives_the_same_bytes(known: Format, edition: Edition) -> None:
    assert known.render(edition) == known.render(edition) != b""


@each_format
def test_what_readers_are_told_is_written_in_every_language(known: Format) -> None:
    for words in (known.name, known.link, known.title, known.purpose):
        assert {language: bool(words[language]) for language in ("da", "en")} == {"da": True, "en": True}


@each_format
def test_it_is_ready_on_a_machine_where_the_program_is_installed(known: Format) -> None:
    known.check()
    assert known.media_type.count("/") == 1

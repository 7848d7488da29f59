"""Widths of words, and what is done with them."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.svg import metrics

FONTS = Path(metrics.__file__).parent.parent / "assets" / "fonts" / "pdf"
WORDS = st.text("Kommunerne i Ærø, Aabenraa 3,32 (3,24–3,40) −0,1 pct.", min_size=1, max_size=80)


@pytest.mark.parametrize(("weight", "file"), [(400, "IBMPlexSans-Regular.ttf"), (600, "IBMPlexSans-SemiBold.ttf")])
def test_no_letter_is_wider_than_it_is_believed_to_be(weight: int, file: str) -> None:
    if not (FONTS / file).exists():
        pytest.skip("SKIPPED LOUDLY: the fonts are not laid out; widths were NOT checked against them")
    font = TTFont(FONTS / file)
    letters, advance = font.getBestCmap(), font["hmtx"]
    for letter in "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789 .,:;–−+()%/±»«“”é…":
        real = advance[letters[ord(letter)]][0]
        believed = metrics.width(letter, 1000, weight)
        assert real <= believed <= real + 60, letter


@given(WORDS, st.floats(20, 200))
def test_wrapping_keeps_every_word_in_order(words: str, room: float) -> None:
    assert " ".join(metrics.wrap(words, 8.5, room)) == words


@given(WORDS, st.floats(20, 200))
def test_a_wrapped_line_fits_unless_it_is_one_word(words: str, room: float) -> None:
    for line in metrics.wrap(words, 8.5, room):
        assert " " not in line or metrics.width(line, 8.5) <= room


@given(WORDS, st.floats(10, 200))
def test_shortened_words_fit_and_begin_as_they_did(words: str, room: float) -> None:
    short = metrics.shorten(words, 8.5, room)
    assert short == words or short.endswith("…")
    assert metrics.width(short, 8.5) <= room
    assert words.startswith(short.removesuffix("…"))

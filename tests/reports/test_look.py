"""The palette: readable words on every ground, told apart in grey print and without colour vision."""

from itertools import pairwise

import pytest

from borgerpuls.reports import look


@pytest.mark.parametrize("colour", ["INK", "MUTED", "OWN", "PRIMARY"])
def test_words_are_readable_on_paper(colour: str) -> None:
    assert look.contrast(getattr(look, colour), look.PAPER) >= 4.5


@pytest.mark.parametrize("categories", range(2, 8))
def test_the_number_on_a_segment_is_readable(categories: int) -> None:
    assert len(look.steps(categories)) == categories
    for ground in look.steps(categories):
        assert look.contrast(look.on(ground), ground) >= 4.5


@pytest.mark.parametrize("categories", range(2, 8))
def test_neighbouring_segments_differ_in_grey_print(categories: int) -> None:
    greys = [look.luminance(colour) for colour in look.steps(categories)]
    assert categories == 2 or all(abs(a - b) > 0.04 for a, b in pairwise(greys))


def test_ones_own_dot_is_darker_than_the_others_in_grey_print() -> None:
    assert look.luminance(look.OWN) + 0.1 < look.luminance(look.OTHERS)


def test_contrast_is_that_of_wcag() -> None:
    assert look.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert look.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)

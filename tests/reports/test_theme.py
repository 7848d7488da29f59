"""The palette: readable words on every ground, told apart in grey print and without colour vision."""

from itertools import pairwise

import pytest

from borgerpuls.reports import theme


@pytest.mark.parametrize("colour", ["INK", "MUTED", "OWN", "PRIMARY"])
def test_words_are_readable_on_paper(colour: str) -> None:
    assert theme.contrast(getattr(theme, colour), theme.PAPER) >= 4.5


@pytest.mark.parametrize("categories", range(2, 8))
def test_the_number_on_a_segment_is_readable(categories: int) -> None:
    assert len(theme.steps(categories)) == categories
    for ground in theme.steps(categories):
        assert theme.contrast(theme.on(ground), ground) >= 4.5


@pytest.mark.parametrize("categories", range(2, 8))
def test_neighbouring_segments_differ_in_grey_print(categories: int) -> None:
    greys = [theme.luminance(colour) for colour in theme.steps(categories)]
    assert categories == 2 or all(abs(a - b) > 0.04 for a, b in pairwise(greys))


def test_ones_own_dot_is_darker_than_the_others_in_grey_print() -> None:
    assert theme.luminance(theme.OWN) + 0.1 < theme.luminance(theme.OTHERS)


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)

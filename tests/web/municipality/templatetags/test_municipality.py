"""A response rate as a bar beside its number."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from borgerpuls.languages import OFFERED
from borgerpuls.web.municipality.templatetags.municipality import bar


def drawn(rate: float | None, whole: float | None) -> str:
    """The bar as a page has it."""
    return Template("{% load municipality %}<td>{% bar rate whole %}</td>").render(
        Context({"rate": rate, "whole": whole})
    )


@pytest.mark.parametrize(
    ("rate", "whole", "width", "line"),
    [(0, 1, "0.00%", "100.00%"), (0.4321, 0.5, "43.21%", "50.00%"), (1, 0.333333, "100.00%", "33.33%")],
)
def test_the_bar_is_as_long_as_the_rate_with_a_line_at_the_whole(
    rate: float, whole: float, width: str, line: str
) -> None:
    told = drawn(rate, whole)
    assert re.findall(r'class="bar-rate" width="([^"]+)"', told) == [width]
    assert re.findall(r'class="bar-whole" x1="([^"]+)" x2="([^"]+)"', told) == [(line, line)]


@pytest.mark.parametrize("language", OFFERED)
def test_a_drawing_is_written_with_points_in_every_language(language: str) -> None:
    with translation.override(language):
        assert 'width="43.20%"' in drawn(0.432, 0.5)


def test_a_bar_is_markup_that_no_policy_forbids_and_no_screen_reader_reads() -> None:
    told = drawn(0.432, 0.5)
    assert told.startswith('<td><svg class="bar"')
    assert 'aria-hidden="true"' in told
    assert 'focusable="false"' in told
    assert "style=" not in told


@pytest.mark.parametrize(("rate", "whole"), [(None, 0.5), (0.5, None), (None, None)])
def test_where_there_is_no_rate_there_is_no_bar(rate: float | None, whole: float | None) -> None:
    assert bar(rate, whole) == ""
    assert drawn(rate, whole) == "<td></td>"

"""A page rendered once, as pieces of bytes with gaps between them that one person's answers fill.

A template writes ``{{ gap.name }}`` where something of a person's is to stand. The rest is the same for everybody who
is asked the same, so it is rendered once a process and kept.
"""

import re
from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_GAP = re.compile("\ue000([^\ue000]+)\ue000")
MOST_PAGES = 4096
"""Pages kept: those of 98 municipalities with questions of their own, in three languages."""


def gap(name: str) -> SafeString:
    """Where something of a person's is to stand."""
    return mark_safe(f"\ue000{name}\ue000")


class Gaps:
    """``{{ gap.name }}`` in a template."""

    def __getitem__(self, name: str) -> SafeString:
        return gap(name)


class CachedPage:
    """One page, all but what is a person's own."""

    def __init__(self, html: str) -> None:
        pieces = _GAP.split(html)
        self._pieces = [piece.encode() for piece in pieces]
        self._gaps = [(at, pieces[at]) for at in range(1, len(pieces), 2)]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The page with its gaps filled; one without a value is left empty. Values are HTML."""
        pieces = self._pieces.copy()
        for at, name in self._gaps:
            pieces[at] = values[name].encode() if name in values else b""
        return b"".join(pieces)


def text(words: str) -> str:
    """Somebody's words, safe to put into a page."""
    return str(escape(words))


def cached_page(template: str, context: Mapping[str, object]) -> CachedPage:
    """Render a template to a sheet."""
    return CachedPage(render_to_string(template, {"gap": Gaps(), **context}))

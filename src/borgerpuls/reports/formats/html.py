"""A report as a web page: the accessible original, one HTML file without scripts."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from borgerpuls.languages import OFFERED, own_name
from borgerpuls.messages import _
from borgerpuls.reports import theme
from borgerpuls.reports.document import Document
from borgerpuls.reports.formats import fonts
from borgerpuls.reports.formats.format import Edition, Format, Links
from borgerpuls.reports.svg.chart import svg
from borgerpuls.reports.wording import labels


def page(document: Document, links: Links) -> str:
    """The report as HTML: landmarks, captions, charts with their table; every word escaped, charts as they are."""
    return (
        environment()
        .get_template("page.html")
        .render(
            document=document,
            svg=svg,
            links=links,
            labels=labels.words(document.language),
            names={code: own_name(code) for code in OFFERED},
        )
    )


def stylesheet() -> str:
    """The one style sheet of all pages, in the colours and type of ``look``."""
    return environment().get_template("style.css").render(look=theme)


@cache
def environment() -> Environment:
    """The templates: every word is escaped, and a name that is not there is an error."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["unbroken"] = _unbroken
    return templates


def _unbroken(words: str) -> Markup:
    """The words with every interval (3,24–3,40) kept on one line."""
    return Markup(re.sub(r"\d[\d.,]*–\d[\d.,]*\d", r'<span class="unbroken">\g<0></span>', str(escape(words))))


def _render(edition: Edition) -> bytes:
    return page(edition.document, edition.links).encode()


FORMAT = Format(
    suffix="html",
    media_type="text/html",
    render=_render,
    name=_("Web"),
    link=_("Read the report"),
    title=_("The web page"),
    purpose=_("The same on a screen, with links to the other municipalities."),
    order=2,
    reading=True,
    check=fonts.for_web,
)

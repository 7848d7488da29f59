"""A report as PDF: set by Typst from one template, tagged for screen readers (PDF/UA-1)."""

import dataclasses
import json
from datetime import date
from importlib.resources import files

from borgerpuls.messages import _
from borgerpuls.reports import theme
from borgerpuls.reports.document import Block, Chart, Document, Section
from borgerpuls.reports.formats import fonts
from borgerpuls.reports.formats.format import Edition, Format
from borgerpuls.reports.svg.chart import svg
from borgerpuls.reports.wording import labels
from borgerpuls.typesetting import set_pdf

TEMPLATE = files("borgerpuls.reports") / "templates" / "report.typ"


def pdf(document: Document, dated: date) -> bytes:
    """The report as a tagged PDF. The same document and date give the same bytes; the date is that of the wave.

    Raises ``Refused`` when the fonts are not laid out.
    """
    content = json.dumps(
        {
            "document": _plain(document) | {"sections": _sections(document)},
            "look": {name.lower(): getattr(theme, name) for name in dir(theme) if name.isupper()},
            "labels": labels.words(document.language),
        },
        ensure_ascii=False,
    )
    return set_pdf(TEMPLATE.read_bytes(), content, fonts.for_pdf(), dated, standard="ua-1")


def _sections(document: Document) -> list[dict[str, object]]:
    return [
        _plain(section) | {"blocks": [_block(block, document.language) for block in section.blocks]}
        for section in document.sections
    ]


def _block(block: Block, language: str) -> dict[str, object]:
    """A chart is drawn; its table stands on the web page and in the workbook, not in the PDF."""
    if isinstance(block, Chart):
        words = {"title": block.title, "description": block.description, "notes": block.notes}
        return {"kind": "Chart", "svg": svg(block, language), **words}
    return {"kind": type(block).__name__, **dataclasses.asdict(block)}


def _plain(part: Document | Section) -> dict[str, object]:
    """The fields of a part by name, those inside it as they are: its sections and blocks are told by themselves."""
    return {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}


def _render(edition: Edition) -> bytes:
    return pdf(edition.document, edition.about.dated)


FORMAT = Format(
    suffix="pdf",
    media_type="application/pdf",
    render=_render,
    name=_("PDF"),
    link=_("PDF for printing"),
    title=_("The report (PDF)"),
    purpose=_("To read, print and put on the committee's agenda."),
    order=1,
    reading=True,
    check=fonts.for_pdf,
)

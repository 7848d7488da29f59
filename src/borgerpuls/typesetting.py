"""Setting a page: Typst, called from here and nowhere else, for reports and letters alike."""

from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal

import typst


def set_pdf(template: bytes, content: str, fonts: Path, dated: date, standard: Literal["ua-1"] | None = None) -> bytes:
    """A template as PDF, with ``content`` (JSON) as its ``sys.inputs.content`` and only the fonts of that folder.

    The same input gives the same bytes: the file says that it was made at noon on ``dated``. ``standard``: the PDF
    standard that it must meet.
    """
    compiled = _compiler(fonts).compile(
        template,
        sys_inputs={"content": content},
        pdf_standards=[standard] if standard else [],
        format="pdf",
        timestamp=datetime.combine(dated, time(12), UTC),
    )
    assert isinstance(compiled, bytes)
    return compiled


@cache
def _compiler(fonts: Path) -> typst.Compiler:
    """One compiler a process: it has read fonts and template once and for all."""
    return typst.Compiler(font_paths=[str(fonts)], ignore_system_fonts=True)

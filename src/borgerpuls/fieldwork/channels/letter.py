"""Letters on paper: one PDF, ready for print, with address, code and QR."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno

from borgerpuls.fieldwork.letters import Letter
from borgerpuls.typesetting import set_pdf

TEMPLATE = files("borgerpuls.fieldwork") / "templates" / "letter.typ"


def letters_pdf(letters: Iterable[tuple[Letter, str, str]], fonts: Path, dated: date) -> bytes:
    """A page a letter (letter, name, address with its lines), in the order given; the same input, the same bytes.

    ``fonts`` is the folder of IBM Plex Sans and its Arabic sister.
    """
    content = json.dumps(
        [
            asdict(letter) | {"site": letter.site, "name": name, "address": address.splitlines(), "qr": qr(letter.link)}
            for letter, name, address in letters
        ],
        ensure_ascii=False,
    )
    return set_pdf(TEMPLATE.read_bytes(), content, fonts, dated)


def qr(link: str) -> str:
    """The link as QR code in SVG; a quarter of its signs may be lost, as by a fold (level Q)."""
    drawn = BytesIO()
    segno.make_qr(link, error="q").save(drawn, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue().decode()

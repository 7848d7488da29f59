"""Letters on paper: one PDF, ready for print, with address, code and QR."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
from django.utils.timezone import localtime

from borgerpuls.fieldwork.channels.channel import BatchFormat, Channel, Posted
from borgerpuls.fieldwork.letters import Letter
from borgerpuls.messages import _
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


def _write_pdf(messages: Iterable[Posted], municipality: str, fonts: Path) -> bytes:
    """The letters of a batch, sorted by postcode and address; dated the day that the batch was made."""
    posted = sorted(messages, key=lambda one: (*reversed(one.contact.address.splitlines()), one.contact.name))
    made_on = localtime(posted[0].batched_at).date()
    return letters_pdf(((one.letter, one.contact.name, one.contact.address) for one in posted), fonts, made_on)


CHANNEL = Channel(
    id="letter",
    label=_("Letter"),
    address="address",
    transport=lambda: None,
    batch_formats=(BatchFormat("pdf", "application/pdf", _("Letters (PDF)"), _write_pdf),),
    batch_size=500,  # a PDF of more letters takes more memory than a small server has
    batch_label=_("Make letters to print"),
)

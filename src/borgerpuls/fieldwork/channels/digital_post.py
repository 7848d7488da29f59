"""Digital Post: at once through ``sf1601``, or as a file that the municipality's own system sends."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from borgerpuls.fieldwork.channels.channel import BatchFormat, Channel, Posted, Transport
from borgerpuls.fieldwork.channels.memo import document, message
from borgerpuls.fieldwork.channels.sf1601 import DigitalPost
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.questionnaire.toml.reader import open_toml

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Setup:
    """``digital-post.toml`` in the site's folder: each municipality's CVR number, and for sending at once the
    certificate (a PEM file with its key) and whether it is KOMBIT's test environment."""

    cvr: Mapping[str, str]
    certificate: Path | None
    test: bool


@cache
def read_setup(file: Path) -> Setup:
    """How Digital Post is set up; nothing where there is no such file. Raises ``Refused`` with every problem in it."""
    if not file.exists():
        return Setup({}, None, False)
    problems = Problems()
    root = problems.required(open_toml(file, problems))
    cvr, certificate, test = root.pairs("cvr"), root.string("certificate", required=False), root.flag("test")
    root.close()
    problems.refuse()
    return Setup(cvr, file.parent / certificate if certificate else None, test)


def hand_over_csv(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """CPR number, name and link, as Danish Excel writes "CSV UTF-8": semicolons, and UTF-8 with a byte order mark.

    A CPR number keeps its ten digits. A name that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = StringIO()
    writing = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writing.writerow(("cpr", "navn", "link"))
    writing.writerows((cpr, f"'{name}" if name.startswith(_FORMULA) else name, link) for cpr, name, link in rows)
    return text.getvalue().encode("utf-8-sig")


def _transport() -> Transport | None:
    setup = read_setup(settings.DIGITAL_POST)
    return _sf1601(settings.DIGITAL_POST, setup.certificate) if setup.certificate else None


@cache
def _sf1601(file: Path, certificate: Path) -> Transport:
    """Made once, so that tokens are kept from message to message."""
    setup = read_setup(file)
    return DigitalPost(certificate, setup.cvr, setup.test)


def _write_csv(messages: Iterable[Posted], municipality: str, fonts: Path) -> bytes:
    """CPR number, name and link of everybody in a batch."""
    return hand_over_csv((one.contact.cpr, one.contact.name, one.letter.link) for one in messages)


def _write_memo(messages: Iterable[Posted], municipality: str, fonts: Path) -> bytes:
    """The messages of a batch in MeMo 1.2, a file each. Refused where the municipality's CVR number is not set."""
    cvr = read_setup(settings.DIGITAL_POST).cvr.get(municipality)
    if cvr is None:
        raise Refused([_no_cvr(municipality)])
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for one in messages:
            entry = ZipInfo(f"{one.id}.xml", one.batched_at.timetuple()[:6])
            written = document(message(one.letter, one.contact.cpr, cvr, one.id, one.batched_at))
            archive.writestr(entry, written, ZIP_DEFLATED)
    return packed.getvalue()


def _no_cvr(code: str) -> Problem:
    return Problem(
        _("Digital Post as MeMo"),
        _("The CVR number of {code} is not set up.", code=code),
        _("Ask the operator to write it in digital-post.toml, or fetch the list as CSV."),
    )


CHANNEL = Channel(
    id="digital_post",
    label=_("Digital Post"),
    address="cpr",
    transport=_transport,
    batch_formats=(
        BatchFormat("csv", "text/csv; charset=utf-8", _("List (CSV)"), _write_csv),
        BatchFormat("zip", "application/zip", _("Messages (MeMo, zip)"), _write_memo),
    ),
    batch_size=10_000,
    batch_label=_("Make a list to send"),
)

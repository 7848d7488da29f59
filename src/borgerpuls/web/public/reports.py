"""The files of a wave's reports, served from the folder where they were built and from nowhere else."""

from mimetypes import guess_type
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import FileResponse, Http404

from borgerpuls.reports.formats.registry import formats

INDEX = "index.html"
ASSETS = frozenset({".css", ".woff2", ".txt"})
"""What lies beside the pages: their style sheet, and the fonts with their licence."""


def reports_folder(wave: str) -> Path:
    """Where the reports of a wave are built, and served from."""
    return Path(settings.REPORTS) / wave


def report_file(wave: str, name: str) -> FileResponse:
    """One file of the reports of a wave; ``name`` is its path there, empty for the index.

    Whoever calls has seen that the reader may read them. A path that leads out of the folder, a hidden file, or one of
    an unknown kind is not found.
    """
    if "\0" in name:
        raise Http404
    asked = PurePosixPath(name or INDEX)
    folder = reports_folder(wave).resolve()
    file = folder.joinpath(asked).resolve()
    hidden = any(part.startswith(".") for part in asked.parts)
    kind = _media_type(file)
    if hidden or not file.is_relative_to(folder) or kind is None or not file.is_file():
        raise Http404
    words = "; charset=utf-8" if kind.startswith("text/") else ""
    return FileResponse(file.open("rb"), content_type=f"{kind}{words}")


def _media_type(file: Path) -> str | None:
    """The media type of a file in the folder of reports; None when no format and no page has such files."""
    if file.suffix in ASSETS:
        return guess_type(file.name)[0] or "application/octet-stream"
    return next((known.media_type for known in formats() if file.suffix == f".{known.suffix}"), None)

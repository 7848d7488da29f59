"""The files of a wave's reports, served from the folder where they were built and from nowhere else."""

from mimetypes import guess_type
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import FileResponse, Http404

INDEX = "index.html"
KINDS = frozenset({".html", ".css", ".woff2", ".txt", ".pdf", ".xlsx", ".zip", ".csv"})


def report_file(wave: str, name: str) -> FileResponse:
    """One file of the reports of a wave; ``name`` is its path there, empty for the index.

    Whoever calls has seen that the reader may read them. A path that leads out of the folder, a hidden file, or one of
    an unknown kind is not found.
    """
    if "\0" in name:
        raise Http404
    asked = PurePosixPath(name or INDEX)
    folder = (Path(settings.REPORTS) / wave).resolve()
    file = folder.joinpath(asked).resolve()
    hidden = any(part.startswith(".") for part in asked.parts)
    if hidden or not file.is_relative_to(folder) or file.suffix not in KINDS or not file.is_file():
        raise Http404
    kind = guess_type(file.name)[0] or "application/octet-stream"
    words = "; charset=utf-8" if kind.startswith("text/") else ""
    return FileResponse(file.open("rb"), content_type=f"{kind}{words}")

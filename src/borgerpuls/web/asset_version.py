"""The edition of the files that browsers keep: style sheets, scripts, fonts and pictures."""

from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path


def edition(folders: Iterable[Path]) -> str:
    """Eight hex digits that change with any file of the folders, or with allauth, which brings scripts of its own.

    They stand in the address of every such file, so a browser may keep it for ever and still never has an old one.
    """
    digest = sha256(version("django-allauth").encode())
    for folder in sorted(folders):
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(f"\0{file.relative_to(folder)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]

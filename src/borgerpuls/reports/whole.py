"""Files and folders that appear when they are whole: a killed run leaves what was there before."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside ``path``, make it durable, then let it take its place in one step."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as to:
            to.write(content)
            to.flush()
            os.fsync(to.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside ``folder`` that takes its place when the block ends well, and is gone when it does not.

    Killed between the two renames, the next run puts the old folder back before it begins.
    """
    folder = folder.resolve()
    writing, replaced = (folder.with_name(f".{folder.name}.{role}") for role in ("writing", "replaced"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    if replaced.exists() and not folder.exists():
        replaced.rename(folder)
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir()
    try:
        yield writing
        if folder.exists():
            shutil.rmtree(replaced, ignore_errors=True)
            folder.rename(replaced)
        writing.rename(folder)
        shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(writing, ignore_errors=True)

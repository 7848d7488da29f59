"""Files and folders that appear when they are whole: a killed run leaves what was there before."""

import os
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

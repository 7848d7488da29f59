"""The folder where a site keeps its files, and the keys that are made there the first time it starts."""

import json
import os
import secrets
from pathlib import Path

from borgerpuls.files import create_file

KEYS = ("secret", "codes", "contacts")


def home() -> Path:
    """``BORGERPULS_HOME``, else the folder ``site`` where the program is started."""
    return Path(os.environ.get("BORGERPULS_HOME", "site")).resolve()


def keys(folder: Path) -> dict[str, str]:
    """The site's keys, a name each: from ``BORGERPULS_KEY_SECRET`` and its like, else from ``keys.json`` in the folder.

    The file is made with fresh keys, for its owner's eyes only, where it is missing. Lose it, and no code in a letter
    opens anything and no contact data can be read.
    """
    given = {name: os.environ.get(f"BORGERPULS_KEY_{name.upper()}", "") for name in KEYS}
    if all(given.values()):
        return given
    file = folder / "keys.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {name: secrets.token_urlsafe(48) for name in KEYS}
        create_file(file, json.dumps(made).encode(), mode=0o600)  # of two processes that start together, one makes them
    return {**json.loads(file.read_text("utf-8")), **{name: key for name, key in given.items() if key}}

"""Digital Post as a file that the municipality's own system sends: a line a person."""

import csv
from collections.abc import Iterable
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def hand_over_csv(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """CPR number, name and link, as Danish Excel writes "CSV UTF-8": semicolons, and UTF-8 with a byte order mark.

    A CPR number keeps its ten digits. A name that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = StringIO()
    writing = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writing.writerow(("cpr", "navn", "link"))
    writing.writerows((cpr, f"'{name}" if name.startswith(_FORMULA) else name, link) for cpr, name, link in rows)
    return text.getvalue().encode("utf-8-sig")

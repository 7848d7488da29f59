"""The table of statistics in docs/figures.md, made from the registry: ``make docs``.

    python tools/figures_docs.py

What stands between the two marks is written anew; everything else in the file stays.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from borgerpuls.results.declaration.statistic import Statistic
from borgerpuls.results.registry import STATISTICS

DOCS = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
BEGIN = "<!-- statistics, made by `make docs` from the declarations in src/borgerpuls/results -->"
END = "<!-- end of statistics -->"
KINDS = {"theme": "themes", "item": "items", "local": "local items", "response": "response", "driver": "driver"}


def table() -> Iterator[str]:
    """A row a statistic; response rates that differ in their number alone have one row."""
    yield "| statistic | what it is | of, where | estimate; difference; p | unit, decimals | needs |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for _, group in groupby(
        STATISTICS, key=lambda one: one.id[:2] if one.name == "rate" and one.id != "rate" else one.id
    ):
        yield _row(*group)


def _family(statistic: Statistic) -> str:
    return statistic.id.rstrip("123456") if statistic.name == "rate" else statistic.id


def _row(first: Statistic, *others: Statistic) -> str:
    ids = f"`{first.id}`" + (f"…`{others[-1].id}`" if others else "")
    name = f" (statistic `{first.name}`)" if first.name != first.id else ""
    of = ", ".join(KINDS[kind] for kind in first.kinds)
    chosen = ["its name in `statistics` of the wave file"] if first.optional else []
    needs = ", ".join([*(need.what for need in first.needs), *chosen])
    columns = f"{first.columns}; drawn" if first.drawn else first.columns
    unit = f"{first.unit.label}, {first.decimals}"
    return f"| {ids}{name} | {first.label['en']} | {of}; {first.where} | {columns} | {unit} | {needs} |"


def filled(text: str) -> str:
    """The text of docs/figures.md with the table in its place."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n" + "\n".join(table()) + f"\n\n{END}{after}"


if __name__ == "__main__":
    DOCS.write_text(filled(DOCS.read_text("utf-8")), "utf-8")

"""The statistics in docs/figures.md, made from the registry: ``make docs``.

    python tools/figures_docs.py

What stands between the two marks is written anew; everything else in the file stays.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from textwrap import fill

from borgerpuls.results.declaration.statistic import Statistic
from borgerpuls.results.registry import STATISTICS

DOCS = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
BEGIN = "<!-- statistics, made by `make docs` from the declarations in src/borgerpuls/results -->"
END = "<!-- end of statistics -->"
KINDS = {"theme": "themes", "item": "items", "local": "local items", "response": "response", "driver": "driver"}
WIDTH = 120
BY_TRACE = "as the wave's weighting and the figure have it: `borgerpuls trace` gives it with its sources"
"""What is said of a formula that is not the same for every figure."""

Family = tuple[Statistic, ...]
"""One statistic, or the response rates that differ in their number alone."""


def sections() -> Iterator[str]:
    """A section for each module that makes statistics, in the order of its rows among those of a wave."""
    by_module: dict[str, list[Statistic]] = {}
    for statistic in STATISTICS:
        by_module.setdefault(statistic.function.__module__, []).append(statistic)
    for module, statistics in by_module.items():
        yield from _section(module, [tuple(family) for _, family in groupby(statistics, key=_family)])


def _family(statistic: Statistic) -> str:
    return statistic.id.rstrip("123456") if statistic.name == "rate" else statistic.id


def _section(module: str, families: Sequence[Family]) -> Iterator[str]:
    """A heading, what the module is for, a table with a row a statistic, and what each of them is made of."""
    *_, shelf, name = module.split(".")
    yield f"### {name.replace('_', ' ').capitalize()}"
    yield ""
    purpose = (import_module(module).__doc__ or "").strip().splitlines()[0]
    yield fill(f"{purpose} (`{shelf}/{name}.py`)", WIDTH, break_long_words=False, break_on_hyphens=False)
    yield ""
    yield "| statistic | what it is | of | where | unit, decimals |"
    yield "| --- | --- | --- | --- | --- |"
    yield from (_row(*family) for family in families)
    yield ""
    for family in families:
        yield from _entry(*family)
    yield ""


def _ids(first: Statistic, *others: Statistic) -> str:
    return f"`{first.id}`" + (f"…`{others[-1].id}`" if others else "")


def _row(first: Statistic, *others: Statistic) -> str:
    of = ", ".join(KINDS[kind] for kind in first.kinds)
    unit = f"{first.unit.label}, {first.decimals}"
    return f"| {_ids(first, *others)} | {first.label['en']} | {of} | {first.where} | {unit} |"


def _entry(first: Statistic, *others: Statistic) -> Iterator[str]:
    """What estimate, difference and p are, then formula, sources and needs, each in a line of its own."""
    family = (first, *others)
    yield _item(0, f"{_ids(*family)}: {first.columns}{'; drawn' if first.drawn else ''}")
    if callable(first.formula) or callable(first.sources):
        yield _item(1, f"formula: {BY_TRACE}")
    else:
        lines = dict.fromkeys(line for alike in zip(*(one.formula for one in family), strict=True) for line in alike)
        sources = dict.fromkeys(source for one in family for source in one.sources)
        yield _item(1, "formula: " + "; ".join(f"`{' '.join(line.split())}`" for line in lines))
        if sources:
            yield _item(1, f"source: {'; '.join(sources)}")
    chosen = ["its name in `statistics` of the wave file"] if first.optional else []
    if needs := [*(need.what for need in first.needs), *chosen]:
        yield _item(1, f"needs: {', '.join(needs)}")
    if first.name != first.id:
        yield _item(1, f"in the column `statistic`: `{first.name}`")


def _item(depth: int, text: str) -> str:
    """An item of a list, with its lines broken between words."""
    indent = "  " * depth
    return fill(
        text, WIDTH, initial_indent=f"{indent}- ", subsequent_indent=f"{indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def filled(text: str) -> str:
    """The text of docs/figures.md with the statistics in their place."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n" + "\n".join(sections()) + f"\n{END}{after}"


if __name__ == "__main__":
    DOCS.write_text(filled(DOCS.read_text("utf-8")), "utf-8")

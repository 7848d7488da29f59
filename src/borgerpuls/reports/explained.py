"""Reasons that stand in short in a table's cells are said in full below it."""

from collections.abc import Sequence
from dataclasses import replace

from borgerpuls.reports import cells
from borgerpuls.reports.document import Block, Chart, Section, Table


def explained(sections: Sequence[Section | None], language: str) -> tuple[Section, ...]:
    """The sections that there are, each table with its notes and then a note a reason."""
    return tuple(
        replace(section, blocks=tuple(_block(block, language) for block in section.blocks))
        for section in sections
        if section is not None
    )


def _block(block: Block, language: str) -> Block:
    if isinstance(block, Chart):
        return replace(block, table=_table(block.table, language))
    return _table(block, language) if isinstance(block, Table) else block


def _table(table: Table, language: str) -> Table:
    return replace(table, notes=(*table.notes, *cells.explained(table.rows, language)))

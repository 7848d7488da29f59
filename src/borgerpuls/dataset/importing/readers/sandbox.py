"""A stranger's file, read in a process of its own that may use so much memory and time and then is ended.

What is uploaded may be anything: a workbook of a few bytes that names a cell in its last row and column, or a damaged
SPSS file, can end the process that reads it. So that process is not the server's.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.importing.readers.sheet import Sheet, at_row, unreadable
from borgerpuls.dataset.importing.readers.source import ENDINGS, DataFile, read_file
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Problems
from borgerpuls.text import Text

MEMORY = 4 * 2**30
"""Bytes that the reader may use, its libraries included."""
SECONDS = 60
ROWS = 2_000_000
CELL = 32_767
"""Characters in a cell, as Excel has it."""
COLUMNS = 500
_IN_MEMORY = Path("/dev/shm")
_ROWS = "\0rows"
_TOLD = b"problems"


def read_in_sandbox(
    name: str, content: bytes, *, memory: int = MEMORY, seconds: int = SECONDS
) -> tuple[Sheet, list[Problem]]:
    """The rows of a file called ``name``, and what is wrong with others. Raises ``Refused`` where none can be read.

    The content is never on disk where the system has a folder in memory, and never after the process has ended.
    """
    problems = Problems()
    _refuse_at_sight(name, content, problems)
    problems.refuse()
    with TemporaryFile(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as file:
        file.write(content)
        file.seek(0)
        command = [sys.executable, "-m", __name__, Path(name).name[:100], str(memory), str(seconds)]
        try:
            done = subprocess.run(
                command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=2 * seconds, check=True
            )
            table = pa.ipc.open_stream(done.stdout).read_all()
        except (subprocess.SubprocessError, pa.ArrowInvalid):
            unreadable(
                Path(name),
                _("The file is damaged, or too large once it is unpacked."),
                _("Open it in Excel and save it again as CSV; cut a very large list in two."),
                problems,
            )
            problems.refuse()
    problems.found += [_problem(told) for told in json.loads(table.schema.metadata[_TOLD])]
    if _ROWS not in table.column_names:
        problems.refuse()
    return unpacked(table), problems.found


def _refuse_at_sight(name: str, content: bytes, problems: Problems) -> None:
    path = Path(name)
    ending = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    if ending not in ENDINGS:
        unreadable(
            path,
            _('Files that end in "{ending}" are not known.', ending=ending),
            _("Save the list as .xlsx, .csv or .sav."),
            problems,
        )
    elif content.count(b"\n") > ROWS or content.count(b"\r") > ROWS:
        unreadable(
            path,
            _("The file has more than {rows} rows.", rows=ROWS),
            _("Delete the empty rows."),
            problems,
        )


def packed(sheet: Sheet) -> pa.Table:
    """A sheet as one table, so that it can be kept and read again without its file."""
    told = {
        "file": sheet.file,
        "doubled": sorted(sheet.doubled),
        "labels": dict(sheet.labels),
        "value_labels": {name: dict(labels) for name, labels in sheet.value_labels.items()},
        "missing": {name: sorted(codes) for name, codes in sheet.missing.items()},
    }
    table = pa.table({**sheet.columns, _ROWS: pa.array(sheet.rows)})
    return table.replace_schema_metadata({"sheet": json.dumps(told)})


def unpacked(table: pa.Table) -> Sheet:
    """The sheet that was packed."""
    told = json.loads(table.schema.metadata[b"sheet"])
    return Sheet(
        told["file"],
        {name: table[name].combine_chunks() for name in table.column_names if name != _ROWS},
        table[_ROWS].to_numpy().astype(np.int64),
        frozenset(told["doubled"]),
        told["labels"],
        told["value_labels"],
        {name: frozenset(codes) for name, codes in told["missing"].items()},
    )


def _too_wide(sheet: Sheet, problems: Problems) -> bool:
    """Cells and rows that no list of persons has."""
    if len(sheet.columns) > COLUMNS:
        problems.add(
            verbatim(sheet.file),
            _("The file has {columns} columns.", columns=len(sheet.columns)),
            _("Keep the columns that are needed, at most {columns}.", columns=COLUMNS),
        )
    for name, column in sheet.columns.items():
        long = pc.indices_nonzero(pc.greater(pc.utf8_length(column), CELL)).to_pylist()
        for i in long[:20]:
            problems.add(
                at_row(sheet.file, int(sheet.rows[i]), name[:60]),
                _("The cell has more than {cell} characters.", cell=CELL),
                _("Mend the cell."),
            )
        if long:
            return True
    return len(sheet.columns) > COLUMNS


def _problem(told: list[object]) -> Problem:
    where, what, remedy, severity = told
    return Problem(Text(where), Text(what), Text(remedy), severity)  # type: ignore[arg-type]


def _main(name: str, memory: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    problems = Problems()
    with TemporaryDirectory() as folder:
        path = Path(folder) / name  # the name alone: the content stays where it is
        path.symlink_to("/dev/fd/0")
        sheet = read_file(DataFile(path), problems, whole=False)
    table = packed(sheet) if sheet is not None and not _too_wide(sheet, problems) else pa.table({})
    told = json.dumps([[dict(p.where), dict(p.what), dict(p.remedy), p.severity] for p in problems.found])
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), _TOLD: told})
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
        stream.write_table(table)


if __name__ == "__main__":
    _main(*sys.argv[1:])

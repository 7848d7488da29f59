"""XLSX workbooks, read by python-calamine: dates, text that looks like numbers, several sheets."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from borgerpuls.dataset.importing.readers.error_cells import error_cells
from borgerpuls.dataset.importing.readers.sheet import LIMIT, Sheet, at_row, make_sheet, unreadable, written
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import quoted

_NAMED = 5
"""How many rows a counted problem names."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_xlsx(path: Path, problems: Problems, *, sheet: str | None = None, whole: bool = True) -> Sheet | None:
    """One sheet of the workbook, its first filled row the header; the only filled sheet when none is named.

    Unless the workbook must be read ``whole``, the first of several filled sheets is read and the others are told.
    """
    if not _is_workbook(path, problems):
        return None
    try:
        with load_workbook(path) as workbook:
            return _read(path, workbook, sheet, problems, whole=whole)
    except (CalamineError, OSError, ValueError) as error:
        unreadable(
            path,
            _("The workbook cannot be read ({error}).", error=error),
            _("Open it in Excel and save it again."),
            problems,
        )
        return None


def _read(path: Path, workbook: CalamineWorkbook, name: str | None, problems: Problems, *, whole: bool) -> Sheet | None:
    filled = [n for n in workbook.sheet_names if workbook.get_sheet_by_name(n).height > 0]
    if len(filled) > 1 and not (whole or name):
        name, *others = filled
        problems.warn(
            verbatim(path.name),
            _(
                "Only the sheet {name} was read, not {others}.",
                name=quoted(name),
                others=", ".join(map(quoted, others)),
            ),
            _("Let the list stand on the first sheet."),
        )
    chosen = name or (filled[0] if len(filled) == 1 else None)
    if chosen not in filled:
        unreadable(
            path,
            _('The sheet "{name}" is missing or empty.', name=name)
            if name
            else _("{n} sheets have content.", n=len(filled)),
            _("Write sheet = one of: {names}.", names=", ".join(filled) or "—"),
            problems,
        )
        return None
    sheet = workbook.get_sheet_by_name(chosen)
    first, left = sheet.start or (0, 0)
    header, *rows = [[written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    _add_error_cells(path, chosen, dict(enumerate(header, start=left)), problems)
    return make_sheet(path.name, header, rows, range(first + 2, first + 2 + len(rows)))


def _add_error_cells(path: Path, sheet: str, header: Mapping[int, str], problems: Problems) -> None:
    """One problem for each kind of error in each column: "#N/A" is neither an answer nor none."""
    found: dict[tuple[int, str], list[int]] = {}
    for row, column, shown in error_cells(path, sheet):
        found.setdefault((column, shown), []).append(row + 1)
    for (column, shown), rows in found.items():
        listed = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
        problems.add(
            at_row(path.name, rows[0], header.get(column, "").strip()),
            _(
                "{shown} is an error in the workbook ({n} in all; row {listed}).",
                shown=quoted(shown),
                n=len(rows),
                listed=listed,
            ),
            _("Mend the formula, or empty the fields."),
        )


def _is_workbook(path: Path, problems: Problems) -> bool:
    """A zip archive of a sane size with a workbook in it, looked at before anything is unpacked."""
    with path.open("rb") as file:
        old = file.read(8) == _OLE
    if old:
        what = _("The file has a password or is an old .xls.")
        remedy = _("Save it as .xlsx without a password.")
    elif not zipfile.is_zipfile(path):
        what = _("The file is not a workbook.")
        remedy = _("Save it as .xlsx or as CSV.")
    else:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LIMIT:
                what = _("The file unpacks to more than 2 GB.")
                remedy = _("See what it is.")
            elif "[Content_Types].xml" in archive.namelist():
                return True
            else:
                what = _("The file is an archive, not a workbook.")
                remedy = _("Unpack it and choose the workbook.")
    unreadable(path, what, remedy, problems)
    return False

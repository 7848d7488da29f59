"""Which reader a file of answers needs."""

from dataclasses import dataclass
from pathlib import Path

from borgerpuls.dataset.importing.readers.csv_file import read_csv
from borgerpuls.dataset.importing.readers.sav_file import read_sav
from borgerpuls.dataset.importing.readers.sheet import Sheet, unreadable
from borgerpuls.dataset.importing.readers.xlsx_file import read_xlsx
from borgerpuls.messages import _
from borgerpuls.problems import Problems

FORMATS = ("csv", "xlsx", "sav")
ENDINGS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".sav": "sav",
    ".zsav": "sav",
}


@dataclass(frozen=True)
class DataFile:
    """A file of rows and how to read it; what is None is found by looking."""

    path: Path
    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None


def read_file(file: DataFile, problems: Problems, *, whole: bool = True) -> Sheet | None:
    """The file's rows as text, or None with the reason told.

    Unless it must be read ``whole``, what can be read is, and the rest is told: broken rows, further sheets.
    """
    path = file.path
    ending = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    kind = file.format or ENDINGS.get(ending.lower())
    try:
        path.open("rb").close()  # one answer to a file that is not there, whatever its kind
        if kind == "csv":
            return read_csv(path, problems, encoding=file.encoding, delimiter=file.delimiter, whole=whole)
        if kind == "xlsx":
            return read_xlsx(path, problems, sheet=file.sheet, whole=whole)
        if kind == "sav":
            return read_sav(path, problems)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        unreadable(
            path,
            _("The file is not there.") if missing else _("The file does not open ({reason}).", reason=error.strerror),
            _("Check its name and folder: {folder}.", folder=path.parent),
            problems,
        )
        return None
    unreadable(
        path,
        _('Files that end in "{ending}" are not known.', ending=ending),
        _('Write format = "csv", "xlsx" or "sav".'),
        problems,
    )
    return None

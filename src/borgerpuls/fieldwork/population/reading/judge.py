"""A population list read by its mapping: everybody in it, and everything that is wrong, at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.fieldwork.models.uploads import Mapped, MappedColumn
from borgerpuls.fieldwork.population.reading import coded_columns as coded
from borgerpuls.fieldwork.population.reading import contact_columns as contact
from borgerpuls.fieldwork.population.reading.cells import Cells
from borgerpuls.fieldwork.population.reading.findings import Finding
from borgerpuls.fieldwork.population.reading.variables import BACKGROUND, FROM_CPR, Variable
from borgerpuls.messages import joined
from borgerpuls.text import Text


@dataclass(frozen=True)
class Setting:
    """What a list is judged by: its municipality's names, the languages, the day the wave opens, its channels."""

    variables: tuple[Variable, ...]
    unit: frozenset[str]
    languages: Mapping[str, str]
    default_language: str
    day: date
    channels: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Judged:
    """Everybody in the list [R]: contact data, language, stratum and group as text, backgrounds as codes.

    ``bad`` are the positions of rows with an error; ``findings`` are in the order of the rows.
    """

    contact: Mapping[str, Sequence[str]]
    language: Sequence[str]
    stratum: Sequence[str]
    compare: Sequence[str]
    backgrounds: Mapping[str, Sequence[str | None]]
    bad: frozenset[int]
    findings: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.language)

    @property
    def rows(self) -> int:
        """Rows of the file, those that could not be read too."""
        return len(self) + self._unread

    @property
    def lost(self) -> int:
        """Rows with an error, those that could not be read too."""
        return len(self.bad) + self._unread

    @property
    def _unread(self) -> int:
        return sum(finding.kind == "unread_row" for finding in self.findings)

    @property
    def blocked(self) -> bool:
        """Is something wrong that leaving rows out does not mend?"""
        return any(finding.blocks for finding in self.findings) or len(self.bad) == len(self)


def judge(sheet: Sheet, mapped: Mapped, setting: Setting, read: Sequence[Finding] = ()) -> Judged:
    """Read the list; ``read`` is what was wrong already when the file was read."""
    cells = Cells(sheet, {}, list(read))
    cells.chosen = _chosen(cells, mapped, setting)
    empty = [""] * len(cells)
    if not len(cells):
        cells.tell_all("", "nobody")
    cprs = contact.read_cprs(cells, setting.day)
    texts = {
        name: contact.read_texts(cells, name) or empty for name in ("name", "surname", "address", "city", "stratum")
    }
    places = zip(contact.read_postcodes(cells) or empty, texts["city"], strict=True)
    lines = zip(texts["address"], (contact.joined(place, " ") for place in places), strict=True)
    held = {
        "cpr": [
            "" if cpr is None or cpr.replacement else cpr.digits for cpr in cprs
        ],  # one that reaches nobody is not kept
        "name": [contact.joined(names, " ") for names in zip(texts["name"], texts["surname"], strict=True)],
        "email": contact.read_emails(cells) or empty,
        "phone": contact.read_phones(cells) or empty,
        "address": [contact.joined(parts, "\n") for parts in lines],
    }
    contact.check_unit(cells, setting.unit)
    if len(cells) and any(name in cells.chosen for name in ("cpr", "email", "phone", "address")):
        contact.check_reached(cells, held, setting.channels)
        contact.check_doubles(cells, held)
    elif len(cells):
        cells.tell_all("", "no_contact")
    codes: dict[str, Sequence[str | None]] = {}
    for variable in (v for v in setting.variables if v.sort == "codes"):
        said = mapped.get(variable.id, _NOWHERE)
        if said["column"] == FROM_CPR and "cpr" in cells.chosen:
            codes[variable.id] = coded.from_cpr(cprs, variable, setting.day)
        elif variable.id in cells.chosen:
            codes[variable.id] = coded.read_codes(cells, variable, said.get("codes", {}), setting.day)
        else:
            codes[variable.id] = [None] * len(cells)
            if variable.must:
                cells.tell_all("", variable.must, variable.label)
    language = contact.read_languages(cells, setting.languages, setting.default_language)
    errors = cells.wrong()
    return Judged(
        contact=held,
        language=language,
        stratum=texts["stratum"],
        compare=[code or "" for code in codes.pop("compare", [None] * len(cells))],
        backgrounds={name.removeprefix(BACKGROUND): values for name, values in codes.items()},
        bad=frozenset(i for i, row in enumerate(cells.rows) if row in errors),
        findings=tuple(sorted(cells.findings, key=lambda f: (f.row, f.severity))),
    )


_NOWHERE = MappedColumn(column="")


def _chosen(cells: Cells, mapped: Mapped, setting: Setting) -> dict[str, str]:
    """Variable -> heading, of those whose column is there; each column may be chosen once."""
    chosen: dict[str, str] = {}
    owners: dict[str, Text] = {}
    for variable in setting.variables:
        heading = mapped.get(variable.id, _NOWHERE)["column"]
        if not heading or heading == FROM_CPR:
            continue
        if heading not in cells.sheet.columns or heading in cells.sheet.doubled:
            cells.tell_all(heading, "column_gone", heading)
        elif heading in owners:
            cells.tell_all(heading, "column_shared", heading, joined(", ", (owners[heading], variable.label)))
        else:
            owners[heading] = variable.label
            chosen[variable.id] = heading
    return chosen

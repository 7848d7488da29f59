"""What is doubtful in a file of answers though nothing is wrong: copied rows, outlying weights, lacking columns."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.importing.copies import copies_of_row_above
from borgerpuls.dataset.importing.mapping import ImportMapping
from borgerpuls.dataset.importing.readers.sheet import Sheet, at_row
from borgerpuls.dataset.wave import ANSWERED
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problems

OUTLYING = 30
"""Times the median beyond which a given weight is outlying: more likely a slip of the decimal point than a design.
How such weights are found and trimmed: Potter (1990), A study of procedures to identify and trim extreme sampling
weights."""


def warn_of_copies(sheet: Sheet, mapping: ImportMapping, persons: pa.Table, problems: Problems) -> None:
    """Rows equal to the row above in all but the pseudonym: some weight a survey by repeating its rows."""
    answered = pc.is_in(persons["disposition"], value_set=pa.array(ANSWERED)).to_numpy()
    rows = sheet.rows[copies_of_row_above(sheet, mapping) & answered]
    if len(rows):
        first = ", ".join(map(str, rows[:5].tolist())) + (" …" if len(rows) > 5 else "")
        problems.warn(
            at_row(sheet.file, int(rows[0])),
            _("An exact copy of the row above ({n} in all; row {first}).", n=len(rows), first=first),
            _('If answers were repeated to weight them, write copies = "weight": else the uncertainty is too small.'),
        )


def set_aside_weightless(sheet: Sheet, mapping: ImportMapping, persons: pa.Table, problems: Problems) -> pa.Table:
    """Persons with a given weight of 0 stand for nobody: whatever they answered, they become ``ineligible``, and no n
    counts them. Some files keep those who turned out not to belong to the survey in this way."""
    if mapping.weight is None or "weight" not in persons.column_names:
        return persons
    answered = pc.is_in(persons["disposition"], value_set=pa.array(ANSWERED)).to_numpy()
    weightless = answered & (persons["weight"].cast(pa.float64()).fill_null(1).to_numpy() == 0)
    rows = sheet.rows[weightless]
    if not len(rows):
        return persons
    first = ", ".join(map(str, rows[:5].tolist())) + (" …" if len(rows) > 5 else "")
    problems.warn(
        at_row(sheet.file, int(rows[0]), mapping.weight.column),
        _("Answered with a weight of 0, and stands for nobody ({n} in all; row {first}).", n=len(rows), first=first),
        _("They do not count as answers. Give them a weight if they belong to those whom the survey is about."),
    )
    place = persons.schema.get_field_index("disposition")
    dispositions = pc.if_else(pa.array(weightless), "ineligible", persons["disposition"])
    return persons.set_column(place, "disposition", dispositions)


def warn_of_weights(sheet: Sheet, mapping: ImportMapping, persons: pa.Table, problems: Problems) -> None:
    """Given weights of persons who answered that are more than ``OUTLYING`` times the median of those above zero."""
    if mapping.weight is None or "weight" not in persons.column_names:
        return
    answered = pc.is_in(persons["disposition"], value_set=pa.array(ANSWERED)).to_numpy()
    weight = np.where(answered, persons["weight"].cast(pa.float64()).fill_null(0).to_numpy(), 0.0)
    if not (weight > 0).any():
        return
    median = float(np.median(weight[weight > 0]))
    rows = sheet.rows[weight > OUTLYING * median]
    if len(rows):
        first = ", ".join(map(str, rows[:5].tolist())) + (" …" if len(rows) > 5 else "")
        problems.warn(
            at_row(sheet.file, int(rows[0]), mapping.weight.column),
            _(
                "A weight more than {times} times the median, {median} ({n} in all; row {first}).",
                times=OUTLYING,
                median=f"{median:g}",
                n=len(rows),
                first=first,
            ),
            _("Correct it, or trim the weights: one person would decide the numbers of a group."),
        )


def warn_of_absent(mapping: ImportMapping, problems: Problems) -> None:
    """Variables of the questionnaire that no column gives."""
    known = [b.id for b in mapping.questionnaire.backgrounds] + [i.id for i in mapping.questionnaire.items]
    absent = [name for name in known if name not in mapping.backgrounds and name not in mapping.items]
    if absent:
        listed = ", ".join(absent)
        problems.warn(
            verbatim(mapping.source.path.name),
            _("No column gives {listed}; they are empty.", listed=listed),
            _("Write them in the mapping file if they exist."),
        )

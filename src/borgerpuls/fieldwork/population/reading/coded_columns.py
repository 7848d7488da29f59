"""The columns that become codes: by their labels, by what somebody said they mean, or as numbers and days in bands."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.dataset.importing.translate import known_values, number
from borgerpuls.fieldwork.population.reading.cells import Cells
from borgerpuls.fieldwork.population.reading.cpr import Cpr
from borgerpuls.fieldwork.population.reading.days import TwoWays, months, read_day, years
from borgerpuls.fieldwork.population.reading.suggest import CODES, whole
from borgerpuls.fieldwork.population.reading.variables import MISSING, Variable
from borgerpuls.text import Text

OLDEST = 120


class _Wrong(Exception):
    """A value that gives no code; ``args`` is the kind of finding."""


def from_cpr(cprs: Sequence[Cpr | None], variable: Variable, day: date) -> list[str | None]:
    """The age on a day, or the sex, as codes; none for a number that does not say."""
    if variable.cpr == "sex":
        return [None if cpr is None or cpr.replacement else cpr.sex for cpr in cprs]
    return [None if cpr is None else band(variable, years(cpr.born, day)) for cpr in cprs]


def read_codes(cells: Cells, variable: Variable, said: Mapping[str, str], day: date) -> list[str | None]:
    """A code a row, null where nothing is known; each different value is looked up once and told for each row."""
    heading = cells.chosen[variable.id]
    values = cells.of(variable.id) or []
    lookup = _lookup(cells, variable, said, day)
    codes: dict[str, str | None] = {"": None}
    wrong: dict[str, str] = {}
    for value in dict.fromkeys(values):
        if value:
            try:
                codes[value] = lookup(value)
            except _Wrong as error:
                codes[value], wrong[value] = None, str(error)
    unknown = [value for value, kind in wrong.items() if kind == "unknown_code"]
    if len(unknown) > CODES:
        cells.tell_all(heading, "too_many_values", unknown[0], len(unknown))
        wrong = {value: kind for value, kind in wrong.items() if kind != "unknown_code"}
    if wrong:
        for i, value in enumerate(values):
            if value in wrong:
                cells.tell(i, variable.id, wrong[value], value)
    if variable.must and (empty := sum(not value for value in values)):
        cells.tell_all(heading, "emptyish", other=empty)
    return [codes[value] for value in values]


def band(variable: Variable, value: float) -> str | None:
    """The code of a whole number, or None outside every band."""
    for code in variable.codes:
        low, high = code.low, code.high
        if (low, high) != (None, None) and (low is None or low <= value) and (high is None or value <= high):
            return code.id
    return None


def _lookup(cells: Cells, variable: Variable, said: Mapping[str, str], day: date) -> Callable[[str], str | None]:
    heading = cells.chosen[variable.id]
    known = known_values(cells.sheet, Rule(heading, Text(), variable.codes))
    labels = cells.sheet.value_labels.get(heading, {})
    missing = cells.sheet.missing.get(heading, frozenset())

    def lookup(value: str) -> str | None:
        if value in said:
            return None if said[value] == MISSING else said[value]
        if variable.banded and (found := _number(variable, value, day)) is not None:
            if (variable.banded == "years" and found > OLDEST) or (code := band(variable, found)) is None:
                raise _Wrong("outside")
            return code
        for words in (labels.get(value, "").casefold(), value, value.casefold(), whole(value)):
            if words in known:
                return known[words]
        if value in missing:
            return None
        raise _Wrong("unknown_code")

    return lookup


def _number(variable: Variable, value: str, day: date) -> int | None:
    """The number that is banded: written, or counted from a day."""
    if (found := number(value)) is not None:
        return math.floor(found)
    if variable.banded == "numbers":
        return None
    try:
        since = read_day(value)
    except TwoWays:
        raise _Wrong("day_order") from None
    except ValueError:
        raise _Wrong("impossible_day") from None
    if since is None:
        return None
    if since > day:
        raise _Wrong("future_day")
    return years(since, day) if variable.banded == "years" else months(since, day)

"""A column's own values become our codes; every value that does not is told with its row."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

import numpy as np
import pyarrow as pa

from borgerpuls.dataset.importing.readers.sheet import Sheet, at_row
from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import quoted, suggestion
from borgerpuls.text import Text

_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-.]([0-9]{1,2})[-.]([0-9]{4})")
_MANY = 20


class Wrong(Exception):
    """A value that means nothing here: what it is, and what to write."""

    def __init__(self, what: Text, remedy: Text) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def column_of(sheet: Sheet, rule: Rule, problems: Problems) -> pa.Array | None:
    """The column that a rule names, or None with a Problem at the rule's line."""
    if rule.column in sheet.doubled:
        problems.add(
            rule.where,
            _("{file} has several columns {column}.", file=sheet.file, column=quoted(rule.column)),
            _("Give each column its own name."),
        )
    elif rule.column not in sheet.columns:
        near = get_close_matches(rule.column.casefold(), [c.casefold() for c in sheet.columns], n=1)
        meant = [c for c in sheet.columns if c.casefold() in near]
        problems.add(
            rule.where,
            _("{file} has no column {column}.", file=sheet.file, column=quoted(rule.column)),
            _("Did you mean {meant}?", meant=quoted(meant[0]))
            if meant
            else suggestion(rule.column, list(sheet.columns)),
        )
    else:
        return sheet.columns[rule.column]
    return None


def translate(sheet: Sheet, rule: Rule, problems: Problems, *, decimal: str | None = None) -> pa.Array | None:
    """The codes of a column, [rows] of text with null for missing; each distinct value is looked up once."""
    known = known_values(sheet, rule)
    return apply(sheet, rule, lambda value: _code(value, sheet, rule, known, decimal), problems)


def apply(sheet: Sheet, rule: Rule, lookup: Callable[[str], str | None], problems: Problems) -> pa.Array | None:
    """``lookup`` of every value of a column; a value that is ``Wrong`` becomes a Problem for every row that has it."""
    column = column_of(sheet, rule, problems)
    if column is None:
        return None
    encoded = column.dictionary_encode()
    codes: list[str | None] = []
    wrong: dict[int, Wrong] = {}
    for index, value in enumerate(encoded.dictionary.to_pylist()):
        try:
            codes.append(lookup(value))
        except Wrong as error:
            codes.append(None)
            wrong[index] = error
    if wrong:
        _add_problems(sheet, rule, encoded, wrong, problems)
    return pa.array(codes, pa.string()).take(encoded.indices)


def number(value: str, decimal: str | None = None) -> Decimal | None:
    """A number as somebody's country writes it: a comma or a point, or only the one named."""
    if not _NUMBER.fullmatch(value) or (decimal and {",", "."} - {decimal} & set(value)):
        return None
    return Decimal(value.replace(",", "."))


def _code(value: str, sheet: Sheet, rule: Rule, known: Mapping[str, str], decimal: str | None) -> str | None:
    if value in rule.recode:
        return rule.recode[value] or None
    if value == "" or value in rule.missing:
        return None
    if rule.codes is None:
        return value
    declared = sheet.missing.get(rule.column, frozenset())
    if rule.bands and value not in declared and (code := _band(value, rule, decimal)):
        return code
    label = sheet.value_labels.get(rule.column, {}).get(value, "")
    for words in (label.casefold(), value, value.casefold(), _whole(value)):
        if words in known:
            return known[words]
    if value in declared:
        return None
    listed = ", ".join(c.id for c in rule.codes[:12]) + (" …" if len(rule.codes) > 12 else "")
    raise Wrong(
        _("{value} is not a code here.", value=quoted(value)),
        _("Make it one of {listed}, or write it in recode or missing.", listed=listed),
    )


def known_values(sheet: Sheet, rule: Rule) -> Mapping[str, str]:
    """Code and label, in every language, -> code; a label that two codes share is no guide.

    A label comes before a code: an SPSS file whose 1 is "Agree" is not read as our 1, "Disagree".
    """
    labels: dict[str, set[str]] = {}
    for code in rule.codes or ():
        for words in code.label.values():
            labels.setdefault(words.casefold(), set()).add(code.id)
        if code.id.isdecimal():  # Excel ate the zeros of 0101
            labels.setdefault(str(int(code.id)), set()).add(code.id)
    known = {words: next(iter(ids)) for words, ids in labels.items() if len(ids) == 1 and words}
    return known | {code.id: code.id for code in rule.codes or ()}


def _whole(value: str) -> str:
    """``4.0`` and ``04`` are the answer 4."""
    found = number(value)
    return str(int(found)) if found is not None and found == int(found) else ""


def _band(value: str, rule: Rule, decimal: str | None) -> str | None:
    found = Decimal(_age(value, rule.age_on)) if rule.age_on else number(value, decimal)
    if found is None:
        return None
    for band in rule.bands:
        if (band.low is None or band.low <= found) and (band.high is None or found <= band.high):
            return band.code
    raise Wrong(
        _("{value} ({found}) lies outside every range.", value=quoted(value), found=found),
        _("Correct the number or the ranges."),
    )


def _age(value: str, day: date) -> int:
    """Whole years from a date of birth to a day; slashes are refused, for they are read in two ways."""
    try:
        match = _DAY_FIRST.fullmatch(value)
        born = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(value[:10])
    except ValueError:
        raise Wrong(
            _("{value} is not a date.", value=quoted(value)),
            _("Write YYYY-MM-DD."),
        ) from None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _add_problems(
    sheet: Sheet, rule: Rule, encoded: pa.DictionaryArray, wrong: Mapping[int, Wrong], problems: Problems
) -> None:
    """One Problem a row; but where most rows are wrong it is the rule that is wrong, and it is told once."""
    indices = encoded.indices.to_numpy()
    found = np.flatnonzero(np.isin(indices, list(wrong)))
    if len(found) > max(_MANY, len(indices) / 2):
        first = next(iter(wrong.values()))
        shown = ", ".join(quoted(encoded.dictionary[i].as_py()) for i in list(wrong)[:5])
        problems.add(
            rule.where,
            _(
                "{n} of {rows} rows of column {column} do not fit: {shown}.",
                n=len(found),
                rows=len(indices),
                column=quoted(rule.column),
                shown=shown,
            ),
            first.remedy,
        )
        return
    for i in found:
        error = wrong[int(indices[i])]
        problems.add(at_row(sheet.file, int(sheet.rows[i]), rule.column), error.what, error.remedy)

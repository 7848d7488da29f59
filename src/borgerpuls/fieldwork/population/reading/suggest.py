"""Which column holds what: remembered from last time, else guessed from headings and from what the cells look like."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.dataset.importing.translate import known_values, number
from borgerpuls.fieldwork.models.uploads import Mapped
from borgerpuls.fieldwork.population.reading.cpr import ImpossibleDay, read_cpr
from borgerpuls.fieldwork.population.reading.days import looks_like_day
from borgerpuls.fieldwork.population.reading.variables import FROM_CPR, Variable
from borgerpuls.text import Text

LIKE = 0.8
"""How alike two headings must be (0..1, after Ratcliff and Obershelp)."""
SAMPLE = 300
CODES = 60
"""More different values than this are not codes."""
_SAID: Mapping[tuple[str, ...], Mapping[str, tuple[str, ...]]] = {
    ("0", "1"): {"1": ("ja", "j", "yes", "y", "x", "true", "sand"), "0": ("nej", "n", "no", "false", "falsk", "ikke")},
    ("k", "m"): {"k": ("f", "female", "pige"), "m": ("male", "dreng")},
}
"""What lists say for codes that are no words."""
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def suggest(sheet: Sheet, variables: Sequence[Variable], remembered: Mapped) -> Mapped:
    """A column for each variable where one fits, each column once; codes for values that are nearly a label.

    A remembered heading that is in the file comes first, with its remembered codes.
    """
    cells = {name: _sample(sheet, name) for name in sheet.columns}
    found: Mapped = {}
    for variable in variables:
        old = remembered.get(variable.id)
        if old is not None and (old["column"] in sheet.columns or old["column"] == FROM_CPR):
            found[variable.id] = {"column": old["column"], "codes": dict(old.get("codes", {}))}
    taken = {one["column"] for one in found.values()}
    scores = {
        (variable.id, name): max(_score(variable, heading, values) for heading in _headings(sheet, name))
        for variable in variables
        if variable.id not in found
        for name, values in cells.items()
        if name not in taken and name not in sheet.doubled
    }
    for (variable_id, name), score in sorted(scores.items(), key=lambda one: -one[1]):
        if score >= LIKE and variable_id not in found and name not in taken:
            found[variable_id] = {"column": name, "codes": {}}
            taken.add(name)
    if "cpr" in found:
        for variable in variables:
            if variable.cpr and variable.id not in found:
                found[variable.id] = {"column": FROM_CPR, "codes": {}}
    for variable in variables:
        if variable.sort == "codes" and (one := found.get(variable.id)) and one["column"] in sheet.columns:
            one["codes"] = {**near_codes(sheet, one["column"], variable), **one["codes"]}
    return found


def unknown_values(sheet: Sheet, column: str, variable: Variable) -> list[str]:
    """The different values of a column that are neither a code nor its label, as somebody must say what they mean."""
    known = known_values(sheet, Rule(column, Text(), variable.codes))
    labels = sheet.value_labels.get(column, {})
    return sorted(
        value
        for value in sheet.columns[column].unique().to_pylist()
        if value
        and not any(
            words in known for words in (labels.get(value, "").casefold(), value, value.casefold(), whole(value))
        )
        and not (variable.banded and (number(value) is not None or looks_like_day(value)))
    )


def near_codes(sheet: Sheet, column: str, variable: Variable) -> dict[str, str]:
    """Values that are nearly a label of one code: a beginning of it, or a letter or two apart."""
    values = unknown_values(sheet, column, variable)
    if len(values) > CODES:
        return {}
    labels = {bare(words): code.id for code in variable.codes for words in (*code.label.values(), code.id)}
    for code, said in _SAID.get(tuple(code.id for code in variable.codes), {}).items():
        labels |= dict.fromkeys(said, code)
    found = {}
    for value in values:
        wanted = bare(sheet.value_labels.get(column, {}).get(value, "") or value)
        begins = {code for words, code in labels.items() if wanted and words.startswith(wanted)}
        near = get_close_matches(wanted, list(labels), n=1, cutoff=LIKE)
        if len(begins) == 1:
            found[value] = begins.pop()
        elif near:
            found[value] = labels[near[0]]
    return found


def whole(value: str) -> str:
    """``4.0`` and ``04`` are the code 4."""
    read = number(value)
    return str(int(read)) if read is not None and read == int(read) else ""


def bare(words: str) -> str:
    return re.sub(r"[\W_]", "", words.casefold().translate(_PLAIN))


def _headings(sheet: Sheet, name: str) -> list[str]:
    """What a column is called, and its label where an SPSS file has one."""
    return [name, *filter(None, [sheet.labels.get(name)])]


def _sample(sheet: Sheet, name: str) -> list[str]:
    return [value for value in sheet.columns[name].slice(0, SAMPLE).to_pylist() if value]


def _score(variable: Variable, heading: str, values: Sequence[str]) -> float:
    """How alike heading and words are. Cells that look like the thing help; cells that do not need its very name."""
    names = {bare(word) for word in (*variable.words, *variable.label.values())}
    theirs = bare(heading)
    alike = max((1.0 if theirs == n else SequenceMatcher(None, theirs, n).ratio() * 0.95 for n in names), default=0.0)
    if not values:
        return alike
    if variable.sort in _LOOKS:
        looks, sure = _LOOKS[variable.sort]
        share = sum(map(looks, values)) / len(values)
        return max(alike, sure) + share / 10 if share > 0.5 else alike if alike == 1.0 else 0.0
    if variable.sort == "codes" and variable.codes:
        known = _fits(variable, values)
        if alike < LIKE:
            return 0.85 if known > 0.9 and len(set(values)) > 1 and not variable.banded else 0.0
        return alike + known / 10 if known > 0.1 or alike >= 1.0 else 0.0
    return alike


def _fits(variable: Variable, values: Sequence[str]) -> float:
    """The share of values that are a code, a label, or a number or day that can be banded."""
    known: Mapping[str, object] = {
        words.casefold(): code for code in variable.codes for words in (code.id, *code.label.values())
    }
    fit = sum(v.casefold() in known or bool(variable.banded and (number(v) or looks_like_day(v))) for v in values)
    return fit / len(values)


def _is_cpr(value: str) -> bool:
    try:
        return read_cpr(value) is not None
    except ImpossibleDay:
        return True


def _is_phone(value: str) -> bool:
    return re.fullmatch(r"(?:\+|00)?[0-9]{8,14}", re.sub(r"[ ().-]", "", value)) is not None


_LOOKS: Mapping[str, tuple[Callable[[str], bool], float]] = {
    "cpr": (_is_cpr, 1.5),
    "email": (lambda value: "@" in value, 1.2),
    "phone": (_is_phone, 0.0),
    "postcode": (lambda value: re.fullmatch(r"[0-9]{3,4}", value) is not None, 0.0),
}
"""Sort -> what its cells look like, and how sure they make it whatever the heading is."""

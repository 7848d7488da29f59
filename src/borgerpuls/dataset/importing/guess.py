"""A first guess of the mapping file, written for a person to correct."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from borgerpuls.dataset.columns import item_columns
from borgerpuls.dataset.importing.mapping import DISPOSITION_CODES
from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.dataset.importing.readers.source import DataFile, read_file
from borgerpuls.dataset.importing.rule import Rule
from borgerpuls.dataset.importing.translate import known_values, number
from borgerpuls.dataset.spec import toml_key, toml_value
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Code, Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

_LIKE = 0.75
"""How alike two names must be (0..1, after Ratcliff and Obershelp) to be guessed the same."""
_FEW = 300
"""More values than this are not codes of units."""
_NUMBERED = re.compile(r"^q?\d+(?:[a-z](?=[ _.-]))?[ _.-]*", re.IGNORECASE)
"""What stands before a question's name: Q7, 12_, 3b."""
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_ROLES = {
    "person": ("person", "id", "respondent", "respondentid", "respnum", "case", "løbenummer", "pseudonym"),
    "unit": ("unit", "kommune", "kommunekode", "municipality", "company", "area"),
    "weight": ("weight", "wgt", "vægt"),
    "disposition": ("disposition", "status", "svarstatus"),
}


@dataclass(frozen=True)
class _Wanted:
    """Something of ours that a column may hold: its names, and the values it knows (None: any)."""

    key: str
    names: tuple[str, ...]
    codes: tuple[Code, ...] | None = None


def guess_mapping(data_file: Path, questionnaire: Path, folder: Path) -> str:
    """The text of a mapping file that will lie in ``folder``, guessed by names, labels and values.

    What cannot be guessed is left as a commented line, and a value that means nothing here is recoded to ``"?"``,
    which ``import`` refuses until somebody has said what it is. Raises ``Refused`` when a file cannot be read.
    """
    problems = Problems()
    sheet = problems.required(read_file(DataFile(data_file), problems))
    asked = read(questionnaire)
    found = _match(sheet, [*_items(asked), *_backgrounds(asked), *_roles(asked)])
    mapped, data = (Path(os.path.relpath(path, folder)).as_posix() for path in (questionnaire, data_file))
    lines = [*_source(mapped, data, sheet, asked, found), *_wave(data, sheet, asked, found), *_columns(sheet, found)]
    return "\n".join([*lines, *_variables(sheet, asked, found)])


def _items(asked: Questionnaire) -> list[_Wanted]:
    wanted = []
    for column, items in item_columns(asked).items():
        names = (column, *(w for i in items if i.local is None for w in (*i.short.values(), *i.wording.values())))
        categories = dict.fromkeys(c for i in items for c in i.scale.categories)
        wanted.append(_Wanted(column, names, tuple(Code(str(c.code), c.label) for c in categories)))
    return wanted


def _backgrounds(asked: Questionnaire) -> list[_Wanted]:
    return [_Wanted(b.id, (b.id, *b.label.values()), tuple(c for codes in b.lists for c in codes.codes))
            for b in asked.backgrounds]  # fmt: skip


def _roles(asked: Questionnaire) -> list[_Wanted]:
    own = {"person": asked.words.person, "unit": asked.words.unit}
    return [_Wanted(f"[{role}]", (*names, *own.get(role, {}).values())) for role, names in _ROLES.items()]


def _match(sheet: Sheet, wanted: Sequence[_Wanted]) -> dict[str, str]:
    """Key -> column: the best pair first, each column once."""
    scores = {(w.key, column): _score(sheet, column, w) for w in wanted for column in sheet.columns}
    found: dict[str, str] = {}
    for (key, column), score in sorted(scores.items(), key=lambda one: -one[1]):
        if score >= _LIKE and key not in found and column not in found.values():
            found[key] = column
    return found


def _score(sheet: Sheet, column: str, wanted: _Wanted) -> float:
    """How alike the names are, and a little for every code met; most values must mean something here."""
    theirs = {_bare(column), _bare(_NUMBERED.sub("", column)), _bare(sheet.labels.get(column, ""))}
    ours = [_bare(name) for name in wanted.names]
    alike = max(
        (1.0 if a == b else SequenceMatcher(None, a, b).ratio() for a in theirs for b in ours if a and b), default=0.0
    )
    if wanted.codes is None:
        ends = any(_bare(column).endswith(name) for name in ours if len(name) > 3)
        return 1.0 if alike == 1.0 else _LIKE if ends else 0.0
    if alike < _LIKE:
        return 0.0
    values, strange = _values(sheet, column), _strange(sheet, column, wanted.codes)
    if alike < 1.0 and len(strange) * 2 > len(values):
        return 0.0
    return alike + (len(values) - len(strange)) / (100 * len(wanted.codes))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold().translate(_PLAIN))


def _values(sheet: Sheet, column: str) -> list[str]:
    """Distinct values, numbers by size and before words."""
    values = [v for v in sheet.columns[column].unique().to_pylist() if v]
    return sorted(values, key=lambda v: (number(v) is None, number(v) or 0, v))


def _strange(sheet: Sheet, column: str, codes: Iterable[Code]) -> list[str]:
    known = known_values(sheet, Rule(column, Text(), tuple(codes)))
    return [v for v in _values(sheet, column) if known.keys().isdisjoint((v, v.casefold()))]


def _source(mapped: str, data: str, sheet: Sheet, asked: Questionnaire, found: Mapping[str, str]) -> list[str]:
    matched = [w for w in _items(asked) if w.key in found]
    strange = Counter(v for w in matched for v in _strange(sheet, found[w.key], w.codes or ()))
    missing = tuple(value for value, times in strange.items() if times * 2 >= len(matched))
    return [
        f"# How {sheet.file} becomes a wave: a first guess. Read every line, and correct what is wrong.",
        "",
        f"questionnaire = {toml_value(mapped)}",
        "# What means that an item was not answered, besides an empty field.",
        f"missing = {toml_value(missing)}",
        "",
        "[source]",
        f"file = {toml_value(data)}",
        "",
    ]


def _wave(data: str, sheet: Sheet, asked: Questionnaire, found: Mapping[str, str]) -> list[str]:
    name = re.sub(r"[^a-z0-9]+", "-", Path(data).name.split(".")[0].lower()).strip("-")
    units = _values(sheet, found["[unit]"]) if "[unit]" in found else []
    return [
        "[wave]",
        f"name = {toml_value(name)}",
        f"title = {toml_value(name)}",
        "# opened = 2024-03-01   # first day of the field period",
        "# closed = 2024-03-31   # last day",
        f"place = {toml_value(asked.words.whole)}",
        'place_code = "all"',
        f"groups = {toml_value(tuple(b.id for b in asked.backgrounds if b.id in found))}",
        "",
        "[wave.weighting]",
        '# "none", "given" (column weight) or "poststratify" (by = variables; counts in [frame]).',
        f"method = {toml_value('given' if '[weight]' in found else 'none')}",
        "",
        '# Code of a unit = its name: 0101 = "København".',
        "[wave.units]",
        *(f"{toml_key(value)} = {toml_value(value)}" for value in units[:_FEW]),
        "",
    ]


def _columns(sheet: Sheet, found: Mapping[str, str]) -> list[str]:
    lines = []
    for role, note in {
        "unit": "The reporting unit. Gate numbers and the like become units by: ranges = { A = \"1-12\" }",
        "person": "A pseudonym, different in every row; without it the row's number is used.",
        "weight": "The weight that came with the answers.",
    }.items():  # fmt: skip
        column = found.get(f"[{role}]")
        mark = "" if column else "# "
        lines += [f"# {note}", f"{mark}[{role}]", f"{mark}column = {toml_value(column or '…')}", ""]
    lines += ["# Who answered: without this, everybody with at least one item answered."]
    if column := found.get("[disposition]"):
        lines += ["[disposition]", f"column = {toml_value(column)}"]
        if strange := _strange(sheet, column, DISPOSITION_CODES):
            lines += ["recode = { " + ", ".join(f'{toml_value(v)} = "?"' for v in strange) + " }"]
        return [*lines, ""]
    return [*lines, "# [disposition]", '# rule = "all"', ""]


def _variables(sheet: Sheet, asked: Questionnaire, found: Mapping[str, str]) -> list[str]:
    lines = []
    for wanted in _backgrounds(asked):
        codes = ", ".join(code.id for code in wanted.codes or ())
        column = found.get(wanted.key)
        lines += [f"# Codes: {codes}"]
        if column is None:
            lines += [f"# [background.{wanted.key}]", '# column = "…"', ""]
            continue
        lines += [f"[background.{wanted.key}]", f"column = {toml_value(column)}"]
        if strange := _strange(sheet, column, wanted.codes or ()):
            if len(strange) <= _FEW // 10:
                lines += ["recode = { " + ", ".join(f'{toml_value(v)} = "?"' for v in strange) + " }"]
            else:
                lines += ["bands = true   # numbers; or dates of birth: age_on = 2024-03-01"]
        lines += [""]
    lines += ["[items]"]
    for column, items in item_columns(asked).items():
        words = next(iter(items[0].short.values())) if items[0].local is None else "local item"
        theirs = found.get(column)
        if theirs is None:
            lines += [f'# {column} = "…"   # {words}: no column found']
        else:
            values = _values(sheet, theirs)
            shown = " ".join(values[:12]) + (" …" if len(values) > 12 else "")
            lines += [f"{column} = {toml_value(theirs)}   # {words}: {shown}"]
    return [*lines, ""]

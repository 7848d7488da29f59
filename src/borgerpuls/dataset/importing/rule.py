"""A rule of the mapping file: which column, and how its values become codes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Code
from borgerpuls.questionnaire.toml.reader import Table, quoted, suggestion
from borgerpuls.text import Text

_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*(-)\s*(-?\d+(?:\.\d+)?)?)?")


@dataclass(frozen=True)
class Band:
    """Numbers from (and with) low to (and with) high that mean one code; None is without end."""

    code: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Rule:
    """How one column's values become codes: by ``recode``, as ``missing``, as numbers in ``bands``, as they are.

    ``codes`` are what may come out (None: anything). ``age_on``: the column holds dates of birth and the number is
    the age on that day. ``where`` is the rule's line in the mapping file.
    """

    column: str
    where: Text
    codes: tuple[Code, ...] | None = None
    recode: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    bands: tuple[Band, ...] = ()
    age_on: date | None = None


def read_rule(
    table: Table,
    key: str,
    codes: Sequence[Code] | None,
    *,
    missing: Iterable[str] = (),
    numbers: bool = False,
) -> Rule | None:
    """``key = "COLUMN"``, or a table with column, recode and missing; None where it is not written.

    Where ``numbers`` make sense also ``ranges = { A = "1-12", B = "20-36, 40" }``, ``bands = true`` (the bounds of
    the code list) and ``age_on`` (bounds in years, dates of birth in the column).
    """
    allowed = None if codes is None else tuple(codes)
    if table.holds(key, str):
        return Rule(table.string(key).strip(), table.where(key), allowed, missing=frozenset(missing))
    one = table.table(key)
    if one is None:
        return None
    rule = Rule(
        column=one.string("column").strip(),
        where=one.where("column"),
        codes=allowed,
        recode=_recode(one, key, allowed),
        missing=frozenset(v.strip() for v in one.strings("missing")) if "missing" in one else frozenset(missing),
        bands=_bands(one, key, allowed or ()) if numbers else (),
        age_on=one.day("age_on") if numbers else None,
    )
    one.close()
    return rule


def _recode(table: Table, key: str, codes: tuple[Code, ...] | None) -> Mapping[str, str]:
    """Value -> code; an empty code means that nothing was answered."""
    recode = {old.strip(): new for old, new in table.pairs("recode").items()}
    known = None if codes is None else [c.id for c in codes]
    for new in dict.fromkeys(recode.values()):
        if known is not None and new and new not in known:
            _nowhere(table, "recode", key, new, known)
    return recode


def _bands(table: Table, key: str, codes: tuple[Code, ...]) -> tuple[Band, ...]:
    bands = []
    known = [c.id for c in codes]
    for code, words in table.pairs("ranges").items():
        if code not in known:
            _nowhere(table, "ranges", key, code, known)
        for part in words.split(","):
            if match := _RANGE.fullmatch(part.strip()):
                low = Decimal(match[1])
                high = low if match[2] is None else Decimal(match[3]) if match[3] else None
                bands.append(Band(code, low, high))
            else:
                table.wrong(
                    "ranges",
                    _("{part} is not numbers from and to.", part=quoted(part)),
                    _('Write "1-12", "14" or "65-".'),
                )
    if table.flag("bands") or "age_on" in table:
        bands += [Band(c.id, _decimal(c.low), _decimal(c.high)) for c in codes if (c.low, c.high) != (None, None)]
    return tuple(bands)


def _decimal(bound: int | None) -> Decimal | None:
    return None if bound is None else Decimal(bound)


def _nowhere(table: Table, where: str, key: str, code: str, known: Sequence[str]) -> None:
    table.wrong(
        where,
        _("{code} is not a code of {key}.", code=quoted(code), key=key),
        suggestion(code, known),
    )

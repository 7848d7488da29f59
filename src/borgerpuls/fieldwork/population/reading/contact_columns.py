"""The columns that say who a person is and how to reach them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from borgerpuls.fieldwork.channels.registry import CHANNELS
from borgerpuls.fieldwork.population.reading.cells import Cells
from borgerpuls.fieldwork.population.reading.cpr import Cpr, ImpossibleDay, read_cpr
from borgerpuls.languages import called

LONGEST = {"name": 200, "surname": 200, "address": 300, "city": 100, "stratum": 40}
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_LETTERED = re.compile(r"[0-9]{6}-?[0-9A-Za-z]{4}")


def read_cprs(cells: Cells, day: date) -> list[Cpr | None]:
    """A number a row; the second row that has it is told with the first."""
    found: list[Cpr | None] = [None] * len(cells)
    seen: dict[str, int] = {}
    short = 0
    for i, value in enumerate(cells.of("cpr") or ()):
        if not value:
            continue
        try:
            cpr = read_cpr(value)
        except ImpossibleDay:
            cells.tell(i, "cpr", "cpr_day", value.zfill(10) if value.isdecimal() else value)
            continue
        if cpr is None:
            _no_cpr(cells, i, value)
            continue
        short += len(value) == 9
        written = f"{cpr.digits[:6]}-{cpr.digits[6:]}"
        if cpr.born > day:
            cells.tell(i, "cpr", "cpr_future", written)
        elif cpr.digits in seen:
            cells.tell(i, "cpr", "cpr_twice", written, cells.rows[seen[cpr.digits]])
        else:
            if cpr.replacement:
                cells.tell(i, "cpr", "cpr_replacement", written)
            elif not cpr.passes_modulus:
                cells.tell(i, "cpr", "cpr_modulus", written)
            seen[cpr.digits] = i
            found[i] = cpr
    if short:
        cells.tell_all(cells.chosen["cpr"], "zeros_lost", other=short)
    return found


def read_emails(cells: Cells) -> list[str] | None:
    values = cells.of("email")
    if values is None:
        return None
    for i, value in enumerate(values):
        plain = value.removeprefix("mailto:").strip("<> ")
        values[i] = plain
        if plain and (len(plain) > 254 or ".." in plain or not _EMAIL.fullmatch(plain)):
            cells.tell(i, "email", "email", value)
            values[i] = ""
    return values


def read_phones(cells: Cells) -> list[str] | None:
    """Numbers as +4520304050; eight digits are Danish."""
    values = cells.of("phone")
    if values is None:
        return None
    for i, value in enumerate(values):
        if value:
            values[i] = phone(value)
            if not values[i]:
                cells.tell(i, "phone", "phone", value)
    return values


def phone(value: str) -> str:
    """``+4520304050``, or nothing where it is no number that can be called."""
    digits = re.sub(r"[ \u00a0().\-]", "", value)
    digits = re.sub(r"^(?:00|\+)", "+", digits)
    if re.fullmatch(r"(?:45)?[2-9][0-9]{7}", digits):
        digits = f"+45{digits[-8:]}"
    if digits.startswith("+45"):
        return digits if re.fullmatch(r"\+45[2-9][0-9]{7}", digits) else ""
    return digits if re.fullmatch(r"\+[1-9][0-9]{6,14}", digits) else ""


def read_texts(cells: Cells, variable: str) -> list[str] | None:
    """Names and streets as they are; broken letters and far too long ones are told."""
    values = cells.of(variable)
    for i, value in enumerate(values or ()):
        if len(value) > LONGEST[variable]:
            cells.tell(i, variable, "too_long", value[:20], LONGEST[variable])
        if not value.isascii():
            cells.broken(i, variable, value)
    return values


def read_postcodes(cells: Cells) -> list[str] | None:
    values = cells.of("postcode")
    short = 0
    if values is None:
        return None
    for i, value in enumerate(values):
        if len(value) == 3 and value.isdecimal():
            short += 1
            values[i] = f"0{value}"
        elif value and not re.fullmatch(r"[0-9]{4}|[A-Z]{1,3}[- ]?[0-9A-Z -]{2,9}", value):
            cells.tell(i, "postcode", "postcode", value)
    if short:
        cells.tell_all(cells.chosen["postcode"], "zeros_lost", other=short)
    return values


def read_languages(cells: Cells, known: Mapping[str, str], default: str) -> list[str]:
    values = cells.of("language")
    if values is None:
        return [default] * len(cells)
    for i, value in enumerate(values):
        if value and value.casefold() not in known:
            cells.tell(i, "language", "no_language", value, called(default))
        values[i] = known.get(value.casefold(), default)
    return values


def check_unit(cells: Cells, names: frozenset[str]) -> None:
    """Every row is of this municipality, by its code (with or without zeros) or its name in any language."""
    for i, value in enumerate(cells.of("unit") or ()):
        plain = re.sub(r"\s*(?:kommune|municipality)$", "", value.casefold()).lstrip("0")
        if value and plain not in names:
            cells.tell(i, "unit", "foreign", value)


def joined(parts: Sequence[str], mark: str) -> str:
    return mark.join(part for part in parts if part)


def check_reached(cells: Cells, contact: Mapping[str, Sequence[str]], channels: Sequence[str]) -> None:
    """Warn of those whom none of the wave's channels reaches, unless they have an error that is told already."""
    wrong = cells.wrong()
    ways = [contact[CHANNELS[channel].address] for channel in (channels or CHANNELS) if channel in CHANNELS]
    for i, row in enumerate(cells.rows):
        if not any(way[i] for way in ways) and row not in wrong:
            cells.tell(i, "", "unreachable")


def check_doubles(cells: Cells, contact: Mapping[str, Sequence[str]]) -> None:
    """Persons without CPR that stand twice: the same name, and everything else that is known the same."""
    wrong = cells.wrong()
    seen: dict[tuple[str, ...], int] = {}
    for i, one in enumerate(
        zip(*(contact[name] for name in ("cpr", "name", "email", "phone", "address")), strict=True)
    ):
        if one[0] or not one[1] or not any(one[2:]) or cells.rows[i] in wrong:
            continue
        key = tuple(words.casefold() for words in one)
        if key in seen:
            cells.tell(i, "name", "person_twice", other=cells.rows[seen[key]])
        else:
            seen[key] = i


def _no_cpr(cells: Cells, i: int, value: str) -> None:
    if _ROUNDED.fullmatch(value):
        cells.tell(i, "cpr", "cpr_number", value)
    elif _LETTERED.fullmatch(value):
        cells.tell(i, "cpr", "cpr_replacement", f"{value[:6]}-****")
    else:
        cells.tell(i, "cpr", "not_cpr", f"{value[:6]}…" if len(value) > 6 else value)

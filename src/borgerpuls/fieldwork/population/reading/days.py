"""Days as people write them in a list, and how long it is since."""

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-.] ?([0-9]{1,2})[-.] ?([0-9]{4})(?:[ T].*)?")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})[/-]([0-9]{4})")


class TwoWays(ValueError):
    """A day with slashes, which Danes and Americans read differently."""


def read_day(value: str) -> date | None:
    """The day, or None where it is no day at all.

    Raises ``TwoWays`` for 03/04/1990, and ValueError for a day that the calendar does not have.
    """
    if match := _ISO.fullmatch(value):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(value):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHES.fullmatch(value):
        if int(match[1]) <= 12:
            raise TwoWays
        return date(int(match[3]), int(match[2]), int(match[1]))
    return None


def looks_like_day(value: str) -> bool:
    return any(form.fullmatch(value) for form in (_ISO, _DAY_FIRST, _SLASHES))


def years(since: date, day: date) -> int:
    """Whole years: the age on a day."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def months(since: date, day: date) -> int:
    """Whole months."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)

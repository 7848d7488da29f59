"""The Danish civil registration number: what it says of a person's birth and sex, and what it cannot be.

DDMMYY-XXXX: the day of birth and a number whose first digit tells the century. Source: CPR-kontoret, "Personnummeret i
CPR", which also says that numbers given since 2007 may fail modulus 11, and that an administrative (replacement)
number has 60 added to its day.
"""

import re
from dataclasses import dataclass
from datetime import date

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_WRITTEN = re.compile(r"[0-9]{6}[- ]?[0-9]{4}")
_ANYWHERE = re.compile(r"(?<![0-9])([0-9]{5,6})[- ]?([0-9]{4})(?![0-9])")


@dataclass(frozen=True, repr=False)
class Cpr:
    """A number that can be: ten digits, the day of birth, and whether it is a replacement number."""

    digits: str
    born: date
    replacement: bool

    @property
    def sex(self) -> str:
        """``k`` or ``m``: the last digit of a man's number is odd. It says nothing in a replacement number."""
        return "m" if int(self.digits[-1]) % 2 else "k"

    @property
    def passes_modulus(self) -> bool:
        """Does it pass modulus 11, as nearly all numbers from before 2007 do?"""
        return sum(int(d) * w for d, w in zip(self.digits, WEIGHTS, strict=True)) % 11 == 0

    def __repr__(self) -> str:
        return f"Cpr({masked(self.digits)})"


def read_cpr(written: str) -> Cpr | None:
    """The number, however it is written: with a hyphen, a space, or without the zero that Excel eats. None: no number.

    Raises ``ImpossibleDay`` when ten digits do not begin with a day of birth.
    """
    text = written.strip()
    if re.fullmatch(r"[0-9]{9}", text):
        text = f"0{text}"
    if not _WRITTEN.fullmatch(text):
        return None
    digits = re.sub(r"[- ]", "", text)
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    replacement = day > 60
    try:
        born = date(_century(int(digits[6]), year) + year, month, day - 60 if replacement else day)
    except ValueError:
        raise ImpossibleDay from None
    return Cpr(digits, born, replacement)


class ImpossibleDay(ValueError):
    """The first six digits are no day of the calendar."""


def masked(written: str) -> str:
    """The words with the last four digits of anything like a CPR number struck: ``010190-****``."""
    return _ANYWHERE.sub(r"\1-****", written)


def _century(seventh: int, year: int) -> int:
    """The hundred years that the seventh digit and the year tell."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800

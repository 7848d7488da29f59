"""The Danish civil registration number: what it says of a person's birth and sex, and what it cannot be.

DDMMYY-XXXX: the day of birth and a number whose first digit tells the century. The century, the day and the check digit
are those of ``python-stdnum``. Source: CPR-kontoret, "Personnummeret i CPR", which also says that numbers given since
2007 may fail modulus 11, and that an administrative (replacement) number has 60 added to its day.
"""

import re
from dataclasses import dataclass
from datetime import date

from stdnum.dk.cpr import checksum, get_birth_date
from stdnum.exceptions import InvalidComponent

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
        return checksum(self.digits) == 0

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
    replacement = int(digits[:2]) > 60
    try:
        born = get_birth_date(f"{int(digits[:2]) - 60:02d}{digits[2:]}" if replacement else digits)
    except InvalidComponent:
        raise ImpossibleDay from None
    return Cpr(digits, born, replacement)


class ImpossibleDay(ValueError):
    """The first six digits are no day of the calendar."""


def masked(written: str) -> str:
    """The words with the last four digits of anything like a CPR number struck: ``010190-****``."""
    return _ANYWHERE.sub(r"\1-****", written)

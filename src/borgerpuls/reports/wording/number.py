"""Every number that a reader sees, written as the reader's country writes it.

Screen, PDF, workbook and sentence use these functions and no others, so they cannot disagree. They are rounded by
``borgerpuls.rounding``: half away from zero, cleaned of computing's noise. A no-break space holds a number
and its unit together; minus is the real minus sign; zero has no sign.
"""

from datetime import date
from typing import Literal

from borgerpuls import languages
from borgerpuls.languages import SPACE
from borgerpuls.messages import pgettext
from borgerpuls.rounding import cleaned, rounded

MINUS = "\u2212"
PERCENT = pgettext("after a number", "%")
"""The unit with what parts it from its number: English has nothing between them."""
TO = pgettext("between two numbers or days", "to")


def fixed(value: float, language: str, decimals: int) -> str:
    """``3,32`` or ``3.32``; ``33.000`` or ``33,000``; ``−0,32``."""
    marks = languages.marks(language)
    digits = f"{abs(rounded(value, decimals)):,.{decimals}f}"
    written = "".join({",": marks.thousand, ".": marks.decimal}.get(c, c) for c in digits)
    return (MINUS if rounded(value, decimals) < 0 else "") + written


def signed(value: float, language: str, decimals: int) -> str:
    """As ``fixed``, with a plus when it is above zero: a difference always shows which way it goes."""
    return ("+" if rounded(value, decimals) > 0 else "") + fixed(value, language, decimals)


def count(value: float, language: str) -> str:
    """A number of persons or answers: ``33.000``."""
    return fixed(value, language, 0)


def n(value: float, language: str) -> str:
    """``n = 870``, never broken over two lines."""
    return f"n{SPACE}={SPACE}{count(value, language)}"


def mean(value: float, language: str) -> str:
    """A mean of scores, two decimals: ``3,32``."""
    return fixed(value, language, 2)


def least(value: float, language: str) -> str:
    """As few decimals as the value has, two at most: the middle of a scale, ``3`` or ``2,5``."""
    exact = rounded(value, 2).normalize()
    return fixed(value, language, max(0, -int(exact.as_tuple().exponent)))


def means(low: float, high: float, language: str) -> str:
    """The interval of a mean: ``3,24–3,40``."""
    return f"{mean(low, language)}–{mean(high, language)}"


def mean_with_interval(value: float, low: float, high: float, language: str) -> str:
    """``3,32 (3,24–3,40)``."""
    return f"{mean(value, language)} ({means(low, high, language)})"


def difference(value: float, language: str) -> str:
    """A difference of two means: ``−0,32``."""
    return signed(value, language, 2)


def differences(low: float, high: float, language: str) -> str:
    """The interval of a difference, with a word between because of the signs: ``−0,40 til −0,24``."""
    return f"{difference(low, language)} {TO[language]} {difference(high, language)}"


def difference_with_interval(value: float, low: float, high: float, language: str) -> str:
    """``−0,32 (−0,40 til −0,24)``."""
    return f"{difference(value, language)} ({differences(low, high, language)})"


def share(value: float, language: str, decimals: int = 1) -> str:
    """A share 0..1 in per cent: ``38,8 pct.`` or ``38.8%``."""
    return f"{percent(value, language, decimals)}{PERCENT[language]}"


def percent(value: float, language: str, decimals: int = 1) -> str:
    """A share 0..1 in per cent without its unit, for a column or a segment that names it: ``38,8``."""
    return fixed(_hundredfold(value), language, decimals)


def shares(low: float, high: float, language: str, decimals: int = 1) -> str:
    """The interval of a share, without unit: ``36,1–41,5``."""
    return f"{percent(low, language, decimals)}–{percent(high, language, decimals)}"


def share_with_interval(value: float, low: float, high: float, language: str, decimals: int = 1) -> str:
    """``38,8 pct. (36,1–41,5)``."""
    return f"{share(value, language, decimals)} ({shares(low, high, language, decimals)})"


def day(value: date, language: str) -> str:
    """``4. marts 2024`` or ``4 March 2024``."""
    return languages.day(value, language)


def period(opened: date, closed: date, language: str) -> str:
    """``4. marts 2024 til 19. april 2024``; only ``2018`` where a whole year is all that is known."""
    if (opened, closed) == (date(opened.year, 1, 1), date(opened.year, 12, 31)):
        return str(opened.year)
    return f"{day(opened, language)} {TO[language]} {day(closed, language)}"


def p_value(value: float, language: str) -> str:
    """``p < 0,001``, ``p = 0,032``; never zero."""
    if value < 0.001:
        return f"p{SPACE}<{SPACE}{fixed(0.001, language, 3)}"
    return f"p{SPACE}={SPACE}{fixed(value, language, 3)}"


Kind = Literal["mean", "difference", "share"]
"""What kind of number a chart draws: it decides how its labels are written."""


def short(kind: Kind, value: float, language: str) -> str:
    """The number alone: ``3,32``, ``−0,32``, ``38,8 pct.``"""
    return {"mean": mean, "difference": difference, "share": share}[kind](value, language)


def full(kind: Kind, value: float, low: float, high: float, language: str) -> str:
    """The number and its interval: ``3,32 (3,24–3,40)``."""
    forms = {"mean": mean_with_interval, "difference": difference_with_interval, "share": share_with_interval}
    return forms[kind](value, low, high, language)


def tick(kind: Kind, value: float, decimals: int, language: str) -> str:
    """The number at an axis, with as few decimals as the axis needs."""
    if kind == "share":
        return share(value, language, max(0, decimals - 2))
    return (signed if kind == "difference" else fixed)(value, language, decimals)


def _hundredfold(share: float) -> float:
    """A share in per cent, exact in decimals: 0.0285 becomes 2.85 and not 2.8499999999999996."""
    return float(cleaned(share).scaleb(2))

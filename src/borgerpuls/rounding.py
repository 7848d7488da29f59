"""Rounding once, as Danish readers expect it: decimal, half away from zero, on a value cleaned of computing's noise.

Whatever prints a number or judges a printed one asks here: 47/40 from weights N/n is 1.1749999999999998 in binary, and
it is 1.175 and 1.18 to everybody. Differences are judged as they are printed, so that a reader who checks the rule
comes to the same answer: 0.095 is 0.10 on the page, and counts as 0.10.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

SIGNIFICANT = 12
"""Digits that a computed value is trusted with; what weights and sums leave beyond them is noise."""


def cleaned(value: float, digits: int = SIGNIFICANT) -> Decimal:
    """The value at so many significant digits, in decimals."""
    return Decimal(f"{float(value):.{digits}g}")


def rounded(value: float, decimals: int) -> Decimal:
    """The value at so many decimals, half away from zero, never minus zero.

    Source: ISO 80000-1 (2009), annex B, rule B (half away from zero).
    """
    return cleaned(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def whole(value: float) -> int:
    """The value as a whole number, half away from zero: persons, answers, places."""
    return int(rounded(value, 0))


MEANS = 2
"""Means and their differences are printed with so many decimals."""


def at_least(difference: float, least: float) -> bool:
    """Is a difference, whichever way, as large as the ``least`` one that is told, both as they are printed?"""
    return isfinite(least) and abs(rounded(difference, MEANS)) >= rounded(least, MEANS)


def leaves_zero_out(low: float, high: float) -> bool:
    """Does an interval of a difference leave zero out as it is printed?"""
    return rounded(low, MEANS) > 0 or rounded(high, MEANS) < 0

"""Lifetimes: valid from (and with) one day, to (and without) another; None is always."""

from datetime import date
from typing import Literal


def holds(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Is the day inside the lifetime?"""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def seam(ends: date | None, begins: date | None) -> Literal["whole", "overlap", "hole"]:
    """How a lifetime that ends meets the one that begins after it: only ``whole`` leaves each day exactly one."""
    if ends is None or begins is None or begins < ends:
        return "overlap"
    return "hole" if begins > ends else "whole"

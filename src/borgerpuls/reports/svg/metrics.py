"""Widths of words in IBM Plex Sans, so that labels are placed without overlapping.

Advance widths in thousandths of the type size, rounded up to the next twenty; a letter that is not listed counts as
the widest common one, so that a measured text is never wider than it is believed to be.
"""

from collections.abc import Mapping
from itertools import accumulate
from typing import Final

_REGULAR: Final = {
    120: "\u202f",
    240: " \u00a0",
    260: "'ijìíîï",
    280: ",.l‘’",
    300: "!:;",
    320: "[]|",
    340: "()f·",
    360: "t²³",
    380: "r",
    400: "-\u2011/IÌÍÎÏ•",
    420: '"',
    460: "*",
    480: "?z°“”„",
    500: "svyýÿ",
    520: "JLcx«»ç",
    540: "agkàáâãäå",
    560: "Feoèéêëðòóôõö",
    580: "TZbdhnpquñøùúûüþ",
    600: "+0123456789<=>ESY§±ÈÉÊË×Ý÷–−",
    620: "PVXÞ",
    640: "CKRÇß",
    660: "ABÀÁÂÃÄÅ",
    680: "DUÐÙÚÛÜ",
    700: "&G",
    720: "HNOQÑÒÓÔÕÖØ",
    780: "w©—",
    820: "M…",
    840: "¾",
    860: "¼",
    880: "m½æ",
    900: "@W",
    920: "Æ",
    940: "%",
}
_SEMIBOLD: Final = {
    120: "\u202f",
    240: " \u00a0",
    260: "'",
    280: "ijìíîï",
    300: ",.l‘’",
    320: "!:;",
    340: "()[]",
    360: "f²³·",
    380: "t|",
    400: "r",
    420: "-\u2011•",
    440: "/IÌÍÎÏ",
    480: '"°',
    500: "?s",
    520: "czç“”„",
    540: "Lvyýÿ",
    560: "*Jaegx«»àáâãäåèéêë",
    580: "FTko§òóôõöø",
    600: "+0123456789<=>EZbdhnpqu±ÈÉÊË×ðñ÷ùúûüþ–−",
    620: "S",
    640: "VYÝ",
    660: "CPXÇÞ",
    680: "ABKRÀÁÂÃÄÅß",
    700: "DUÐÙÚÛÜ",
    720: "&GHNOQÑÒÓÔÕÖØ",
    780: "—",
    800: "©",
    820: "Mw",
    840: "¼¾",
    880: "½æ…",
    900: "@m",
    960: "%WÆ",
}


def _widths(table: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in table.items() for letter in letters}


_WIDTHS: Final = {400: _widths(_REGULAR), 600: _widths(_SEMIBOLD)}
_UNKNOWN: Final = 900


def width(words: str, size: float, weight: int = 400) -> float:
    """Width of a line of text in the unit of ``size``; ``weight`` is 400 or 600."""
    widths = _WIDTHS[weight]
    return sum(widths.get(letter, _UNKNOWN) for letter in words) * size / 1000


def wrap(words: str, size: float, room: float, weight: int = 400) -> list[str]:
    """The words in lines no wider than the room, broken at spaces only; one too long word keeps its line."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten(words: str, size: float, room: float, weight: int = 400) -> str:
    """The words on one line, cut at a letter and closed with an ellipsis when the room is too small."""
    if width(words, size, weight) <= room:
        return words
    ends = accumulate(width(letter, size, weight) for letter in words)
    kept = sum(end <= room - width("…", size, weight) for end in ends)
    return words[:kept].rstrip(" ,.–-") + "…"

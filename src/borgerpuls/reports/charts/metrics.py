"""How wide words are in IBM Plex Sans, so that labels are placed without overlapping.

Advance widths in thousandths of the type size, rounded up to the nearest ten; a letter that is not listed counts as
the widest common one, so that a measured text is never wider than it is believed to be.
"""

from collections.abc import Mapping
from itertools import accumulate
from typing import Final

_REGULAR: Final = {
    240: " \u00a0\u202f'",
    260: "ijìíîï",
    280: ",.l‘’‚",
    300: "!:;‹›",
    330: "[]f·|",
    360: "()t{}²³¹",
    370: "r",
    400: "/\\•-IÌÍÎÏº",
    470: '"*z°“”„',
    490: "?sv",
    500: "yýÿ",
    510: "Lcçx",
    530: "J«»kg",
    550: "aàáâãäåeèéêë",
    570: "Foòóôõöhnuñøùúûü_",
    590: "TZbdpqEÈÉÊË§S–",
    610: "YÝ$+0123456789<=>^~¬¯±×÷−£PÞV",
    650: "XCÇ€KRAÀÁÂÃÄÅß",
    690: "BDÐUÙÚÛÜ",
    710: "&GHNÑOQÒÓÔÕÖØ",
    780: "#w©—",
    820: "…M↑↓",
    880: "æm½¼¾",
    910: "@WÆ",
    940: "%œ",
    990: "Œ",
}
_SEMIBOLD: Final = {
    240: " \u00a0\u202f",
    280: "ijìíîï'",
    300: ",.l‘’‚!",
    330: ":;‹›[]",
    350: "()·²³¹f",
    380: "t{}|",
    400: "r-",
    440: "/\\•IÌÍÎÏº",
    480: '"°',
    500: "?sz",
    530: "vyýÿcçLJ“”„",
    550: "xg«»*",
    570: "aàáâãäåeèéêëkoòóôõöø_F§",
    590: "TZhnuñùúûü–£",
    610: "ESÈÉÊËbdpq$+0123456789<=>^~¬¯±×÷−",
    650: "YÝVPÞCÇX#€",
    680: "BRAÀÁÂÃÄÅßK",
    700: "DUÙÚÛÜÐ",
    720: "GOQÒÓÔÕÖØ&HNÑ",
    790: "—©",
    820: "wM",
    880: "æ…m↑↓½¼¾",
    950: "@WÆœ",
    1000: "%Œ",
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

"""How reports look: colours, type and sizes, said once for charts, PDF and web page.

The colours hold for colour-blind readers and in grey print: one's own unit differs from the others in hue, in
lightness and in shape, and the five steps of a distribution run dark, light, lightest, light, dark with their
numbers written on them.
"""

from typing import Final

FONT: Final = "IBM Plex Sans"

INK: Final = "#1D2429"
MUTED: Final = "#5B6670"
LINE: Final = "#D5DADD"
PAPER: Final = "#FFFFFF"
BAND: Final = "#EEF1F2"
"""A pale ground: every other row, and the zone of differences too small to matter."""
OWN: Final = "#B4530A"
OTHERS: Final = "#8A949C"
PRIMARY: Final = "#14506B"

DIVERGING: Final = ("#9C4A1A", "#E0AE84", "#DAD9D5", "#8DB6CC", "#1F5A7A")
"""From the least to the most favourable answer."""

TEXT_WIDTH: Final = 482.0
"""Points: the text block of an A4 page with margins of 20 mm."""
TITLE: Final = 10.0
BODY: Final = 8.5
SMALL: Final = 7.5


def steps(categories: int) -> tuple[str, ...]:
    """One colour a category, from the least to the most favourable: 2 to 7 of them."""
    worst, bad, middle, good, best = DIVERGING
    scales = {
        2: (worst, best),
        3: (worst, middle, best),
        4: (worst, bad, good, best),
        5: DIVERGING,
        6: (worst, _between(worst, bad), bad, good, _between(best, good), best),
        7: (worst, _between(worst, bad), bad, middle, good, _between(best, good), best),
    }
    return scales[categories]


def on(ground: str) -> str:
    """The text colour that is easiest to read on a ground: ink or paper."""
    return max((INK, PAPER), key=lambda colour: contrast(colour, ground))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of ``#RRGGBB``, 0 to 1: also how light it is in grey print."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(dark: str, light: str) -> str:
    """Nearer to the light one, so that ink can be read on it."""
    red, green, blue = ((a + 2 * b) // 3 for a, b in zip(_parts(dark), _parts(light), strict=True))
    return f"#{red:02X}{green:02X}{blue:02X}"

"""What the tests of charts share: a drawing read back as a machine reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

import pytest

from borgerpuls.reports.svg.metrics import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Words:
    """One text of a drawing and the box it fills."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "Words") -> bool:
        apart = 0.01
        across = self.left < other.right - apart and other.left < self.right - apart
        return across and self.top < other.bottom - apart and other.top < self.bottom - apart


@dataclass(frozen=True)
class Picture:
    """A drawing read back: its size, what it says of itself, its words in their boxes, and its marks by name."""

    root: ElementTree.Element
    words: tuple[Words, ...]

    @property
    def texts(self) -> list[str]:
        return [words.text for words in self.words]

    def marks(self, name: str, **attributes: str) -> list[ElementTree.Element]:
        return [e for e in self.root.iter(f"{SVG}{name}") if all(e.get(k) == v for k, v in attributes.items())]


def _box(element: ElementTree.Element) -> Words:
    text, size = element.text or "", float(element.get("font-size", "0"))
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    long = width(text, size, int(element.get("font-weight", "400")))
    left = x - {"start": 0.0, "middle": long / 2, "end": long}[element.get("text-anchor", "start")]
    return Words(text, left, left + long, y - size * 0.72, y + size * 0.2)


@pytest.fixture
def read() -> Callable[[str], Picture]:
    """Reads a drawing, and holds it to what every drawing owes its reader."""

    def reads(svg: str) -> Picture:
        root = ElementTree.fromstring(svg)
        words = tuple(_box(e) for e in root.iter(f"{SVG}text") if e.text)
        wide, tall = float(root.get("width", "0")), float(root.get("height", "0"))
        assert root.get("role") == "img"
        for part in ("title", "desc"):
            said = root.find(f"{SVG}{part}")
            assert said is not None
            assert said.text
            assert said.get("id", "?") in (root.get("aria-labelledby") or "").split()
        for box in words:
            assert box.left >= -0.5, box
            assert box.right <= wide + 0.5, box
            assert box.top + 0.5 >= 0, box
            assert box.bottom <= tall + 0.5, box
        overlaps = [(a.text, b.text) for a, b in combinations(words, 2) if a.meets(b)]
        assert not overlaps
        return Picture(root, words)

    return reads

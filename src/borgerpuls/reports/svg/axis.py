"""An axis: the place of a value on the paper, and the round numbers of its ticks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from borgerpuls.reports.svg.drawing import Drawing
from borgerpuls.reports.theme import LINE, MUTED, SMALL


@dataclass(frozen=True)
class Axis:
    """Values ``low`` to ``high`` laid over points ``start`` to ``end``; ``step`` lies between two ticks."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round numbers between low and high."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return tuple(round(k * self.step, 10) + 0.0 for k in range(first, last + 1))

    @property
    def decimals(self) -> int:
        """As few decimals as tell the ticks apart."""
        return max(0, -math.floor(math.log10(self.step) + 1e-9))


def axis_for(values: Iterable[float], start: float, end: float, least: float = 0.0, ticks: int = 5) -> Axis:
    """An axis a little longer than the values reach, and at least ``least`` long."""
    every = list(values)
    low, high = min(every), max(every)
    more = max(0.03 * (high - low), (least - (high - low)) / 2, 1e-6)
    low, high = low - more, high + more
    return Axis(low, high, _round_step((high - low) / ticks), start, end)


def grid(drawing: Drawing, axis: Axis, top: float, bottom: float, labels: Iterable[str]) -> None:
    """Thin upright lines at the ticks, with their numbers under the last row."""
    for tick, label in zip(axis.ticks, labels, strict=True):
        drawing.line((axis(tick), top), (axis(tick), bottom), LINE, 0.5)
        drawing.text((axis(tick), bottom + SMALL + 3), label, size=SMALL, colour=MUTED, anchor="middle")


def _round_step(rough: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is no shorter than the rough step."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * k for k in (1, 2, 5, 10) if power * k >= rough * (1 - 1e-9))

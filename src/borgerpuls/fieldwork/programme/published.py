"""The waves whose reports anyone may read."""

from dataclasses import dataclass
from datetime import date, datetime

from borgerpuls.fieldwork.models.waves import Wave
from borgerpuls.text import Text


@dataclass(frozen=True)
class Published:
    """A published wave: its field period and the day its reports came out; ``invented``: nobody has answered it."""

    name: str
    title: Text
    opens_on: date
    closes_on: date
    published_at: datetime | None
    invented: bool


def published() -> tuple[Published, ...]:
    """All of them, the newest first."""
    return tuple(
        Published(w.name, Text(w.title), w.opens_on, w.closes_on, w.published_at, w.invented)
        for w in Wave.objects.filter(state=Wave.State.PUBLISHED).order_by("-opens_on", "-pk")
    )


def is_published(wave: str) -> bool:
    return Wave.objects.filter(name=wave, state=Wave.State.PUBLISHED).exists()

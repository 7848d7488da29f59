"""A place's themes wave by wave, and whether one wave may be set beside the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports.subject import Subject
from borgerpuls.results.figure import Figure
from borgerpuls.results.shelf import Shelf


@dataclass(frozen=True)
class Past:
    """One wave: its name and title, and figures of themes by (theme, place); ``changes`` from the wave before it."""

    wave: str
    title: str
    means: dict[tuple[str, str], Figure]
    changes: dict[tuple[str, str], Figure]


def history(shelf: Shelf, subject: Subject) -> tuple[Past, ...]:
    """The waves on the shelf up to the subject's own that belong to the same chain of ``previous``, oldest first."""
    names: list[str] = []
    name: str | None = subject.spec.name
    while name is not None and name not in names and name in shelf.waves():
        names.insert(0, name)
        name = shelf.facts(name)["previous"]
    return tuple(_past(shelf, subject, name) for name in names)


def change(past: Sequence[Past], theme: Theme, place: str) -> Figure | None:
    """The last wave's change since the one before it."""
    return past[-1].changes.get((theme.id, place)) if past else None


def _past(shelf: Shelf, subject: Subject, name: str) -> Past:
    places = dict.fromkeys((subject.place, subject.benchmark))
    figures = [f for p in places for f in shelf.figures(wave=name, place=p, kind="theme", group_by="")]
    return Past(
        wave=name,
        title=shelf.facts(name)["title"][subject.language],
        means={(f.measure, f.place): f for f in figures if f.statistic == "mean"},
        changes={(f.measure, f.place): f for f in figures if f.statistic == "change"},
    )

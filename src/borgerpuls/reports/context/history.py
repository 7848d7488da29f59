"""A place's themes wave by wave, and whether one wave may be set beside the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.context.scale_bounds import within
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore


@dataclass(frozen=True)
class Past:
    """One wave: its name and title, and figures of themes by (theme, place).

    ``changes`` are from the wave before it, their p corrected for all changes of the wave where it is; ``parts`` are
    what a change is made of, by (``mix`` or ``performance``, theme, place).
    """

    wave: str
    title: str
    means: dict[tuple[str, str], Figure]
    changes: dict[tuple[str, str], Figure]
    parts: dict[tuple[str, str, str], Figure] = field(default_factory=dict)
    corrected: bool = False
    """Is the p of the changes corrected for all changes of the wave?"""


def history(shelf: FigureStore, subject: Subject) -> tuple[Past, ...]:
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


def _past(shelf: FigureStore, subject: Subject, name: str) -> Past:
    places = dict.fromkeys((subject.place, subject.benchmark))
    found = [f for p in places for f in shelf.figures(wave=name, place=p, kind="theme", group_by="")]
    figures = within(found, subject.questionnaire)
    surer = {(f.measure, f.place): f.p for f in figures if f.statistic == "change-stands-out"}
    changes = {(f.measure, f.place): f for f in figures if f.statistic == "change"}
    return Past(
        wave=name,
        title=shelf.facts(name)["title"][subject.language],
        means={(f.measure, f.place): f for f in figures if f.statistic == "mean"},
        changes={at: replace(f, p=surer[at]) if at in surer else f for at, f in changes.items()},
        parts={(f.statistic, f.measure, f.place): f for f in figures if f.statistic in ("mix", "performance")},
        corrected=bool(surer),
    )

"""A place's themes wave by wave, and whether one wave may be set beside the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from borgerpuls.questionnaire.model import Theme
from borgerpuls.reports.context.afterwards import MARK
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.results.change.decomposition import CHANGE_STANDS_OUT, MIX, PERFORMANCE
from borgerpuls.results.change.net_change import CHANGE
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.statistics.levels import MEAN


@dataclass(frozen=True)
class HistoryWave:
    """One wave of a place's history: its name and title, and figures of themes by (theme, place).

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


def history(shelf: FigureStore, context: ReportContext) -> tuple[HistoryWave, ...]:
    """The waves on the shelf up to the report's own that belong to the same chain of ``previous``, oldest first."""
    names: list[str] = []
    name: str | None = context.spec.name
    while name is not None and name not in names and name in shelf.waves():
        names.insert(0, name)
        name = shelf.facts(name)["previous"]
    return tuple(_history_wave(shelf, context, name) for name in names)


def change(past: Sequence[HistoryWave], theme: Theme, place: str) -> Figure | None:
    """The last wave's change since the one before it."""
    return past[-1].changes.get((theme.id, place)) if past else None


def _history_wave(shelf: FigureStore, context: ReportContext, name: str) -> HistoryWave:
    places = dict.fromkeys((context.place, context.places.benchmark))
    figures = [f for p in places for f in shelf.figures(wave=name, place=p, kind="theme", group_by="")]
    corrected = {(f.measure, f.place): f.p for f in figures if f.statistic == CHANGE_STANDS_OUT.id}
    added = {one.name for one in context.wave.added if one.what == "previous"}
    changes = {(f.measure, f.place): f for f in figures if f.statistic == CHANGE.id}
    return HistoryWave(
        wave=name,
        title=shelf.facts(name)["title"][context.language] + (MARK if name in added else ""),
        means={(f.measure, f.place): f for f in figures if f.statistic == MEAN.id},
        changes={at: replace(f, p=corrected[at]) if at in corrected else f for at, f in changes.items()},
        parts={(f.statistic, f.measure, f.place): f for f in figures if f.statistic in (MIX.id, PERFORMANCE.id)},
        corrected=bool(corrected),
    )

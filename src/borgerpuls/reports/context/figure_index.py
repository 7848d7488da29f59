"""The figures of a report, looked up by what they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.registry import grouped
from borgerpuls.results.statistics.levels import MEAN

OF_OTHER_PLACES = ("theme", "response")
"""The kinds of measure of which a report of one place tells other places' figures, of everybody alone."""


class Key(NamedTuple):
    """What a figure is about: the kind of measure, which one, where, which statistic, of which group ("", "": all)."""

    kind: str
    measure: str
    place: str
    statistic: str = MEAN.id
    by: tuple[str, str] = ("", "")


def kind(figure: Figure) -> str:
    """``theme``, ``item``, ``local`` or ``response``: the second part of the address."""
    return figure.address.split("/")[1]


@dataclass(frozen=True)
class FigureIndex:
    """Figures by their key. Where a figure stands beside several others, ``beside`` picks one."""

    figures: tuple[Figure, ...]
    places: tuple[str, ...] = ()
    """The places of which everything was fetched that reports tell, of others ``OF_OTHER_PLACES``; empty: unknown."""

    @cached_property
    def _index(self) -> Mapping[Key, list[Figure]]:
        index: dict[Key, list[Figure]] = {}
        for f in self.figures:
            index.setdefault(Key(kind(f), f.measure, f.place, f.statistic, (f.group_by, f.group)), []).append(f)
        return index

    def one(self, key: Key, beside: str = "", only: bool = False) -> Figure | None:
        """The figure, beside the wanted place where it stands beside several; None when there is none.

        ``only``: beside the wanted place or none. ``LookupError`` for a figure that ``gather`` never fetches.
        """
        if self.places and not self._fetched(key):
            raise LookupError(f"Reports fetch no figure like {key}. Declare its statistic as grouped, or widen gather.")
        alike = self._index.get(key, [])
        return next((f for f in alike if f.compared_with == beside), alike[0] if alike and not only else None)

    def _fetched(self, key: Key) -> bool:
        by, _group = key.by
        if key.place not in self.places:
            return key.kind in OF_OTHER_PLACES and not by
        return not by or (key.kind, key.statistic) in grouped(by)

"""The context of one report: its wave, place and language, and every figure it may speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from borgerpuls.dataset.wave import FrozenWave, WaveSpec
from borgerpuls.questionnaire.model import Code, Item, Questionnaire, Scale, Theme
from borgerpuls.reports.context.afterwards import mark_names, notice
from borgerpuls.reports.context.figure_index import OF_OTHER_PLACES, FigureIndex, Key
from borgerpuls.reports.context.phrases import Phrases
from borgerpuls.reports.context.places import Places
from borgerpuls.reports.context.relevance import Relevance
from borgerpuls.reports.wording.sentence import Verdict, judge
from borgerpuls.results.declaration.statistic import Statistic
from borgerpuls.results.estimation.wave_estimates import COMPARE
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.registry import grouped
from borgerpuls.results.statistics.anom import STANDS_OUT
from borgerpuls.results.statistics.group_families import GROUPS_STAND_OUT
from borgerpuls.results.statistics.levels import MEAN
from borgerpuls.text import Text


@dataclass(frozen=True)
class ReportContext:
    """One report's wave, place (a unit's code, or the whole's) and language, with the figures of the wave.

    ``metadata`` is what the store knows of the wave: title, rules, seed and digest.
    """

    wave: FrozenWave
    place: str
    language: str
    figures: FigureIndex
    metadata: Mapping[str, Any]

    @property
    def spec(self) -> WaveSpec:
        return self.wave.spec

    @property
    def questionnaire(self) -> Questionnaire:
        return self.wave.questionnaire

    @cached_property
    def phrases(self) -> Phrases:
        return Phrases(self.questionnaire, self.language)

    @cached_property
    def places(self) -> Places:
        return Places(self.spec, self.phrases)

    @cached_property
    def relevance(self) -> Relevance:
        return Relevance(self.spec, self.phrases)

    def say(self, text: Text, **values: object) -> str:
        """A sentence in the report's language, as ``Phrases.say``."""
        return self.phrases.say(text, **values)

    @property
    def warning(self) -> str:
        """What every page says: that the data are invented, and that something was found afterwards."""
        invented = self.spec.invented[self.language] if self.spec.invented else ""
        return f"{invented} {notice(self.wave, self.place, self.language)}".strip()

    @property
    def name(self) -> str:
        """The name of the report's own place."""
        return self.places.name_of(self.place)

    @property
    def of_unit(self) -> bool:
        """Is this the report of one unit, and not of the whole?"""
        return self.place in self.places.units

    @property
    def overall(self) -> Theme:
        """The theme that reports lead with."""
        questionnaire = self.questionnaire
        return questionnaire.theme(questionnaire.overall) if questionnaire.overall else questionnaire.themes[0]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The themes, the overall one first."""
        return (self.overall, *(t for t in self.questionnaire.themes if t.id != self.overall.id))

    def scale(self, theme: Theme) -> Scale:
        """The scale of a theme's items."""
        return self.items(theme)[0].scale

    def items(self, theme: Theme) -> tuple[Item, ...]:
        """The items of a theme."""
        return tuple(self.questionnaire.item(item) for item in theme.items)

    def groups(self, background: str) -> tuple[Code, ...]:
        """The codes of a background variable in force when the wave opened."""
        codes = self.questionnaire.background(background).at(self.spec.opened)
        return codes.codes if codes else ()

    def figure(
        self, kind: str, measure: str, place: str = "", statistic: str = MEAN.id, by: tuple[str, str] = ("", "")
    ) -> Figure | None:
        """A figure of this report's place, or of another, beside the benchmark."""
        return self.figures.one(Key(kind, measure, place or self.place, statistic, by), self.places.benchmark)

    def response(self, statistic: Statistic, place: str = "", by: tuple[str, str] = ("", "")) -> Figure | None:
        """A figure of who answered, in this report's place or in another."""
        return self.figure("response", statistic.id, place, statistic.name, by)

    def theme(self, theme: Theme, place: str = "", by: tuple[str, str] = ("", "")) -> Figure | None:
        """A theme's mean beside the benchmark; a unit's difference is judged among all units and all themes at once.

        The interval of such a difference is simultaneous over the units, and its p is corrected for the units and for
        the themes of the unit (``stands-out``). Where the units were not tried together, the difference stands alone.
        That of a group has its own interval, and p corrected for all groups of the place (``groups-stand-out``).
        A difference that its family does not judge is left out: nothing says how sure it is among the others.
        """
        own = self.figure("theme", theme.id, place, by=by)
        if by[0] in self.spec.groups:
            family = self.figures.one(
                Key("theme", theme.id, place or self.place, GROUPS_STAND_OUT.id, by), self.places.benchmark, only=True
            )
            if own is None or family is None or family.p is None:
                return _not_compared(own)
            return replace(own, p=family.p)
        simultaneous = self.stands_out(theme, place) if by == ("", "") else None
        if own is None or simultaneous is None:
            return own
        if simultaneous.p is None:
            return _not_compared(own)
        ends = {name: getattr(simultaneous, name) for name in ("difference_low", "difference_high", "p")}
        return replace(own, **ends)

    def stands_out(self, theme: Theme, place: str = "") -> Figure | None:
        """The difference of a unit tried together with all others; None where they were not, or beside another mean."""
        key = Key("theme", theme.id, place or self.place, STANDS_OUT.id)
        return self.figures.one(key, self.places.benchmark, only=True)

    def verdict(self, theme: Theme, place: str = "") -> Verdict:
        """What may be said of a theme's difference from the benchmark."""
        return judge(self.theme(theme, place), self.relevance.between_units)

    @cached_property
    def simultaneous(self) -> bool:
        """Are the differences between units and the benchmark tried together?"""
        return any(self.stands_out(theme, place) is not None for theme in self.themes for place in self.places.units)


def _not_compared(figure: Figure | None) -> Figure | None:
    """The figure beside nothing."""
    if figure is None:
        return None
    return replace(figure, difference=None, difference_se=None, difference_low=None, difference_high=None, p=None)


def gather(shelf: FigureStore, wave: FrozenWave, place: str, language: str) -> ReportContext:
    """Everything a report of one place speaks of: its own figures, the whole's, and each unit's themes."""
    name, whole = wave.spec.name, wave.spec.place_code
    figures: list[Figure] = []
    owned = tuple(dict.fromkeys((place, whole, f"{whole}.units")))
    for own in owned:
        figures += shelf.figures(wave=name, place=own, group_by="")
        for by in (*wave.spec.groups, COMPARE):
            for kind, statistic in grouped(by):
                figures += shelf.figures(wave=name, place=own, group_by=by, kind=kind, statistic=statistic)
    for unit in wave.spec.units:
        if unit.code != place:
            for kind in OF_OTHER_PLACES:
                figures += shelf.figures(wave=name, place=unit.code, group_by="", kind=kind)
    index = FigureIndex(tuple(figures), owned)
    return ReportContext(mark_names(wave), place, language, index, shelf.facts(name))

"""What one report is about: a wave, a place, a language, and every figure it may speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from borgerpuls.dataset.wave import FrozenWave, WaveSpec
from borgerpuls.languages import alphabetical
from borgerpuls.messages import _
from borgerpuls.method.comparison.rule_sets import RULES, Rules
from borgerpuls.questionnaire.model import Code, Item, Questionnaire, Scale, Theme
from borgerpuls.reports.context.scale_bounds import within
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text

WHOLE_MEAN = _("the mean of {whole}")
UNITS_MEAN = _("the mean over {units}")
NO_REGION = _("No region")
FROM = _("{least} from {n} answers")
UNITS = _("Mean over {units}")


def unbroken(words: str) -> str:
    """A per cent sign is never parted from its number, nor from the word it opens: "95 %-interval"; nor is "n = 5"."""
    return words.replace(" %", "\u00a0%").replace("%-", "%\u2011").replace(" = ", "\u00a0=\u00a0")


def capital(words: str) -> str:
    """The words as they open a sentence or stand alone."""
    return words[:1].upper() + words[1:]


def kind(figure: Figure) -> str:
    """``theme``, ``item``, ``local`` or ``response``: the second part of the address."""
    return figure.address.split("/")[1]


class Key(NamedTuple):
    """What a figure says: the kind of measure, which one, where, which statistic, of which group ("", "": all)."""

    kind: str
    measure: str
    place: str
    statistic: str = "mean"
    by: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Found:
    """Figures found again by what they say. Where a figure stands beside several others, ``beside`` picks one."""

    figures: tuple[Figure, ...]

    @cached_property
    def _index(self) -> Mapping[Key, list[Figure]]:
        index: dict[Key, list[Figure]] = {}
        for f in self.figures:
            index.setdefault(Key(kind(f), f.measure, f.place, f.statistic, (f.group_by, f.group)), []).append(f)
        return index

    def one(self, key: Key, beside: str = "", only: bool = False) -> Figure | None:
        """The figure, beside the wanted place where it stands beside several; None when there is none.

        ``only``: beside the wanted place or none.
        """
        alike = self._index.get(key, [])
        return next((f for f in alike if f.compared_with == beside), alike[0] if alike and not only else None)


@dataclass(frozen=True)
class Subject:
    """One report's wave, place (a unit's code, or the whole's) and language, with the figures of the wave."""

    wave: FrozenWave
    place: str
    language: str
    found: Found
    facts: Mapping[str, Any]

    @property
    def spec(self) -> WaveSpec:
        return self.wave.spec

    @property
    def questionnaire(self) -> Questionnaire:
        return self.wave.questionnaire

    def say(self, text: Text, **values: object) -> str:
        """The words in the report's language, with the survey's own words for unit and person filled in.

        Only this language is asked for: a survey need not be written in the others. A sentence that ends in "pct." has
        its stop already.
        """
        words = self.questionnaire.words
        own = {"unit": words.unit, "units": words.units, "whole": words.whole}
        filled = {**own, "person": words.person, "persons": words.persons, **values}
        spoken = {name: value[self.language] if isinstance(value, Text) else value for name, value in filled.items()}
        return unbroken(text[self.language].format(**spoken)).replace("pct..", "pct.")

    @property
    def unit_head(self) -> str:
        """The survey's word for a unit, as the head of a column."""
        return capital(self.questionnaire.words.unit[self.language])

    @property
    def name(self) -> str:
        return self.name_of(self.place)

    def name_of(self, place: str) -> str:
        """What a place is called where it stands alone: a column, a key, a title."""
        if place == self.spec.place_code:
            return self.spec.place[self.language]
        if place == f"{self.spec.place_code}.units":
            return self.say(UNITS)
        return next(unit.name for unit in self.spec.units if unit.code == place)[self.language]

    @property
    def benchmark(self) -> str:
        """The place that every figure stands beside: the whole over persons, or over units."""
        code = self.spec.place_code
        return code if self.spec.national == "citizens" else f"{code}.units"

    @property
    def benchmark_name(self) -> str:
        """The benchmark inside a sentence: "gennemsnittet for hele landet"."""
        return self.say(WHOLE_MEAN if self.spec.national == "citizens" else UNITS_MEAN)

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of all units in Danish alphabetical order of their names."""
        return tuple(u.code for u in sorted(self.spec.units, key=lambda unit: alphabetical(unit.name[self.language])))

    @property
    def regions(self) -> list[tuple[str, list[str]]]:
        """The units region by region, in the order in which the wave names regions, those of none last; one region
        without a name holds them all where the wave knows no more than one."""
        group = {unit.code: unit.group for unit in self.spec.units}
        named = {key: name[self.language] for key, name in self.spec.regions.items()}
        called = {key: named.get(key, key) for key in (*named, *sorted({g for g in group.values() if g}))}
        found = [(name, [place for place in self.places if group[place] == key]) for key, name in called.items()]
        found = [(name, places) for name, places in found if places]
        alone = [place for place in self.places if group[place] is None]
        if len(found) < 2:
            return [("", list(self.places))]
        return [*found, (self.say(NO_REGION), alone)] if alone else found

    @property
    def overall(self) -> Theme:
        """The theme that reports lead with."""
        questionnaire = self.questionnaire
        return questionnaire.theme(questionnaire.overall) if questionnaire.overall else questionnaire.themes[0]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The themes, the overall one first."""
        return (self.overall, *(t for t in self.questionnaire.themes if t.id != self.overall.id))

    def figure(
        self, kind: str, measure: str, place: str = "", statistic: str = "mean", by: tuple[str, str] = ("", "")
    ) -> Figure | None:
        """A figure of this report's place, or of another, beside the benchmark."""
        return self.found.one(Key(kind, measure, place or self.place, statistic, by), self.benchmark)

    def theme(self, theme: Theme, place: str = "", by: tuple[str, str] = ("", "")) -> Figure | None:
        """A theme's mean beside the benchmark; a unit's difference is judged among all units and all themes at once.

        The interval of such a difference is simultaneous over the units, and its p is corrected for the units and for
        the themes of the unit (``stands-out``). Where the units were not tried together, the difference stands alone.
        """
        own = self.figure("theme", theme.id, place, by=by)
        tried = self.standing(theme, place) if by == ("", "") else None
        if own is None or tried is None or tried.difference is None:
            return own
        judged = {name: getattr(tried, name) for name in ("difference_low", "difference_high", "p")}
        return replace(own, **judged)

    def standing(self, theme: Theme, place: str = "") -> Figure | None:
        """The difference of a unit tried together with all others; None where they were not, or beside another mean."""
        return self.found.one(Key("theme", theme.id, place or self.place, "stands-out"), self.benchmark, only=True)

    @property
    def together(self) -> bool:
        """Are the differences between units and the benchmark tried together?"""
        return any(self.standing(theme, place) is not None for theme in self.themes for place in self.places)

    @property
    def rules(self) -> Rules:
        """The rule set that the wave names; the default's where it is not known."""
        return RULES.get(self.spec.rules, RULES["default"])

    @property
    def relevant(self) -> float:
        """The least difference between a unit and the whole that is worth telling."""
        return self.rules.least(0.0, between_units=True, relevant=self.spec.relevant)

    @property
    def relevant_words(self) -> str:
        """The least difference inside one place in words: "0,10", or by the number of answers "0,65 (80 svar), …"."""
        steps = self.rules.inside
        if not steps:
            return number.mean(self.relevant, self.language)
        words = (
            self.say(
                FROM, least=number.mean(max(least, self.spec.relevant), self.language), n=number.count(n, self.language)
            )
            for n, least in steps
        )
        return ", ".join(words)

    def relevant_inside(self, figure: Figure | None) -> float:
        """The least difference inside one place, over time or between groups, on the answers behind a figure."""
        n = figure.n if figure is not None and figure.n is not None else 0
        return self.rules.least(n, between_units=False, relevant=self.spec.relevant)

    def scale(self, theme: Theme) -> Scale:
        return self.items(theme)[0].scale

    def items(self, theme: Theme) -> tuple[Item, ...]:
        return tuple(self.questionnaire.item(item) for item in theme.items)

    def groups(self, background: str) -> tuple[Code, ...]:
        """The codes of a background variable in force when the wave opened."""
        codes = self.questionnaire.background(background).at(self.spec.opened)
        return codes.codes if codes else ()


def gather(shelf: FigureStore, wave: FrozenWave, place: str, language: str) -> Subject:
    """Everything a report of one place speaks of: its own figures, the whole's, and each unit's themes."""
    name, whole = wave.spec.name, wave.spec.place_code
    figures: list[Figure] = []
    for own in dict.fromkeys((place, whole, f"{whole}.units")):
        figures += shelf.figures(wave=name, place=own, group_by="")
        for by in (*wave.spec.groups, "compare"):
            figures += shelf.figures(wave=name, place=own, group_by=by, kind="theme", statistic="mean")
            figures += shelf.figures(wave=name, place=own, group_by=by, kind="response")
        for statistic in ("detectable", "overlap", "randomised"):
            figures += shelf.figures(wave=name, place=own, group_by="compare", kind="theme", statistic=statistic)
    for unit in wave.spec.units:
        if unit.code != place:
            for kind in ("theme", "response"):
                figures += shelf.figures(wave=name, place=unit.code, group_by="", kind=kind)
    found = Found(tuple(within(figures, wave.questionnaire)))
    return Subject(wave, place, language, found, shelf.facts(name))

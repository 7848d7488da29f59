"""The places of a wave: its units in order and by region, the whole, and the benchmark, each with its name."""

from dataclasses import dataclass
from functools import cached_property

from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.languages import alphabetical
from borgerpuls.messages import _
from borgerpuls.reports.context.phrases import Phrases

WHOLE_MEAN = _("the mean of {whole}")
UNITS_MEAN = _("the mean over {units}")
NO_REGION = _("No region")
UNITS = _("Mean over {units}")


@dataclass(frozen=True)
class Places:
    """Codes and names of a wave's places in one language."""

    spec: WaveSpec
    phrases: Phrases

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Codes of all units in Danish alphabetical order of their names."""
        language = self.phrases.language
        return tuple(u.code for u in sorted(self.spec.units, key=lambda unit: alphabetical(unit.name[language])))

    @property
    def whole(self) -> str:
        """The code of all units together, as the mean over persons."""
        return self.spec.place_code

    @property
    def units_mean(self) -> str:
        """The code of all units together, as the mean over units."""
        return f"{self.spec.place_code}.units"

    @property
    def benchmark(self) -> str:
        """The place that every figure stands beside: the whole over persons, or over units."""
        return self.whole if self.spec.national == "citizens" else self.units_mean

    @property
    def benchmark_name(self) -> str:
        """The benchmark inside a sentence: "gennemsnittet for hele landet"."""
        return self.phrases.say(WHOLE_MEAN if self.spec.national == "citizens" else UNITS_MEAN)

    def name_of(self, place: str) -> str:
        """What a place is called where it stands alone: a column, a key, a title."""
        if place == self.whole:
            return self.spec.place[self.phrases.language]
        if place == self.units_mean:
            return self.phrases.say(UNITS)
        return next(unit.name for unit in self.spec.units if unit.code == place)[self.phrases.language]

    @cached_property
    def regions(self) -> list[tuple[str, list[str]]]:
        """The units region by region, in the order in which the wave names regions, those of none last; one region
        without a name holds them all where the wave knows no more than one."""
        group = {unit.code: unit.group for unit in self.spec.units}
        named = {key: name[self.phrases.language] for key, name in self.spec.regions.items()}
        called = {key: named.get(key, key) for key in (*named, *sorted({g for g in group.values() if g}))}
        members = [(name, [place for place in self.units if group[place] == key]) for key, name in called.items()]
        members = [(name, places) for name, places in members if places]
        alone = [place for place in self.units if group[place] is None]
        if len(members) < 2:
            return [("", list(self.units))]
        return [*members, (self.phrases.say(NO_REGION), alone)] if alone else members

"""The declaration of a published statistic: one object says what it is, what makes it and how it may be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.results.declaration.compared_means import ComparedMeans
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.figures.figure_block import FigureBlock
from borgerpuls.text import Text


@dataclass(frozen=True, eq=False)
class Inputs:
    """What the statistics of one wave are made from.

    ``series`` are the waves that lead to it, oldest first, itself the last. ``made`` holds blocks of
    statistics that another one is made from.
    """

    wave: WaveEstimates
    series: tuple[WaveEstimates, ...] = ()
    made: dict[str, tuple[FigureBlock, ...]] = field(default_factory=dict)

    @property
    def earlier(self) -> WaveEstimates | None:
        """The wave before, where it is at hand."""
        return self.series[-2] if len(self.series) > 1 else None

    @cached_property
    def means(self) -> ComparedMeans:
        """The means of themes and items among everybody."""
        return ComparedMeans.of_wave(self.wave)


@dataclass(frozen=True, eq=False)
class Need:
    """Something that a wave may lack; a statistic that needs it has no figure then."""

    what: str
    met: Callable[[Inputs], bool]


def _nonrespondents(inputs: Inputs) -> bool:
    everybody = inputs.wave.groupings[EVERYBODY]
    return bool((everybody.eligible > everybody.answered).any())


NONRESPONDENTS = Need("persons who were asked and did not answer", _nonrespondents)
GROUPS = Need("a group variable", lambda inputs: bool(inputs.wave.spec.groups))
CASE_MIX = Need("`case_mix` variables in the wave file", lambda inputs: bool(inputs.wave.spec.case_mix))
LOCAL_COMPARISON = Need("a unit's own comparison", lambda inputs: "compare" in inputs.wave.shared)
PAIRS = Need("sums of products in the tally", lambda inputs: bool(inputs.wave.tally.pairs))
EARLIER_WAVE = Need("the earlier wave", lambda inputs: inputs.earlier is not None)


def several_units(least: int) -> Need:
    """At least so many units."""
    return Need(f"{least} units", lambda inputs: len(inputs.wave.weighting.units) >= least)


def several_waves(least: int) -> Need:
    """A series of at least so many waves."""
    return Need(f"{least} waves in a series", lambda inputs: len(inputs.series) >= least)


class Unit(Enum):
    """What a number is measured in, and with how many decimals it is told."""

    SCALE = "the answers' own scale", 2
    SHARE = "share, 0 to 1", 3
    PERSONS = "persons", 0
    PLACES = "units", 0
    RANK = "place", 0
    RATIO = "ratio", 2
    STANDARD_ERRORS = "standard errors", 2

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def decimals(self) -> int:
        return self.value[1]


@dataclass(frozen=True)
class Formula:
    """What a figure is in words, its ``lines`` of algebra, and the ``sources`` they are taken from."""

    what: Text
    lines: tuple[str, ...]
    sources: tuple[str, ...]


Lines = tuple[str, ...] | Callable[[Figure, WaveSpec], tuple[str, ...]]
"""The same for every figure, or as the figure and its wave have it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Statistic:
    """One published statistic, declared beside the function that makes its figures.

    ``id`` is the end of its address; of a response figure it is the measure. ``column`` is what stands in the column
    ``statistic``, where it is another word; ``share`` stands for ``share=CODE``. ``kinds`` are those of its measures.
    ``function`` makes its blocks of figures, and perhaps those of other statistics: it runs once, when the wave has
    all that they ``need``; ``after`` is the id of one whose blocks it takes. ``row`` says where its rows stand among
    those of the wave.

    ``label`` names it to readers; ``where`` and ``columns`` say in docs/figures.md which places have it, and what its
    estimate, difference, p and n are. ``formula`` and ``sources`` stand in a trace. ``unit`` says what the estimate is
    measured in; ``rounding`` with how many decimals it is told, where the unit's own do not serve. ``hiding`` are the
    reasons for which it may be hidden (``figures.suppression``). ``grouped`` are the kinds of which reports tell it by
    group. ``drawn``: it rests on draws, which the wave's ``seed`` and ``draws`` make again. ``reproduced``: a trace
    has an R script that makes it again. ``optional``: it is made for waves that name it in ``statistics``.
    """

    id: str
    label: Text
    function: Callable[[Inputs], Iterator[FigureBlock]]
    kinds: tuple[str, ...]
    where: str
    columns: str
    formula: Lines
    unit: Unit
    hiding: tuple[str, ...]
    row: int
    sources: Lines = ()
    needs: tuple[Need, ...] = ()
    after: str = ""
    column: str = ""
    rounding: int | None = None
    grouped: tuple[str, ...] = ()
    drawn: bool = False
    reproduced: bool = False
    optional: bool = False

    @property
    def name(self) -> str:
        """What stands in the column ``statistic``."""
        return self.column or self.id

    @property
    def decimals(self) -> int:
        """With how many decimals the estimate is told."""
        return self.unit.decimals if self.rounding is None else self.rounding

    def formula_of(self, figure: Figure, spec: WaveSpec) -> Formula:
        """The formula and the sources of one of its figures."""
        lines, sources = (part(figure, spec) if callable(part) else part for part in (self.formula, self.sources))
        return Formula(self.label, lines, sources)

"""A frozen wave: what its folder says of itself, as small frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from borgerpuls.dataset.analysis_plan import Addition, AnalysisPlan
from borgerpuls.method.comparison.rule_sets import RULES, Rules
from borgerpuls.problems import Problem
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text


@dataclass(frozen=True)
class Unit:
    """A reporting unit: a municipality, a boarding area, a company. ``code`` is text and keeps its zeros.

    ``weighting`` in the wave says how it answers for its population; ``group`` is its region (or None).
    """

    code: str
    name: Text
    group: str | None = None


WeightingMethod = Literal["none", "poststratify", "rake", "greg", "given"]


@dataclass(frozen=True)
class Weighting:
    """How answers stand for the population.

    ``none``: every answer counts alike. ``poststratify``: weights make each cell of ``by`` inside a unit as large
    as in the frame. ``rake`` and ``greg``: weights make each category of each variable of ``by`` inside a unit as large
    as in the frame, by raking or by linear (generalised regression) calibration. ``given``: the file brought its own
    weights (column ``weight``).
    ``minimum`` answers make a cell (a category) stand alone; a thinner one joins its neighbour in the order of ``by``,
    the last variable first. ``bounds`` (raking and GREG) hold every new weight between so many times the one before.
    """

    method: WeightingMethod
    by: tuple[str, ...] = ()
    minimum: int = 20
    bounds: tuple[float, float] | None = None


ShareInterval = Literal["jeffreys", "beta", "rare"]
OPTIONAL_STATISTICS = ("median",)
"""The statistics that a wave may ask for, as ``results`` declares them."""


@dataclass(frozen=True)
class WaveSpec:
    """``wave.toml``: name, field period, units, strata, weighting, rule set and national mean of one wave."""

    name: str
    title: Text
    opened: date
    closed: date
    units: tuple[Unit, ...]
    place: Text
    """The name of the whole: "Hele landet"."""
    place_code: str
    """The whole's code in addresses: ``dk``."""
    strata: tuple[str, ...]
    """Columns of persons that make a sampling stratum inside a unit, besides the unit itself; often empty."""
    weighting: Weighting
    groups: tuple[str, ...]
    """Background variables that figures are broken down by."""
    compare: Mapping[str, Text]
    """Unit code -> name of its local comparison (column ``compare``, "1" against "0"); empty for most."""
    compare_groups: Mapping[str, tuple[Text, Text]]
    """Unit code -> names of the groups "0" and "1" of its local comparison."""
    national: Literal["citizens", "municipalities"]
    """The national mean that reports compare with: over persons (weights N) or over units (1/H)."""
    rules: str = "default"
    fpc: bool = False
    hide_below: int = 5
    dominance: float = 0.5
    """A figure is hidden where one person carries more than this share of the weight."""
    relevant: float = 0.1
    invented: Text | None = None
    """Set when nobody ever gave these answers; then printed on every page."""
    previous: str | None = None
    """Name of the wave before, which a change is measured from."""
    case_mix: tuple[str, ...] = ()
    """Background variables that units do not control: their means are also shown adjusted for these."""
    same_persons: bool = False
    """Is a pseudonym in this wave and in the previous one the same person? Only then are they joined."""
    regions: Mapping[str, Text] = field(default_factory=dict)
    """Group of a unit -> its name, in the order that reports show them; a group left out is called what it is."""
    randomised: tuple[str, ...] = ()
    """Units whose local comparison was drawn by lot: chance, and nobody's choice, put persons into its groups."""
    statistics: tuple[str, ...] = ()
    """Statistics that are made for this wave though they are off by default (``OPTIONAL_STATISTICS``)."""
    share_interval: ShareInterval = "jeffreys"
    """Interval of shares: ``jeffreys`` for the effective number of answers, ``beta`` (Korn & Graubard, never too short,
    mostly too long), or ``rare``, the same whose effective number is never larger than the answers there are."""
    clusters: bool = False
    """Were persons drawn in clusters (flights, households, classes)? The column ``cluster`` then says in which."""
    note: Text | None = None
    """What the intervals of this wave leave out; printed with the method in every report."""

    @property
    def rule_set(self) -> Rules:
        """The rule set that ``rules`` names; the default's where it is not known."""
        return RULES.get(self.rules, RULES["default"])


@dataclass(frozen=True)
class FrozenWave:
    """One wave on disk, checked against its manifest: who was asked, what they answered, whom they stand for.

    ``persons.parquet`` has a row a person invited: ``person`` (a pseudonym), ``unit`` (text), ``disposition``
    (text, see ``DISPOSITIONS``), the background variables (text codes, null where unknown), ``weight`` (decimal
    text, only where given), ``compare`` and ``cluster`` (text, only where used), then one small-integer column an item
    (the category's ``code``, null where unanswered). Rows are sorted by unit and background, so that one cell's
    persons lie together. ``population.parquet`` has ``unit``, the columns of ``strata`` and of ``weighting.by``,
    perhaps further background variables, and ``count``.
    """

    folder: Path
    spec: WaveSpec
    questionnaire: Questionnaire
    digests: Mapping[str, str]
    """File name -> SHA-256, as in the manifest."""
    warnings: tuple[Problem, ...] = ()
    """What the import warned of; the manifest keeps it, and the method page and ``trace`` tell it."""
    plan: AnalysisPlan | None = None
    """The plan of analysis; None in a wave of an earlier version, which kept none."""
    added: tuple[Addition, ...] = ()
    """What the wave tells beyond its plan: it is marked as found afterwards wherever it is told."""

    @property
    def persons(self) -> Path:
        return self.folder / "persons.parquet"

    @property
    def population(self) -> Path:
        return self.folder / "population.parquet"


DISPOSITIONS = (
    "complete",  # AAPOR 1.1: every page reached
    "partial",  # AAPOR 1.2: enough to count
    "breakoff",  # AAPOR 2.12: opened and left before it counts
    "refused",  # AAPOR 2.11
    "no_answer",  # AAPOR 2.2: never heard from
    "not_reached",  # AAPOR 3.x: the invitation did not arrive
    "ineligible",  # AAPOR 4.x: says that they are not in the group
)
ANSWERED = ("complete", "partial")

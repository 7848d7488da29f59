"""Small made waves with everything a figure can meet: themes, don't-knows, local items, groups, a thin unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from borgerpuls.dataset.count import tally
from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import FrozenWave, Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.read import read
from borgerpuls.results.build import lay_out
from borgerpuls.results.counted import Counted, estimate
from borgerpuls.results.figure import Figure
from borgerpuls.results.figures import Figures
from borgerpuls.results.means import Means
from borgerpuls.text import Text

SOURCE = """
id = "made"
title = { da = "Lavet", en = "Made" }
languages = ["da", "en"]
overall = "overall"

[words]
unit = { da = "kommune", en = "municipality" }
units = { da = "kommuner", en = "municipalities" }
whole = { da = "hele landet", en = "the whole country" }
person = { da = "borger", en = "citizen" }
persons = { da = "borgere", en = "citizens" }

[[scales]]
id = "agree"
categories = [
  { code = 1, label = { da = "Meget uenig", en = "Strongly disagree" } },
  { code = 2, label = { da = "Uenig", en = "Disagree" } },
  { code = 3, label = { da = "Hverken", en = "Neither" } },
  { code = 4, label = { da = "Enig", en = "Agree" }, favourable = true },
  { code = 5, label = { da = "Meget enig", en = "Strongly agree" }, favourable = true },
  { code = 8, label = { da = "Ved ikke", en = "Do not know" }, kind = "dont_know" },
  { code = 9, label = { da = "Ikke relevant", en = "Not relevant" }, kind = "not_relevant" },
]

[[scales]]
id = "degree"
categories = [
  { code = 0, label = { da = "Slet ikke", en = "Not at all" } },
  { code = 1, label = { da = "Lidt", en = "A little" } },
  { code = 2, label = { da = "Meget", en = "Much" }, favourable = true },
]

[[themes]]
id = "overall"
name = { da = "Samlet", en = "Overall" }

[[themes]]
id = "meeting"
name = { da = "Mødet", en = "The meeting" }

[[items]]
id = "help"
scale = "agree"
theme = "overall"
wording = { da = "Fik du hjælp?", en = "Did you get help?" }
short = { da = "Hjælp", en = "Help" }

[[items]]
id = "speed"
scale = "agree"
theme = "overall"
wording = { da = "Gik det hurtigt?", en = "Was it fast?" }
short = { da = "Fart", en = "Speed" }

[[items]]
id = "gain"
scale = "agree"
theme = "overall"
wording = { da = "Fik du noget ud af det?", en = "Did you gain from it?" }
short = { da = "Udbytte", en = "Gain" }

[[items]]
id = "listened"
scale = "degree"
theme = "meeting"
wording = { da = "Blev du hørt?", en = "Were you heard?" }
short = { da = "Hørt", en = "Heard" }

[[items]]
id = "alone"
scale = "degree"
wording = { da = "Var du alene?", en = "Were you alone?" }
short = { da = "Alene", en = "Alone" }

[[local]]
unit = "0101"
scale = "agree"
wording = { da = "Er byen god?", en = "Is the town good?" }
short = { da = "By", en = "Town" }

[[backgrounds]]
id = "age"
label = { da = "Alder", en = "Age" }
[[backgrounds.lists]]
id = "age"
codes = [
  { id = "18-29", label = { da = "18-29 år", en = "18-29" }, low = 18, high = 29 },
  { id = "30-49", label = { da = "30-49 år", en = "30-49" }, low = 30, high = 49 },
  { id = "50-", label = { da = "50 år eller mere", en = "50 or more" }, low = 50 },
]

[[backgrounds]]
id = "sex"
label = { da = "Køn", en = "Sex" }
[[backgrounds.lists]]
id = "sex"
codes = [
  { id = "m", label = { da = "Mand", en = "Man" } },
  { id = "f", label = { da = "Kvinde", en = "Woman" } },
]
"""

UNITS = ("0101", "0147", "0230", "0360")
AGES = ("18-29", "30-49", "50-")
ITEMS = {"help": "agree", "speed": "agree", "gain": "agree", "listened": "degree", "alone": "degree"}
CODES = {"agree": (1, 2, 3, 4, 5, 8, 9), "degree": (0, 1, 2)}

SPEC = WaveSpec(
    name="2024-spring",
    title=Text(da="Foråret 2024", en="Spring 2024"),
    opened=date(2024, 3, 1),
    closed=date(2024, 4, 30),
    units=tuple(Unit(code, Text(da=f"Sted {code}", en=f"Place {code}")) for code in UNITS),
    place=Text(da="Hele landet", en="The whole country"),
    place_code="dk",
    strata=(),
    weighting=Weighting("poststratify", ("age",)),
    groups=("age", "sex"),
    compare={"0147": Text(da="Forsøg", en="Trial")},
    compare_groups={"0147": (Text(da="Uden", en="Without"), Text(da="Med", en="With"))},
    national="citizens",
)


@dataclass(frozen=True)
class Made:
    """Columns of persons as plain lists, frame counts, and a way to freeze them."""

    persons: Mapping[str, list[Any]]
    population: Mapping[str, list[Any]]
    spec: WaveSpec
    source: str = SOURCE

    def freeze(self, folder: Path) -> FrozenWave:
        return write_wave(folder, self.spec, read(self.source), pa.table(self.persons), pa.table(self.population))

    def change(self, **spec: Any) -> "Made":
        """Another wave file; columns that it does not need are left out."""
        made = replace(self, spec=replace(self.spec, **spec))
        cells = dict.fromkeys((*made.spec.strata, *made.spec.weighting.by))
        keep = {n: c for n, c in self.persons.items() if n != "weight" or made.spec.weighting.method == "given"}
        keep = {n: c for n, c in keep.items() if n != "compare" or made.spec.compare}
        counts: dict[tuple[Any, ...], int] = {}
        for row, count in enumerate(self.population["count"]):
            key = tuple(self.population[name][row] for name in ("unit", *cells))
            counts[key] = counts.get(key, 0) + count
        frame = {name: [key[i] for key in counts] for i, name in enumerate(("unit", *cells))}
        return replace(made, persons=keep, population={**frame, "count": list(counts.values())})


def make(seed: int = 1, sizes: tuple[int, ...] = (90, 60, 40, 12), **spec: Any) -> Made:
    """Random persons: about six in ten answer, items go unanswered, age is unknown for a few, the last unit is thin."""
    random = np.random.default_rng(seed)
    rows = sum(sizes)
    unit = np.repeat(UNITS[: len(sizes)], sizes).tolist()
    age = random.choice([*AGES, None], rows, p=[0.3, 0.4, 0.28, 0.02]).tolist()
    sex = random.choice(["m", "f"], rows).tolist()
    disposition = random.choice(
        ["complete", "partial", "no_answer", "refused", "ineligible"], rows, p=[0.5, 0.1, 0.3, 0.05, 0.05]
    )
    silent = ~np.isin(disposition, ["complete", "partial"])
    persons: dict[str, list[Any]] = {
        "person": [f"p{row:04}" for row in random.permutation(rows)],
        "unit": unit,
        "disposition": disposition.tolist(),
        "age": age,
        "sex": sex,
        "weight": [f"{w:.2f}" for w in random.choice([0.5, 1.25, 3.1], rows)],
        "compare": [str(c) if u == "0147" else None for u, c in zip(unit, random.integers(0, 2, rows), strict=True)],
    }
    for item, scale in (*ITEMS.items(), ("local_1", "agree")):
        codes = random.choice(CODES[scale], rows)
        asked = np.array(unit) == "0101" if item == "local_1" else np.ones(rows, dtype=bool)
        missing = silent | (random.random(rows) < 0.15) | ~asked
        persons[item] = [None if gone else int(code) for gone, code in zip(missing, codes, strict=True)]
    cells = [(u, a, s) for u in UNITS[: len(sizes)] for a in (None, *AGES) for s in ("m", "f")]
    population = {
        "unit": [u for u, _, _ in cells],
        "age": [a for _, a, _ in cells],
        "sex": [s for _, _, s in cells],
        "count": [int(c) if a else 3 for (_, a, _), c in zip(cells, random.integers(60, 900, len(cells)), strict=True)],
    }
    used = tuple(u for u in SPEC.units if u.code in set(unit))
    return Made(persons, population, SPEC).change(units=used, **spec)


@pytest.fixture
def answerable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit's own comparison is shown however small the groups are."""
    monkeypatch.setattr("borgerpuls.results.local.LARGEST", np.inf)


@pytest.fixture(scope="session")
def maker() -> Callable[..., Made]:
    return make


@pytest.fixture(scope="session")
def wave(tmp_path_factory: pytest.TempPathFactory) -> FrozenWave:
    return make().freeze(tmp_path_factory.mktemp("waves") / "2024-spring")


@dataclass(frozen=True)
class Two:
    """Two waves of a thousand persons in four units, of which 0101 answers lower on the theme ``overall``."""

    now: Counted
    then: Counted
    figures: Figures

    def find(self, address: str) -> Figure:
        return self.figures.find(f"2024-spring/{address}")

    def mean(self, wave: Counted, kind: str, measure: str) -> tuple[Any, Any]:
        """Value and variance [U + 2] of a mean among everybody."""
        means = Means.of(wave)
        at = list(zip(means.kind, means.measure, strict=True)).index((kind, measure))
        return means.estimates.value[:, at], means.estimates.se[:, at] ** 2


def lower(made: Made, unit: str) -> Made:
    """The same persons, but in one unit they answer two steps lower on the items of ``overall``."""
    persons = dict(made.persons)
    for item in ("help", "speed", "gain"):
        pairs = zip(persons[item], persons["unit"], strict=True)
        persons[item] = [max(1, c - 2) if c and c < 8 and u == unit else c for c, u in pairs]
    return replace(made, persons=persons)


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("two")
    sizes, mix = (400, 300, 200, 120), ("age", "sex")
    now = lower(make(1, sizes, previous="2023-spring", case_mix=mix), "0101").freeze(folder / "now")
    then = make(2, sizes).change(name="2023-spring").freeze(folder / "then")
    counted = [estimate(wave, tally(wave, pairs=True)) for wave in (now, then)]
    return Two(counted[0], counted[1], lay_out(counted))

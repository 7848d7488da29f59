"""Made waves: persons, a frame and the wave's own facts, all invented, ready to freeze into a folder.

``make`` draws persons at random, of every disposition; ``boundaries`` sets them by hand, each unit on one boundary.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from borgerpuls.dataset.analysis_plan import AnalysisPlan
from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import ANSWERED, FrozenWave, Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text
from made.questionnaires import SURVEY

UNITS = ("0101", "0147", "0230", "0360")
AGES = ("18-29", "30-49", "50-")
ITEMS = {"help": "agree", "speed": "agree", "gain": "agree", "listened": "degree", "alone": "degree"}
CODES = {"agree": (1, 2, 3, 4, 5, 8, 9), "degree": (0, 1, 2)}

SHARES = {
    "complete": 0.5, "partial": 0.1, "no_answer": 0.2, "breakoff": 0.06, "not_reached": 0.04, "refused": 0.05,
    "ineligible": 0.05,
}  # fmt: skip
"""How often each disposition is drawn."""

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
    source: str = SURVEY

    def freeze(self, folder: Path, plan: AnalysisPlan | None = None) -> FrozenWave:
        persons, population = pa.table(self.persons), pa.table(self.population)
        return write_wave(folder, self.spec, read(self.source), persons, population, plan=plan)

    def change(self, **spec: Any) -> "Made":
        """Another wave file; columns that it does not need are left out."""
        made = replace(self, spec=replace(self.spec, **spec))
        cells = dict.fromkeys((*made.spec.strata, *made.spec.weighting.by))
        keep = {n: c for n, c in self.persons.items() if n != "weight" or made.spec.weighting.method == "given"}
        keep = {n: c for n, c in keep.items() if n != "compare" or made.spec.compare}
        keep = {n: c for n, c in keep.items() if n != "cluster" or made.spec.clusters}
        counts: dict[tuple[Any, ...], int] = {}
        for row, count in enumerate(self.population["count"]):
            key = tuple(self.population[name][row] for name in ("unit", *cells))
            counts[key] = counts.get(key, 0) + count
        frame = {name: [key[i] for key in counts] for i, name in enumerate(("unit", *cells))}
        return replace(made, persons=keep, population={**frame, "count": list(counts.values())})


def make(seed: int = 1, sizes: tuple[int, ...] = (90, 60, 40, 12), **spec: Any) -> Made:
    """Random persons of every disposition: about six in ten answer, items go unanswered, age is unknown for a few, the
    last unit is thin. Those who broke off answered the first question, which counts nowhere. ``clusters=True``: persons
    of a unit and a sex were drawn in clusters of about five."""
    random = np.random.default_rng(seed)
    rows = sum(sizes)
    unit = np.repeat(UNITS[: len(sizes)], sizes).tolist()
    age = random.choice([*AGES, None], rows, p=[0.3, 0.4, 0.28, 0.02]).tolist()
    sex = random.choice(["m", "f"], rows).tolist()
    disposition = random.choice(list(SHARES), rows, p=list(SHARES.values()))
    silent = ~np.isin(disposition, ANSWERED)
    persons: dict[str, list[Any]] = {
        "person": [f"p{row:04}" for row in random.permutation(rows)],
        "unit": unit,
        "disposition": disposition.tolist(),
        "age": age,
        "sex": sex,
        "weight": [f"{w:.2f}" for w in random.choice([0.5, 1.25, 3.1], rows)],
        "compare": [str(c) if u == "0147" else None for u, c in zip(unit, random.integers(0, 2, rows), strict=True)],
    }
    lot = np.random.default_rng(seed)
    persons["cluster"] = [
        f"{u}-{s}-{lot.integers(max(2, unit.count(u) // 10))}" for u, s in zip(unit, sex, strict=True)
    ]
    for item, scale in (*ITEMS.items(), ("local_1", "agree")):
        codes = random.choice(CODES[scale], rows)
        asked = np.array(unit) == "0101" if item == "local_1" else np.ones(rows, dtype=bool)
        said_nothing = silent & ~((disposition == "breakoff") & (item == "help"))
        missing = said_nothing | (random.random(rows) < 0.15) | ~asked
        persons[item] = [None if gone else int(code) for gone, code in zip(missing, codes, strict=True)]
    cells = [(u, a, s) for u in UNITS[: len(sizes)] for a in (None, *AGES) for s in ("m", "f")]
    held = Counter(zip(unit, age, sex, strict=True))
    population = {
        "unit": [u for u, _, _ in cells],
        "age": [a for _, a, _ in cells],
        "sex": [s for _, _, s in cells],
        "count": [
            max(int(c) if a else 3, held[u, a, s])
            for (u, a, s), c in zip(cells, random.integers(60, 900, len(cells)), strict=True)
        ],
    }
    used = tuple(u for u in SPEC.units if u.code in set(unit))
    return Made(persons, population, SPEC).change(units=used, **spec)


def lower(made: Made, unit: str) -> Made:
    """The same persons, but in one unit they answer two steps lower on the items of ``overall``."""
    persons = dict(made.persons)
    for item in ("help", "speed", "gain"):
        pairs = zip(persons[item], persons["unit"], strict=True)
        persons[item] = [max(1, c - 2) if c and c < 8 and u == unit else c for c, u in pairs]
    return replace(made, persons=persons)


def answering(made: Made, unit: str, item: str, codes: Sequence[int | None]) -> Made:
    """The same persons, but in one unit exactly these answer, and answer one item so."""
    persons = {name: list(column) for name, column in made.persons.items()}
    here = [row for row, u in enumerate(persons["unit"]) if u == unit]
    for place, row in enumerate(here):
        answered = place < len(codes)
        persons["disposition"][row] = "complete" if answered else "no_answer"
        for column in (*ITEMS, "local_1"):
            if not answered or column == "local_1":
                persons[column][row] = None
        if answered:
            persons[item][row] = codes[place]
    return replace(made, persons=persons)


EVERYBODY, FIVE, FOUR, NOBODY = UNITS
"""Units of ``boundaries``, each named by how many of it answered."""
UNANSWERED = ("breakoff", "refused", "no_answer", "not_reached", "ineligible")


def boundaries(**spec: Any) -> Made:
    """A wave of persons set by hand, each unit on one boundary of the rules of hiding.

    In ``EVERYBODY`` all eight answered. In ``FIVE`` and ``FOUR`` so many did, the last of them partially, and beside
    them stand one person of each other disposition and one more who broke off. In ``NOBODY`` there is one of each other
    disposition and nobody who answered. Who broke off answered the first question, which counts nowhere. The theme
    ``meeting`` has two questions, of which every second person answered exactly half, ``listened``; nobody answered
    ``alone`` in ``FOUR``. Everybody weighs the same, all are of one age, and men and women take turns.
    """
    answers = {EVERYBODY: 8, FIVE: 5, FOUR: 4, NOBODY: 0}
    rows: list[dict[str, Any]] = []
    for unit, many in answers.items():
        others = UNANSWERED if not many else ("breakoff", *UNANSWERED) if unit != EVERYBODY else ()
        said = ["complete"] * (many - 1) + (["partial"] if unit != EVERYBODY and many else ["complete"] * (many > 0))
        for k, disposition in enumerate([*said, *others]):
            answered = disposition in ANSWERED
            rows.append(
                {
                    "person": f"p{len(rows):04}",
                    "unit": unit,
                    "disposition": disposition,
                    "age": "30-49",
                    "sex": "mf"[k % 2],
                    "help": 1 + k % 5 if answered or disposition == "breakoff" else None,
                    "speed": 5 - k % 4 if answered else None,
                    "gain": (2, 4, 8)[k % 3] if answered else None,
                    "listened": k % 3 if answered else None,
                    "alone": (k + 1) % 3 if answered and k % 2 and unit != FOUR else None,
                    "local_1": None,
                }
            )
    source = SURVEY.replace('id = "alone"\nscale = "degree"', 'id = "alone"\nscale = "degree"\ntheme = "meeting"')
    frame = {"unit": list(UNITS), "count": [100, 200, 300, 400]}
    plain = replace(SPEC, weighting=Weighting("none"), groups=("sex",), compare={}, compare_groups={}, **spec)
    return Made({name: [row[name] for row in rows] for name in rows[0]}, frame, plain, source)


def twins(made: Made) -> Made:
    """Everybody twice, in a cluster of their own with the other: as sure as everybody once."""
    persons = {name: [cell for cell in column for _ in range(2)] for name, column in made.persons.items()}
    persons["cluster"] = [f"c{row // 2}" for row in range(len(persons["person"]))]
    persons["person"] = [f"{person}-{row % 2}" for row, person in enumerate(persons["person"])]
    population = {**made.population, "count": [2 * count for count in made.population["count"]]}
    return replace(made, persons=persons, population=population, spec=replace(made.spec, clusters=True))

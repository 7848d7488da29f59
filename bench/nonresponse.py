"""What is said where response depends on a group that is printed and may not be in the weighting.

Sixteen units of 500 citizens with sex, age and target group. Who answers depends on age and target group, and so do the
answers; given these, answering and answers are independent. Each wave is weighted in four ways. The truth is the mean
that everybody in the frame is expected to give. What is measured: how often the interval of a mean holds it, and in how
many municipal reports the level's sentence carries the warning that the weights fall short.

    python bench/nonresponse.py [WAVES] > bench/nonresponse.md
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import expit, ndtr
from sentences import questionnaire

from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read
from borgerpuls.reports.blocks.representativity import weights_fall_short
from borgerpuls.reports.context.report_context import gather
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text

WAVES, SEED, UNITS, CITIZENS, ITEMS = 60, 20240601, 16, 500, 9
GROUPS = {"sex": 2, "age": 3, "target": 4}
CUTS = np.array([-1.3, -0.7, 0.0, 0.8])
"""A latent answer of the standard normal kind lies in category 1 below the first, in 5 above the last."""
SHIFT = {"age": np.array([-0.2, 0.0, 0.2]), "target": np.array([-0.5, -0.1, 0.1, 0.5])}
"""How much the latent answer of a group is moved."""
PULL = {"age": np.array([-0.4, 0.0, 0.4]), "target": np.array([-1.0, -0.2, 0.2, 1.0])}
"""How much the log odds of answering are moved, from 0 (half answer)."""
SCHEMES = {
    "no weighting": Weighting("none"),
    "poststratified by sex x age": Weighting("poststratify", ("sex", "age")),
    "raked by sex, age, target": Weighting("rake", ("sex", "age", "target")),
    "raked by sex, age, target, g in 0.3-3": Weighting("rake", ("sex", "age", "target"), bounds=(0.3, 3.0)),
}
STRENGTHS = (0.4, 1.0)
"""What ``SHIFT`` and ``PULL`` are multiplied by."""
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Citizens:
    """Everybody in the frame: unit and groups of each, whom all waves share."""

    unit: Codes
    groups: dict[str, Codes]

    def expected(self, strength: float) -> Floats:
        """[N]: the mean answer that is expected of each."""
        moved = strength * sum(shift[self.groups[name]] for name, shift in SHIFT.items())
        return np.asarray(1 + (1 - ndtr(CUTS[:, None] - moved)).sum(axis=0))


def citizens(random: np.random.Generator) -> Citizens:
    """``CITIZENS`` in each unit; age goes with target group."""
    unit = np.repeat(np.arange(UNITS), CITIZENS)
    age = random.normal(size=len(unit))
    latent = {"sex": random.normal(size=len(unit)), "age": age, "target": 0.4 * age + random.normal(size=len(unit))}
    ranks = {name: np.argsort(np.argsort(values)) for name, values in latent.items()}
    return Citizens(unit, {name: ranks[name] * count // len(unit) for name, count in GROUPS.items()})


def tables(people: Citizens, strength: float, random: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """The persons of one wave, silent ones too, and the frame."""
    names = [f"{u + 1:04}" for u in people.unit]
    codes = {name: [str(code) for code in group] for name, group in people.groups.items()}
    pull = strength * sum(one[people.groups[name]] for name, one in PULL.items())
    answers = random.random(len(names)) < expit(pull)
    moved = strength * sum(shift[people.groups[name]] for name, shift in SHIFT.items())
    common = random.normal(size=len(names))
    items = {}
    for k in range(ITEMS):
        latent = moved + 0.7 * common + 0.51**0.5 * random.normal(size=len(names))
        codes_of_item = 1 + np.searchsorted(CUTS, latent)
        items[f"q{k}"] = [int(code) if there else None for code, there in zip(codes_of_item, answers, strict=True)]
    disposition = np.where(answers, "complete", "no_answer").tolist()
    ids = [f"p{row:05}" for row in range(len(names))]
    persons = pa.table({"person": ids, "unit": names, "disposition": disposition, **codes, **items})
    frame = pa.table({"unit": names, **codes}).group_by(["unit", *GROUPS]).aggregate([([], "count_all")])
    return persons, frame.rename_columns(["unit", *GROUPS, "count"])


def spec() -> WaveSpec:
    """The wave, before it is weighted."""
    return WaveSpec(
        name="bench",
        title=Text(en="Bench"),
        opened=date(2024, 3, 1),
        closed=date(2024, 4, 30),
        units=tuple(Unit(f"{k:04}", Text(en=f"Place {k}")) for k in range(1, UNITS + 1)),
        place=Text(en="The country"),
        place_code="dk",
        strata=(),
        weighting=Weighting("none"),
        groups=tuple(GROUPS),
        compare={},
        compare_groups={},
        national="citizens",
    )


def outcomes(persons: pa.Table, frame: pa.Table, scheme: Weighting, truth: dict[str, float]) -> dict[str, float]:
    """Of one weighted wave: the shares of intervals that hold the truth, and of municipal reports that warn."""
    found: dict[str, list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        kept = frame.group_by(["unit", *scheme.by]).aggregate([("count", "sum")])
        counts = kept.rename_columns(["unit", *scheme.by, "count"])
        weighted = replace(spec(), weighting=scheme)
        wave = write_wave(at / "wave", weighted, read(questionnaire(GROUPS)), persons, counts)
        with FigureStore.open(at / "figures.sqlite") as shelf:
            shelf.put(build([wave]))
            contexts = {place: gather(shelf, wave, place, "en") for place in truth if place != "dk"}
            some = next(iter(contexts.values()))
            for place, value in truth.items():
                level, context = ("country", some) if place == "dk" else ("unit", contexts[place])
                for kind, ids in (("theme", ("t0", "t1", "t2")), ("item", tuple(f"q{k}" for k in range(ITEMS)))):
                    for measure in ids:
                        figure = context.figure(kind, measure, place)
                        if figure is not None and figure.low is not None and figure.high is not None:
                            found[f"{level}, {kind}s"].append(figure.low <= value <= figure.high)
                if place != "dk":
                    found["warned"].append(bool(weights_fall_short(context)))
    return {name: 100 * float(np.mean(values)) for name, values in found.items()}


COLUMNS = ("country, themes", "country, items", "unit, themes", "unit, items", "warned")


def simulate(strength: float, waves: int, seed: int) -> tuple[dict[str, dict[str, list[float]]], dict[str, int]]:
    """By way of weighting: the outcomes of each wave, and how many waves were refused."""
    random = np.random.default_rng(seed)
    people = citizens(random)
    expected = people.expected(strength)
    truth = {f"{k + 1:04}": float(expected[people.unit == k].mean()) for k in range(UNITS)}
    truth["dk"] = float(expected.mean())
    found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in SCHEMES}
    refused = dict.fromkeys(SCHEMES, 0)
    for _wave in range(waves):
        persons, frame = tables(people, strength, random)
        for name, scheme in SCHEMES.items():
            try:
                of_wave = outcomes(persons, frame, scheme, truth)
            except Refused:
                refused[name] += 1
                continue
            for column, value in of_wave.items():
                found[name][column].append(value)
    return found, refused


def markdown(waves: int = WAVES, seed: int = SEED) -> Iterator[str]:
    """A table for each strength, line by line."""
    yield "# Response that depends on a group\n"
    yield f"{UNITS} units of {CITIZENS} citizens, about half answer, {waves} waves. Per cent of 95 % intervals that"
    yield "hold the truth, and of municipal reports whose level says that the weights fall short; ± Monte Carlo error"
    yield "between waves. A refused wave has no figures, and counts in no percentage."
    for strength in STRENGTHS:
        found, refused = simulate(strength, waves, seed)
        least, most = expit(strength * PULL["target"][[0, -1]])
        yield f"\nTarget groups answer with {100 * least:.0f} to {100 * most:.0f} %.\n"
        yield "| weighting | " + " | ".join(COLUMNS) + " | waves refused |"
        yield "| --- |" + " --- |" * (len(COLUMNS) + 1)
        for name in SCHEMES:
            cells = (_share(found[name][column]) for column in COLUMNS)
            yield f"| {name} | " + " | ".join(cells) + f" | {refused[name]} |"


def _share(values: list[float]) -> str:
    if len(values) < 2:
        return "too few waves"
    return f"{np.mean(values):.1f} ± {np.std(values, ddof=1) / len(values) ** 0.5:.1f}"


if __name__ == "__main__":
    print("\n".join(markdown(int(sys.argv[1]) if len(sys.argv) > 1 else WAVES)))

"""How often page one of a municipal report claims a difference where none is, sentence by sentence, and what it finds.

Sixteen units with 15 to 200 answers, nine questions in three themes, and groups that overlap: 9 by sex, age and
duration, or 23 with the target group too. Everybody is drawn from one distribution, so that every claim is false. Then
one group of every third unit answers 0.5 higher on the first theme, and what counts is whether page one names it.

    python bench/sentences.py [WAVES] > bench/sentences.md
"""

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import ndtr

from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.read import read
from borgerpuls.reports.blocks import findings
from borgerpuls.reports.blocks.representativity import weights_fall_short
from borgerpuls.reports.blocks.turnout_sentences import uneven
from borgerpuls.reports.context.report_context import ReportContext, gather
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.text import Text

WAVES, SEED, UNITS, ITEMS, MOVE = 60, 20240601, 16, 9, 0.5
SIZES = np.exp(np.linspace(np.log(15), np.log(200), UNITS)).round().astype(np.int64)
GROUPS = {9: {"sex": 2, "age": 4, "duration": 3}, 23: {"sex": 2, "age": 6, "duration": 5, "target": 10}}
"""Codes of every group variable, by how many groups there are."""
LIKELY = np.array([0.1, 0.15, 0.25, 0.3, 0.2])
MOVED = ("age", 1)
SENTENCES = (
    "level", "weights", "themes", "questions, one alone", "questions, one or a few", "groups", "who answered",
    "any of these",
)  # fmt: skip
Codes = npt.NDArray[np.int64]


def questionnaire(groups: dict[str, int]) -> str:
    """Nine questions of one scale in three themes, and the group variables."""
    categories = ", ".join(
        f'{{ code = {k}, label = {{ en = "{k}" }}, favourable = {str(k > 3).lower()} }}' for k in range(1, 6)
    )
    parts = [
        'id = "bench"\ntitle = { en = "Bench" }\nlanguages = ["en"]\noverall = "t0"\n[words]',
        'unit = { en = "place" }\nunits = { en = "places" }\nwhole = { en = "the country" }',
        'person = { en = "person" }\npersons = { en = "persons" }',
        f'[[scales]]\nid = "agree"\ncategories = [{categories}]',
    ]
    parts += [f'[[themes]]\nid = "t{k}"\nname = {{ en = "Theme {k}" }}' for k in range(3)]
    parts += [
        f'[[items]]\nid = "q{k}"\nscale = "agree"\ntheme = "t{k // 3}"\n'
        f'wording = {{ en = "Question {k}?" }}\nshort = {{ en = "Question {k}" }}'
        for k in range(ITEMS)
    ]
    for name, count in groups.items():
        codes = ", ".join(f'{{ id = "{k}", label = {{ en = "{name} {k}" }} }}' for k in range(count))
        parts.append(f'[[backgrounds]]\nid = "{name}"\nlabel = {{ en = "{name}" }}')
        parts.append(f'[[backgrounds.lists]]\nid = "{name}"\ncodes = [{codes}]')
    return "\n".join(parts)


def contexts(groups: dict[str, int], random: np.random.Generator, moved: bool) -> Iterator[tuple[int, ReportContext]]:
    """The context of every municipal report of one wave, with the number of its unit."""
    names = [f"{k:04}" for k in range(1, UNITS + 1)]
    unit = np.repeat(np.arange(UNITS), SIZES)
    persons = _groups(groups, len(unit), random)
    common = random.normal(size=len(unit))
    answers = [_answers(0.7 * common + 0.51**0.5 * random.normal(size=len(unit))) for _item in range(ITEMS)]
    if moved:
        there = (unit % 3 == 0) & (persons[MOVED[0]] == MOVED[1])
        for k in range(3):
            up = there & (random.random(len(unit)) < MOVE / (1 - LIKELY[-1])) & (answers[k] < 5)
            answers[k] = answers[k] + up
    silent = _groups(groups, len(unit), random.spawn(1)[0])
    nothing = [None] * len(unit)
    table = {
        "person": [f"p{row:05}" for row in range(2 * len(unit))],
        "unit": [names[u] for u in unit] * 2,
        "disposition": ["complete"] * len(unit) + ["no_answer"] * len(unit),
        **{name: [str(code) for code in (*persons[name], *silent[name])] for name in persons},
        **{
            f"q{k}": np.where(random.random(len(unit)) < 0.1, None, codes).tolist() + nothing
            for k, codes in enumerate(answers)
        },
    }
    frame = {"unit": names, "count": (SIZES * 2).tolist()}
    spec = WaveSpec(
        name="bench",
        title=Text(en="Bench"),
        opened=date(2024, 3, 1),
        closed=date(2024, 4, 30),
        units=tuple(Unit(name, Text(en=f"Place {name}")) for name in names),
        place=Text(en="The country"),
        place_code="dk",
        strata=(),
        weighting=Weighting("none"),
        groups=tuple(groups),
        compare={},
        compare_groups={},
        national="citizens",
    )
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        wave = write_wave(at / "wave", spec, read(questionnaire(groups)), pa.table(table), pa.table(frame))
        with FigureStore.open(at / "figures.sqlite") as shelf:
            shelf.put(build([wave]))
            for k, name in enumerate(names):
                yield k, gather(shelf, wave, name, "en")


def _groups(groups: dict[str, int], rows: int, random: np.random.Generator) -> dict[str, Codes]:
    """Codes of every variable, of nearly equal size; all but sex go with age."""
    age, found = random.normal(size=rows), {}
    for name, count in groups.items():
        own = random.normal(size=rows)
        order = own if name == "sex" else age if name == "age" else 0.6 * age + 0.8 * own
        found[name] = (np.argsort(np.argsort(order)) * count // rows).astype(np.int64)
    return found


def _answers(latent: npt.NDArray[np.float64]) -> Codes:
    """Answers 1 to 5 with ``LIKELY``, from standard normals."""
    return (1 + np.searchsorted(np.cumsum(LIKELY)[:-1], ndtr(latent))).astype(np.int64)


def claims(context: ReportContext) -> dict[str, bool]:
    """Which sentences of page one claim a difference."""
    themes, questions, groups = (f(context) for f in (findings.by_theme, findings.by_item, findings.by_group))
    alone = [words for words in questions.split(". ") if words and "one of these" not in words]
    found = {
        "level": context.verdict(context.overall).marked,
        "weights": bool(weights_fall_short(context)),
        "themes": " is above " in themes or " is below " in themes,
        "questions, one alone": bool(alone),
        "questions, one or a few": bool(questions),
        "groups": " groups above " in groups or " groups below " in groups,
        "who answered": bool(uneven(context)),
    }
    return {**found, "any of these": any(found.values())}


def simulate(groups: int, waves: int = WAVES, seed: int = SEED) -> dict[str, tuple[float, float]]:
    """Per cent of municipal reports in which each sentence claims a difference though nothing differs, with the Monte
    Carlo error from the spread between waves, whose reports share one whole."""
    random = np.random.default_rng(seed + groups)
    by_wave = defaultdict(list)
    for _wave in range(waves):
        found = [claims(context) for _k, context in contexts(GROUPS[groups], random, moved=False)]
        for name in SENTENCES:
            by_wave[name].append(100 * np.mean([one[name] for one in found]))
    return {name: (float(np.mean(v)), float(np.std(v, ddof=1) / len(v) ** 0.5)) for name, v in by_wave.items()}


def power(groups: int, waves: int = WAVES, seed: int = SEED) -> dict[str, tuple[int, int]]:
    """Of the moved groups, by their answers: how many page one names, and how many there are."""
    random = np.random.default_rng(seed + 100 + groups)
    named, all_ = Counter[str](), Counter[str]()
    for _wave in range(waves):
        for k, context in contexts(GROUPS[groups], random, moved=True):
            if k % 3:
                continue
            figure = context.theme(context.overall, by=(MOVED[0], str(MOVED[1])))
            n = figure.n if figure is not None and figure.n is not None else 0
            size = "under 5" if n < 5 else "5-19" if n < 20 else "20 or more"
            all_[size] += 1
            named[size] += f"{MOVED[0]} {MOVED[1]} (" in findings.by_group(context)
    return {size: (named[size], all_[size]) for size in ("under 5", "5-19", "20 or more") if all_[size]}


def markdown(waves: int = WAVES) -> Iterator[str]:
    """Both tables, line by line."""
    yield "# Sentences of page one\n"
    yield f"{UNITS} units with {SIZES[0]} to {SIZES[-1]} answers of twice as many asked, {waves} waves. Nothing"
    yield "differs: per cent of municipal reports in which a sentence claims a difference, ± Monte Carlo error."
    yield "Promised: at most 5 a sentence, and 6 of any.\n"
    found = {groups: simulate(groups, waves) for groups in GROUPS}
    yield "| sentence | " + " | ".join(f"{groups} groups" for groups in GROUPS) + " |"
    yield "| --- |" + " --- |" * len(GROUPS)
    for name in SENTENCES:
        cells = (f"{found[groups][name][0]:.1f} ± {found[groups][name][1]:.1f}" for groups in GROUPS)
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield f"\nOne group answers {MOVE} higher on the first theme: how often page one names it.\n"
    yield "| groups | answers of the group | named | of |\n| --- | --- | --- | --- |"
    for groups in GROUPS:
        for size, (named, count) in power(groups, max(waves // 4, 2)).items():
            yield f"| {groups} | {size} | {100 * named / count:.0f} % | {count} |"


if __name__ == "__main__":
    print("\n".join(markdown(int(sys.argv[1]) if len(sys.argv) > 1 else WAVES)))

"""Invented waves of any size, written in pieces: 98 municipalities, six themes, four background variables.

python bench/synth.py FOLDER ROWS writes one wave of ROWS persons who all answer, with about 13 % of the answers
missing, "do not know" or "not relevant". It is a whole wave folder: ``borgerpuls`` opens it like any other.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from borgerpuls.dataset.columns import persons_schema, population_schema
from borgerpuls.dataset.folder import ROW_GROUP, open_wave
from borgerpuls.dataset.manifest import NAME, make_manifest
from borgerpuls.dataset.spec import write_spec
from borgerpuls.dataset.wave import FrozenWave, Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

SURVEY = Path(__file__).resolve().parent.parent / "survey" / "2024-spring.toml"
UNITS = 98
GROUPS = ("age", "sex", "duration", "target_group")
CALIBRATED = ("sex", "age")
RESPONSE = 0.388


def write(folder: Path, rows: int, seed: int = 1, name: str | None = None, previous: str | None = None) -> FrozenWave:
    """A wave of about ``rows`` persons, all of whom answered, sorted as ``write_wave`` sorts."""
    folder.mkdir(parents=True)
    shared = SURVEY.read_text(encoding="utf-8").split("\n[[local]]")[0]  # local questions are another matter
    (folder / "questionnaire.toml").write_text(shared + "\n", encoding="utf-8")
    questionnaire = read(folder / "questionnaire.toml")
    spec = _spec(name or folder.name, previous)
    rng = np.random.default_rng(seed)
    shares = rng.gamma(1.2, 1, UNITS) + 0.1
    sizes = np.maximum(rows * shares / shares.sum(), 1).round().astype(int)
    schema = persons_schema(spec, questionnaire)
    population: list[pa.Table] = []
    with pq.ParquetWriter(folder / "persons.parquet", schema, compression="zstd", use_dictionary=_coded(schema)) as out:
        for piece in _row_groups(_units(spec, questionnaire, sizes, rng, population)):
            out.write_table(piece, row_group_size=ROW_GROUP)
    pq.write_table(pa.concat_tables(population), folder / "population.parquet", compression="zstd")
    (folder / "wave.toml").write_text(write_spec(spec), encoding="utf-8")
    (folder / NAME).write_text(make_manifest(folder, spec, questionnaire), encoding="utf-8")
    return open_wave(folder)


def _spec(name: str, previous: str | None) -> WaveSpec:
    return WaveSpec(
        name=name,
        title=Text(da="Opdigtet måling", en="Invented wave"),
        opened=date(2024, 3, 4),
        closed=date(2024, 4, 19),
        units=tuple(Unit(f"{101 + 7 * n:04d}", Text(da=f"Kommune {n}", en=f"Municipality {n}")) for n in range(UNITS)),
        place=Text(da="Alle kommuner", en="All municipalities"),
        place_code="dk",
        strata=(),
        weighting=Weighting("poststratify", CALIBRATED),
        groups=GROUPS,
        compare={},
        compare_groups={},
        national="citizens",
        invented=Text(da="Opdigtede data.", en="Invented data."),
        previous=previous,
    )  # fmt: skip


def _units(
    spec: WaveSpec, questionnaire: Questionnaire, sizes: np.ndarray, rng: np.random.Generator, frame: list[pa.Table]
) -> Iterator[pa.Table]:
    """One table of persons a unit, sorted by cell; its frame counts are put into ``frame``."""
    codes = {b.id: [c.id for c in b.at(spec.opened).codes] for b in questionnaire.backgrounds if b.at(spec.opened)}
    order = (*CALIBRATED, *(g for g in GROUPS if g not in CALIBRATED))
    start = 0
    for unit, size in zip(spec.units, sizes, strict=True):
        drawn = {name: _draw(len(codes[name]), size, rng) for name in order}
        sorting = np.lexsort([np.argsort(np.argsort(codes[n]))[drawn[n]] for n in reversed(order)])
        drawn = {name: drawn[name][sorting] for name in order}
        columns = {
            "person": pa.array(np.arange(start, start + size)).cast(pa.string()),
            "unit": _dictionary(np.zeros(size, np.int32), [unit.code]),
            "disposition": _dictionary((rng.random(size, np.float32) < 0.03).astype(np.int32), ["complete", "partial"]),
            **{name: _dictionary(drawn[name], codes[name]) for name in order},
        }
        opinion = 0.7 * rng.standard_normal(size, np.float32) + np.float32(rng.normal(3.4, 0.15))
        for item in questionnaire.items:
            columns[item.id] = _answers(opinion, rng)
        schema = persons_schema(spec, questionnaire)
        frame.append(_frame(unit.code, {n: (drawn[n], codes[n]) for n in CALIBRATED}, population_schema(spec)))
        start += size
        yield pa.table({name: columns[name] for name in schema.names}).cast(schema)


def _draw(levels: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """A background variable: the first levels are the most common."""
    shares = 1 / np.arange(3, levels + 3)
    return np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(size)).clip(0, levels - 1).astype(np.int32)


def _answers(opinion: np.ndarray, rng: np.random.Generator) -> pa.Array:
    answer = np.rint(opinion + 0.8 * rng.standard_normal(len(opinion), np.float32)).clip(1, 5).astype(np.int8)
    luck = rng.random(len(opinion), np.float32)
    answer[luck < 0.07] = 8
    answer[luck < 0.03] = 9
    return pa.array(answer, mask=luck > 0.94)


def _frame(unit: str, drawn: dict[str, tuple[np.ndarray, list[str]]], schema: pa.Schema) -> pa.Table:
    (first, firsts), (second, seconds) = drawn.values()
    counts = np.bincount(first * len(seconds) + second, minlength=len(firsts) * len(seconds))
    met = np.flatnonzero(counts)
    columns = [[unit] * len(met), [firsts[n] for n in met // len(seconds)], [seconds[n] for n in met % len(seconds)]]
    named = dict(zip(("unit", *drawn), columns, strict=True)) | {"count": np.rint(counts[met] / RESPONSE).astype(int)}
    return pa.table({f.name: pa.array(named[f.name]).cast(f.type) for f in schema}, schema=schema)


def _dictionary(codes: np.ndarray, levels: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(levels))


def _row_groups(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of ``ROW_GROUP``."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        while sum(t.num_rows for t in waiting) >= ROW_GROUP:
            whole = pa.concat_tables(waiting).unify_dictionaries()
            yield whole.slice(0, ROW_GROUP)
            waiting = [whole.slice(ROW_GROUP)]
    yield pa.concat_tables(waiting).unify_dictionaries()


def _coded(schema: pa.Schema) -> list[str]:
    return [name for name in schema.names if name != "person"]


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(float(sys.argv[2])))

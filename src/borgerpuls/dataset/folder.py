"""The wave as a folder: written whole or not at all, and opened only when every digest holds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from borgerpuls.dataset.analysis_plan import AnalysisPlan, read_plan
from borgerpuls.dataset.arrow_types import batches_of, cast_to_schema, check_columns
from borgerpuls.dataset.check import check_persons, check_population
from borgerpuls.dataset.columns import cell_columns, further_columns, persons_schema, population_schema, sort_columns
from borgerpuls.dataset.manifest import FILES, NAME, PLAN, digest, make_manifest, read_warnings, seal
from borgerpuls.dataset.plan_additions import additions, plan_of
from borgerpuls.dataset.spec import parse_spec, read_spec, write_spec
from borgerpuls.dataset.wave import FrozenWave, WaveSpec
from borgerpuls.files import is_part, restore_folder, whole_folder, write_file
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Problems
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.questionnaire.toml.reader import open_toml

ROW_GROUP = 122_880
"""Persons a Parquet row group: what DuckDB reads as one piece, small enough that 33 million rows stream."""


SPEC = "wave.toml"
_SEAL = _("Fetch it again, or accept the change: borgerpuls check {folder} --seal")


def write_wave(
    folder: Path,
    spec: WaveSpec,
    questionnaire: Questionnaire,
    persons: pa.Table | Iterable[pa.RecordBatch],
    population: pa.Table,
    warnings: Sequence[Problem] = (),
    plan: AnalysisPlan | None = None,
) -> FrozenWave:
    """Freeze a wave: check every row, sort the persons by cell, and write the six files.

    ``persons`` and ``population`` have the columns of ``columns.persons_schema`` and ``population_schema``, the
    population perhaps further background variables; text may come plain or as a dictionary, answers as integers of any
    size. Rows are sorted by cell and then by pseudonym, so that the same persons give the same bytes in whatever order
    they came. A wave that lay in ``folder`` is replaced in one step; until then it is untouched. ``warnings`` of the
    import are kept in the manifest. ``plan`` is the plan of analysis that was fixed beforehand; without one it is what
    the wave says now, fixed by nobody. Raises ``Refused`` with every fault counted, and then writes nothing.
    """
    problems = Problems()
    words = write_spec(spec)
    read_spec(SPEC, words, questionnaire, problems)
    _check_target(folder, problems)
    _check_plan(plan, spec, problems)
    problems.refuse()
    who = cast_to_schema(batches_of(persons), persons_schema(spec, questionnaire), "persons", problems)
    further = further_columns(spec, questionnaire, population.column_names)
    frame = cast_to_schema(batches_of(population), population_schema(spec, further), "population", problems)
    problems.refuse()
    check_persons(who, spec, questionnaire, "persons", problems)
    check_population(frame, who, spec, questionnaire, file="population", problems=problems)
    problems.refuse()

    with whole_folder(folder) as writing:
        (writing / SPEC).write_text(words, encoding="utf-8", newline="\n")
        (writing / "questionnaire.toml").write_bytes(questionnaire.source.encode())
        _write_parquet(writing / "persons.parquet", who, (*sort_columns(spec), "person"))
        _write_parquet(writing / "population.parquet", frame, ("unit", *cell_columns(spec), *further))
        (writing / PLAN).write_bytes((plan or plan_of(spec, questionnaire, None)).to_bytes())
        manifest = make_manifest(writing, spec, questionnaire, warnings)
        (writing / NAME).write_text(manifest, encoding="utf-8", newline="\n")
    return _frozen(folder, spec, questionnaire, json.loads((folder / NAME).read_bytes()))


def open_wave(folder: Path) -> FrozenWave:
    """The wave in a folder, when every file is there, unchanged, and says what it should.

    Raises ``Refused`` with every file that is missing, changed or unreadable.
    """
    package = _unchanged(folder, FILES)
    return _frozen(folder, *_described(folder), package)


def seal_wave(folder: Path) -> FrozenWave:
    """Accept a ``wave.toml`` that somebody has changed: every row is checked by it, and the manifest written anew.

    Raises ``Refused`` where a row does not fit what it says now, or any other file has changed; the manifest is then
    as it was.
    """
    package = _unchanged(folder, [name for name in FILES if name != SPEC])
    spec, questionnaire = _described(folder)
    problems = Problems()
    who, frame = (pq.read_table(folder / name) for name in ("persons.parquet", "population.parquet"))
    check_persons(who, spec, questionnaire, "persons", problems)
    check_population(frame, who, spec, questionnaire, file="population", problems=problems)
    problems.refuse()
    write_file(folder / NAME, make_manifest(folder, spec, questionnaire, read_warnings(package)).encode())
    return open_wave(folder)


def _frozen(folder: Path, spec: WaveSpec, questionnaire: Questionnaire, package: Mapping[str, Any]) -> FrozenWave:
    digests = _digests(package)
    plan = read_plan((folder / PLAN).read_bytes(), f"{folder.name}/{PLAN}") if PLAN in digests else None
    added = additions(plan, spec, questionnaire) if plan else ()
    return FrozenWave(folder, spec, questionnaire, digests, read_warnings(package), plan, added)


def _unchanged(folder: Path, names: Iterable[str]) -> dict[str, Any]:
    """The manifest, when the named files are there and have its digests."""
    restore_folder(folder)
    problems = Problems()
    package = _read_manifest(folder, problems)
    digests = _digests(package)
    for name in (*names, PLAN) if PLAN in digests else names:
        _check_file(folder / name, digests.get(name), problems)
    problems.refuse()
    return package


def _described(folder: Path) -> tuple[WaveSpec, Questionnaire]:
    """What ``wave.toml`` and the questionnaire say, when the tables have the columns for it."""
    problems = Problems()
    questionnaire = read(folder / "questionnaire.toml")
    spec = parse_spec(problems.required(open_toml(folder / SPEC, problems)), questionnaire)
    problems.refuse()
    _check_table(folder / "persons.parquet", persons_schema(spec, questionnaire).names, (), problems)
    further = [b.id for b in questionnaire.backgrounds]
    _check_table(folder / "population.parquet", population_schema(spec).names, further, problems)
    problems.refuse()
    return spec, questionnaire


def _write_parquet(path: Path, table: pa.Table, order: tuple[str, ...]) -> None:
    rows = _sorted_rows(table, order)
    coded = [f.name for f in table.schema if f.name not in ("person", "count")]
    with pq.ParquetWriter(path, table.schema, compression="zstd", use_dictionary=coded) as writer:
        for start in range(0, max(len(rows), 1), ROW_GROUP):
            writer.write_table(table.take(rows[start : start + ROW_GROUP]), row_group_size=ROW_GROUP)


def _sorted_rows(table: pa.Table, order: tuple[str, ...]) -> pa.Array:
    """Row numbers in order: unknown (null) first, then text by code point, the first column counting most."""
    ranks = []
    for name in order:
        column = table[name].combine_chunks()
        coded = pa.types.is_dictionary(column.type)
        ranks.append((column.indices.fill_null(-1) if coded else pc.rank(column, tiebreaker="first")).to_numpy())
    return pa.array(np.lexsort(ranks[::-1]))


def _read_manifest(folder: Path, problems: Problems) -> dict[str, Any]:
    where = verbatim(f"{folder.name}/{NAME}")
    remedy = _("Fetch the wave again from where it came, or write it again.")
    try:
        package = json.loads((folder / NAME).read_bytes())
        if package["borgerpuls"]["manifest"] == seal(package):
            return dict(package)
        problems.add(where, _("The file has been changed."), remedy)
    except FileNotFoundError:
        problems.add(where, _("The file is missing."), remedy)
    except (OSError, ValueError, KeyError, TypeError):
        problems.add(where, _("The file cannot be read."), remedy)
    return {}


def _digests(package: Mapping[str, Any]) -> dict[str, str]:
    return {r["path"]: r["hash"].removeprefix("sha256:") for r in package.get("resources", ())}


def _check_file(path: Path, expected: str | None, problems: Problems) -> None:
    where = verbatim(f"{path.parent.name}/{path.name}")
    try:
        found = digest(path)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        problems.add(
            where,
            _("The file is missing.") if missing else _("The file cannot be read ({error}).", error=error),
            _("Fetch the wave again from where it came."),
        )
        return
    if expected is not None and found != expected:
        problems.add(
            where,
            _("The file has changed since the wave froze."),
            _SEAL.format(folder=path.parent)
            if path.name == SPEC
            else _("Fetch it again, or write the wave again if the change is right."),
        )


def _check_table(path: Path, wanted: Sequence[str], further: Sequence[str], problems: Problems) -> None:
    """A table has the columns ``wanted``, and none besides but perhaps some ``further`` ones."""
    name = f"{path.parent.name}/{path.name}"
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        problems.add(
            verbatim(name),
            _("The file is not Parquet ({error}).", error=error),
            _("Fetch the wave again from where it came."),
        )
        return
    known = {*wanted, *further}
    check_columns(schema.names, [*wanted, *(c for c in schema.names if c in known)], name, problems)


def _check_plan(plan: AnalysisPlan | None, spec: WaveSpec, problems: Problems) -> None:
    if plan and plan.shared["wave"] != spec.name:
        problems.add(
            verbatim(PLAN),
            _("It is the plan of {planned}, and the wave is {wave}.", planned=plan.shared["wave"], wave=spec.name),
            _("Give the plan that was fixed for this wave."),
        )


def _check_target(folder: Path, problems: Problems) -> None:
    """Only a wave may be replaced by a wave: another folder's files are never deleted."""
    if not folder.exists():
        return
    others = ["."]
    if folder.is_dir():
        others = sorted(p.name for p in folder.iterdir() if p.name not in (*FILES, PLAN, NAME) and not is_part(p))
    if others:
        problems.add(
            verbatim(folder),
            _("The folder holds something else than a wave: {others}.", others=", ".join(others[:5])),
            _("Choose a new folder."),
        )

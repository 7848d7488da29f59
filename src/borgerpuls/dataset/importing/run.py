"""``borgerpuls import``: a file of answers and a mapping file become a frozen wave, or every problem is told."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.importing.copies import join_copies
from borgerpuls.dataset.importing.doubts import set_aside_weightless, warn_of_absent, warn_of_copies, warn_of_weights
from borgerpuls.dataset.importing.frame import read_frame
from borgerpuls.dataset.importing.mapping import read_mapping
from borgerpuls.dataset.importing.persons import read_persons
from borgerpuls.dataset.importing.readers.source import read_file
from borgerpuls.dataset.wave import FrozenWave, WaveSpec, Weighting
from borgerpuls.problems import Problem, Problems


def import_wave(
    mapping_path: Path, out_folder: Path, *, data: Path | None = None, unweighted: bool = False
) -> tuple[FrozenWave, tuple[Problem, ...]]:
    """Bring answers collected elsewhere in as the wave ``out_folder``; also returns what is worth a warning.

    ``data`` is the file of answers or its folder, where it does not lie beside the mapping file. ``unweighted`` makes
    a sister wave, ``NAME-unweighted``, in which every answer counts alike.

    Raises ``Refused`` with all problems of the mapping file, or else of all rows, and then writes nothing.
    """
    mapping = read_mapping(mapping_path, data)
    if unweighted:
        mapping = replace(mapping, spec=_unweighted(mapping.spec), plan=None)
    problems = Problems()
    sheet = problems.required(read_file(mapping.source, problems))
    if mapping.copies_are_weights:
        sheet, times = join_copies(sheet, mapping)
    persons = pa.table(read_persons(sheet, mapping, problems))
    problems.refuse()
    if mapping.copies_are_weights and mapping.spec.weighting.method == "given":
        weights = pa.array(map(str, times.tolist()), pa.string())
        persons = persons.set_column(persons.schema.get_field_index("weight"), "weight", weights)
    warn_of_copies(sheet, mapping, persons, problems)
    warn_of_weights(sheet, mapping, persons, problems)
    persons = set_aside_weightless(sheet, mapping, persons, problems)
    if mapping.disposition == "all":
        # Every row is an answer and nobody knows who else was asked: an empty row is no non-respondent with a rate.
        persons = persons.filter(pc.equal(persons["disposition"], "complete"))
    population = read_frame(mapping, persons, problems)
    problems.refuse()
    warn_of_absent(mapping, problems)
    spec = mapping.spec
    if mapping.register:
        met = persons["unit"].unique()
        spec = replace(spec, units=tuple(u for u in spec.units if u.code in met.to_pylist()))
        population = population.filter(pc.is_in(population["unit"], value_set=met))
    asked = mapping.questionnaire
    wave = write_wave(out_folder, spec, asked, persons, population, problems.warnings, mapping.plan)
    return wave, problems.warnings


def _unweighted(spec: WaveSpec) -> WaveSpec:
    """The same wave with every answer alike, in a chain of waves of its own."""
    previous = f"{spec.previous}-unweighted" if spec.previous else None
    return replace(spec, name=f"{spec.name}-unweighted", previous=previous, weighting=Weighting("none"))

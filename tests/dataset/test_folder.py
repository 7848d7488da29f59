"""The wave on disk: a round trip, a folder tampered with, a writer killed half-way."""

import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borgerpuls.dataset.folder import ROW_GROUP, open_wave, seal_wave, write_wave
from borgerpuls.dataset.manifest import FILES, NAME, PLAN, digest, make_manifest, seal
from borgerpuls.dataset.wave import DISPOSITIONS, FrozenWave, WaveSpec, Weighting
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.model import Questionnaire

NAMES = ("person", "unit", "disposition", "age", "sex", "content", "waiting", "local_1")

people = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(["0101", "0851", "0825"]),
            "disposition": st.sampled_from(DISPOSITIONS),
            "age": st.sampled_from(["18-29", "30-", None]),
            "sex": st.sampled_from(["m", "k", None]),
            "content": st.sampled_from([1, 2, 3, 8, None]),
            "waiting": st.sampled_from([0, 4, None]),
            "local_1": st.none(),
        }
    ),
    max_size=30,
)


@pytest.fixture
def wave(
    tmp_path: Path,
    small_spec: WaveSpec,
    small_questionnaire: Questionnaire,
    small_persons: pa.Table,
    small_population: pa.Table,
) -> FrozenWave:
    return write_wave(tmp_path / "wave", small_spec, small_questionnaire, small_persons, small_population)


def refusal(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [p.say("en") for p in refused.value.problems]


def frame(persons: pa.Table) -> pa.Table:
    return persons.group_by("unit").aggregate([([], "count_all")]).rename_columns(["unit", "count"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(rows=people, seed=st.randoms(use_true_random=False))
def test_what_is_written_is_read_back_and_the_order_of_rows_is_forgotten(
    rows: list[dict[str, object]],
    seed: Random,
    tmp_path: Path,
    small_spec: WaveSpec,
    small_questionnaire: Questionnaire,
) -> None:
    spec = replace(small_spec, weighting=Weighting("none"))
    rows = [{"person": f"p{i}", **row} for i, row in enumerate(rows)]
    schema = pa.schema([(n, pa.int32() if n in ("content", "waiting", "local_1") else pa.string()) for n in NAMES])
    table = pa.Table.from_pylist(rows, schema)
    seed.shuffle(rows)
    other = pa.Table.from_pylist(rows, schema)
    written = write_wave(tmp_path / "wave", spec, small_questionnaire, table, frame(table))
    again = write_wave(tmp_path / "again", spec, small_questionnaire, iter(other.to_batches(3)), frame(other))
    assert open_wave(tmp_path / "wave") == written
    assert written.digests == again.digests

    found = pq.read_table(written.persons).to_pylist()
    assert sorted(found, key=lambda r: r["person"]) == sorted(table.to_pylist(), key=lambda r: r["person"])
    order = [(r["unit"], r["age"] or "", r["sex"] or "", r["person"]) for r in found]
    assert order == sorted(order)


def test_a_wave_is_small_integers_and_coded_text(wave: FrozenWave) -> None:
    schema = pq.read_schema(wave.persons)
    assert schema.names == list(NAMES)
    assert schema.field("content").type == pa.int8()
    assert schema.field("unit").type == pa.dictionary(pa.int32(), pa.string())
    assert (wave.folder / "questionnaire.toml").read_bytes() == wave.questionnaire.source.encode()


def test_rows_come_in_groups_that_stream(
    tmp_path: Path, small_spec: WaveSpec, small_questionnaire: Questionnaire
) -> None:
    rows = ROW_GROUP + 10
    persons = pa.table(
        {
            "person": [f"{i:07}" for i in range(rows)],
            "unit": ["0101"] * rows,
            "disposition": ["complete"] * rows,
            "age": ["30-"] * rows,
            "sex": pa.nulls(rows),
            "content": pa.array([3] * rows, pa.int8()),
            "waiting": pa.nulls(rows),
            "local_1": pa.nulls(rows),
        }
    )
    population = pa.table({"unit": ["0101"], "age": ["30-"], "count": [rows]})
    written = write_wave(tmp_path / "wave", small_spec, small_questionnaire, persons, population)
    groups = pq.read_metadata(written.persons)
    assert [groups.row_group(i).num_rows for i in range(groups.num_row_groups)] == [ROW_GROUP, 10]


def test_the_manifest_is_a_data_package_with_labels(wave: FrozenWave) -> None:
    package = json.loads((wave.folder / NAME).read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == [*FILES, PLAN]
    persons = package["resources"][2]
    assert persons["rows"] == 4
    fields = {f["name"]: f for f in persons["schema"]["fields"]}
    assert fields["content"]["title"] == "Er du tilfreds?"
    assert {"value": 8, "label": "Ved ikke"} in fields["content"]["categories"]
    assert {"value": "0101", "label": "København"} in fields["unit"]["categories"]


@pytest.mark.parametrize("name", [*FILES, PLAN, NAME])
def test_one_flipped_byte_in_any_file_is_seen(name: str, wave: FrozenWave) -> None:
    path = wave.folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    (problem,) = refusal(lambda: open_wave(wave.folder))
    assert problem.startswith(f"wave/{name}: ")
    assert "changed" in problem or "cannot be read" in problem


@pytest.mark.parametrize("name", [*FILES, PLAN, NAME])
def test_a_missing_file_is_named(name: str, wave: FrozenWave) -> None:
    (wave.folder / name).unlink()
    (problem,) = refusal(lambda: open_wave(wave.folder))
    assert problem.startswith(f"wave/{name}: The file is missing.")


def test_a_wave_of_an_earlier_version_has_no_plan_and_gets_none_when_it_is_sealed(wave: FrozenWave) -> None:
    (wave.folder / PLAN).unlink()
    (wave.folder / NAME).write_text(make_manifest(wave.folder, wave.spec, wave.questionnaire), "utf-8")
    for opened in (open_wave(wave.folder), seal_wave(wave.folder)):
        assert (opened.plan, opened.added) == (None, ())
    assert not (wave.folder / PLAN).exists()


def test_a_wave_that_nobody_planned_keeps_what_it_was_frozen_with(wave: FrozenWave) -> None:
    assert wave.plan is not None
    assert (wave.plan.fixed, wave.added) == (None, ())
    words = (wave.folder / "wave.toml").read_text("utf-8")
    (wave.folder / "wave.toml").write_text(words.replace("hide_below = 5", "hide_below = 7"), "utf-8")
    sealed = seal_wave(wave.folder)
    assert sealed.plan == wave.plan
    assert [(one.name, one.planned, one.now) for one in sealed.added] == [("hide_below", "5", "7")]


def test_the_plan_of_another_wave_is_refused_and_nothing_is_written(
    wave: FrozenWave, small_persons: pa.Table, small_population: pa.Table, tmp_path: Path
) -> None:
    assert wave.plan is not None
    other = replace(wave.plan, shared={**wave.plan.shared, "wave": "2031-other"})
    found = refusal(
        lambda: write_wave(tmp_path / "new", wave.spec, wave.questionnaire, small_persons, small_population, plan=other)
    )
    assert [problem.partition(": ")[0] for problem in found] == ["plan.json"]
    assert not (tmp_path / "new").exists()


def test_all_that_is_wrong_with_a_folder_is_told_at_once(wave: FrozenWave) -> None:
    (wave.folder / "wave.toml").unlink()
    (wave.folder / "population.parquet").write_bytes(b"PAR1")
    assert len(refusal(lambda: open_wave(wave.folder))) == 2


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert len(refusal(lambda: open_wave(tmp_path / "nowhere"))) == 1 + len(FILES)


def reseal(wave: FrozenWave, name: str) -> None:
    """What somebody does who changes a file and mends the manifest to hide it."""
    package = json.loads((wave.folder / NAME).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["path"] == name:
            resource["hash"] = f"sha256:{digest(wave.folder / name)}"
    package["borgerpuls"]["manifest"] = seal(package)
    (wave.folder / NAME).write_text(json.dumps(package), encoding="utf-8")


def test_a_column_too_many_and_one_too_few_are_named_even_under_a_mended_manifest(wave: FrozenWave) -> None:
    table = pq.read_table(wave.persons)
    pq.write_table(table.drop_columns(["sex"]).append_column("cpr", table["person"]), wave.persons)
    reseal(wave, "persons.parquet")
    assert refusal(lambda: open_wave(wave.folder)) == [
        "wave/persons.parquet, column sex: The column is missing. Add it; it may be empty.",
        "wave/persons.parquet, column cpr: The column does not belong to the wave. "
        "Remove it, or name it in the questionnaire or in wave.toml.",
    ]


def test_a_wave_edited_to_an_unknown_group_is_refused_with_its_line(wave: FrozenWave) -> None:
    path = wave.folder / "wave.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('["age", "sex"]', '["agee"]'), encoding="utf-8")
    reseal(wave, "wave.toml")
    (problem,) = refusal(lambda: open_wave(wave.folder))
    assert problem == 'wave.toml, line 11: "agee" does not exist. Did you mean "age"?'


def test_a_change_in_wave_toml_can_be_accepted_and_nothing_else(wave: FrozenWave) -> None:
    path, manifest = wave.folder / "wave.toml", wave.folder / NAME
    before = manifest.read_bytes()
    path.write_text(path.read_text("utf-8").replace('place_code = "dk"', 'place_code = "all"'), encoding="utf-8")
    (problem,) = refusal(lambda: open_wave(wave.folder))
    assert f"borgerpuls check {wave.folder} --seal" in problem
    sealed = seal_wave(wave.folder)
    assert (sealed.spec.place_code, open_wave(wave.folder).spec) == ("all", sealed.spec)
    assert sealed.digests["wave.toml"] != wave.digests["wave.toml"]
    assert sealed.digests["persons.parquet"] == wave.digests["persons.parquet"]
    manifest.write_bytes(before)
    with (wave.folder / "persons.parquet").open("ab") as persons:
        persons.write(b" ")
    (problem,) = refusal(lambda: seal_wave(wave.folder))
    assert problem.startswith("wave/persons.parquet: ")


def test_a_change_that_the_rows_do_not_fit_is_not_accepted(wave: FrozenWave) -> None:
    path, manifest = wave.folder / "wave.toml", wave.folder / NAME
    before = manifest.read_bytes()
    text = path.read_text("utf-8")
    unit = next(line for line in text.splitlines(keepends=True) if line.startswith("0851"))
    path.write_text(text.replace(unit, ""), encoding="utf-8")
    assert any("Not on the list: 0851" in problem for problem in refusal(lambda: seal_wave(wave.folder)))
    assert manifest.read_bytes() == before
    assert not list(wave.folder.glob(".*"))


def test_a_parquet_file_that_is_none_is_told(wave: FrozenWave) -> None:
    wave.persons.write_bytes(b"not parquet")
    reseal(wave, "persons.parquet")
    (problem,) = refusal(lambda: open_wave(wave.folder))
    assert "not Parquet" in problem


def test_a_folder_with_other_files_is_never_replaced(wave: FrozenWave, small_persons: pa.Table) -> None:
    note = wave.folder / "my thesis.txt"
    note.write_text("precious")
    population = pq.read_table(wave.population)
    (problem,) = refusal(lambda: write_wave(wave.folder, wave.spec, wave.questionnaire, small_persons, population))
    assert "my thesis.txt" in problem
    assert note.read_text() == "precious"


def test_a_refused_wave_leaves_the_old_one_and_nothing_beside_it(wave: FrozenWave, small_persons: pa.Table) -> None:
    bad = small_persons.set_column(5, "content", pa.array([7, 7, 7, 7]))
    population = pq.read_table(wave.population)
    assert refusal(lambda: write_wave(wave.folder, wave.spec, wave.questionnaire, bad, population)) == [
        "persons, column content: Not on the scale: 7 (4 in all; row 1, 2, 3, 4). Write one of 1, 2, 3, 8, or nothing."
    ]
    assert open_wave(wave.folder) == wave
    assert [p.name for p in wave.folder.parent.iterdir()] == ["wave"]


KILLED = """
    import os, signal, sys
    from pathlib import Path
    import pyarrow.parquet as pq
    from borgerpuls import files
    from borgerpuls.dataset import folder
    if {owner} is Path:  # where the system cannot exchange two folders
        files._exchange = lambda one, other: False
    wave = folder.open_wave(Path(sys.argv[1]))
    function, owner = getattr({owner}, "{name}"), {owner}
    calls = []
    def killed(*arguments, **options):
        calls.append(1)
        if len(calls) == {call}:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    setattr(owner, "{name}", killed)
    persons, population = pq.read_table(wave.persons), pq.read_table(wave.population)
    folder.write_wave(wave.folder, wave.spec, wave.questionnaire, persons.slice(1), population)
"""


@pytest.mark.parametrize(
    ("owner", "name", "call"),
    [
        ("folder", "_write_parquet", 2),
        ("folder", "make_manifest", 1),
        ("files", "_exchange", 1),
        ("Path", "rename", 1),
        ("Path", "rename", 2),
    ],
)
def test_a_writer_killed_at_any_moment_leaves_the_old_wave(owner: str, name: str, call: int, wave: FrozenWave) -> None:
    script = textwrap.dedent(KILLED.format(owner=owner, name=name, call=call))
    done = subprocess.run([sys.executable, "-c", script, str(wave.folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert open_wave(wave.folder) == wave
    persons, population = pq.read_table(wave.persons), pq.read_table(wave.population)
    written = write_wave(wave.folder, wave.spec, wave.questionnaire, persons.slice(1), population)
    assert open_wave(wave.folder) == written != wave
    assert [p.name for p in wave.folder.parent.iterdir()] == ["wave"]


def test_a_variable_that_the_frame_counts_besides_can_be_weighted_by_after_sealing(
    wave: FrozenWave, small_persons: pa.Table, small_population: pa.Table
) -> None:
    """The frame need not be written again when the weights are to use more of it."""
    persons = small_persons.set_column(4, "sex", pa.array(["k", "m", "m", "m"]))
    counted = small_population.append_column("sex", pa.array(["k", "m", "k", "m", "k"]))
    write_wave(wave.folder, wave.spec, wave.questionnaire, persons, counted)
    path = wave.folder / "wave.toml"
    text = path.read_text("utf-8").replace('method = "poststratify"', 'method = "rake"')
    path.write_text(text.replace('by = ["age"]', 'by = ["age", "sex"]'), encoding="utf-8")
    assert seal_wave(wave.folder).spec.weighting == Weighting("rake", ("age", "sex"))
    fields = json.loads((wave.folder / "manifest.json").read_bytes())["resources"][3]["schema"]["fields"]
    assert [field["name"] for field in fields] == ["unit", "age", "sex", "count"]

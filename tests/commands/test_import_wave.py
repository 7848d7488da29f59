"""``borgerpuls import``: a guessed mapping becomes a wave, or every problem is told."""

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result

from borgerpuls.dataset.folder import open_wave

Run = Callable[..., Result]


@pytest.fixture
def export(small: Path, repository: Path, tmp_path: Path, run: Run) -> Path:
    """A mapping file, guessed from the wave as Danish Excel would have saved it, and corrected where it must be."""
    rows = pq.read_table(small / "persons.parquet", partitioning=None).to_pylist()[:400]
    with (tmp_path / "answers.csv").open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    guessed = run(
        "import", "--guess", tmp_path / "answers.csv", "--questionnaire", repository / "survey" / "2023-pilot.toml"
    )
    assert guessed.exit_code == 0
    mapping = guessed.stdout.replace("# opened", "opened").replace("# closed", "closed")
    mapping = re.sub(r'("(\w+)") = "\?"', r"\1 = \1", mapping)
    questionnaire = os.path.relpath(repository / "survey" / "2023-pilot.toml", tmp_path)
    mapping = re.sub(r'^questionnaire = ".*"', f'questionnaire = "{questionnaire}"', mapping, flags=re.MULTILINE)
    mapping = re.sub(r'^file = ".*"', 'file = "answers.csv"', mapping, flags=re.MULTILINE)
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    return tmp_path / "mapping.toml"


def test_an_export_becomes_a_wave_by_a_guessed_mapping(run: Run, export: Path, tmp_path: Path) -> None:
    said = run("import", export, "--out", tmp_path / "waves" / "answers")
    assert said.exit_code == 0, said.stderr
    assert "is frozen in" in said.stderr
    found = run("figures", tmp_path / "waves" / "answers", "--csv", "-")
    assert "answers/theme/overall/0101" in found.stdout


def test_a_wrong_row_refuses_the_import_and_leaves_no_folder(run: Run, export: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    lines = answers.read_text("cp1252").splitlines()
    for row in range(1, 31):
        lines[row] = lines[row].replace("p", "p;", 1)
    answers.write_text("\n".join(lines), encoding="cp1252")
    said = run("import", export, "--out", tmp_path / "waves" / "answers", "--problems", tmp_path / "all.csv")
    assert said.exit_code == 2
    assert "Nothing is left half-written." in said.stderr
    assert "answers.csv" in said.stderr
    assert (tmp_path / "all.csv").is_file()
    assert not (tmp_path / "waves").exists()


def test_import_says_how_it_is_called_when_called_wrongly(run: Run, tmp_path: Path) -> None:
    for arguments in ((), ("mapping.toml",), ("--guess", "answers.csv")):
        said = run("import", *arguments)
        assert said.exit_code == 2
        assert "MAPPING --out FOLDER" in said.stderr


def test_a_plan_is_fixed_once_and_a_wave_imported_by_it_says_what_was_added(
    run: Run, export: Path, tmp_path: Path
) -> None:
    said = run("plan", export, "--out", tmp_path / "plan.json")
    assert said.exit_code == 0, said.stderr
    digest = re.search(r"[0-9a-f]{64}", said.stderr)
    assert digest is not None
    assert digest[0] in (tmp_path / "plan.json").read_text("utf-8")
    again = run("plan", export, "--out", tmp_path / "plan.json")
    assert (again.exit_code, "never replaced" in again.stderr) == (2, True)
    words = export.read_text("utf-8")
    (found,) = re.findall(r"^groups = .*$", words, re.MULTILINE)
    groups = found.replace("]", ', "duration"]').replace("[, ", "[") if "duration" not in found else 'groups = ["sex"]'
    export.write_text('plan = "plan.json"\n' + words.replace(found, groups), "utf-8")
    assert run("import", export, "--out", tmp_path / "waves" / "answers").exit_code == 0
    wave = open_wave(tmp_path / "waves" / "answers")
    assert wave.plan is not None
    assert wave.plan.digest == digest[0]
    added = {one.name for one in wave.added if one.what == "group"}
    assert added == set(wave.spec.groups) - set(wave.plan.shared["groups"])


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "There is no file plan.json"), ("{}", "It is no plan of analysis"), ("[1", "It is no plan of analysis")],
)
def test_a_plan_that_is_lacking_or_damaged_stops_the_import(
    content: str | None, words: str, run: Run, export: Path, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "plan.json").write_text(content, "utf-8")
    export.write_text('plan = "plan.json"\n' + export.read_text("utf-8"), "utf-8")
    said = run("import", export, "--out", tmp_path / "waves" / "answers")
    assert said.exit_code == 2
    assert words in said.stderr
    assert not (tmp_path / "waves" / "answers").exists()


def test_the_plan_of_another_wave_is_refused(run: Run, export: Path, tmp_path: Path) -> None:
    run("plan", export, "--out", tmp_path / "plan.json")
    words = re.sub(r'^name = ".*"', 'name = "2031-other"', export.read_text("utf-8"), count=1, flags=re.MULTILINE)
    export.write_text('plan = "plan.json"\n' + words, "utf-8")
    said = run("import", export, "--out", tmp_path / "waves" / "answers")
    assert (said.exit_code, "and the wave is 2031-other" in " ".join(said.stderr.split())) == (2, True)

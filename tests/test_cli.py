"""The command line as a person meets it: what it answers, what it refuses, and how it says so."""

import csv
import io
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from borgerpuls.cli import COMMANDS, main
from borgerpuls.commands.console import SHOWN, Teller, from_the_system
from borgerpuls.commands.options import chosen_language
from borgerpuls.dataset.folder import open_wave, write_wave
from borgerpuls.problems import Problem, Refused
from borgerpuls.results.figures.figure import COLUMNS
from borgerpuls.text import Text

Run = Callable[..., Result]
BORGERPULS = Path(sys.executable).with_name("borgerpuls")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English, whatever the machine speaks, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("BORGERPULS_LANG", "en")

    def _run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)

    return _run


@pytest.fixture(scope="module")
def small(demo_waves: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two municipalities of the invented pilot: counted in a moment."""
    wave = open_wave(demo_waves / "2023-pilot")
    units = tuple(unit for unit in wave.spec.units if unit.code in ("0101", "0707"))
    persons, population = (
        table.filter(pc.is_in(table["unit"], value_set=pa.array(["0101", "0707"])))
        for table in (pq.read_table(wave.persons, partitioning=None), pq.read_table(wave.population))
    )
    folder = tmp_path_factory.mktemp("small") / "2023-pilot"
    write_wave(folder, replace(wave.spec, units=units), wave.questionnaire, persons, population)
    return folder


@pytest.fixture
def pilot(small: Path, tmp_path: Path) -> Path:
    """A copy of the small wave, so that a test may write beside it."""
    return Path(shutil.copytree(small, tmp_path / "waves" / "2023-pilot"))


def problem(number: int = 1, what: str = "is not a code") -> Problem:
    return Problem(
        Text(da=f"fil, række {number}", en=f"file, row {number}"),
        Text(da=f'"{number}" er ikke en kode.', en=f'"{number}" {what}.'),
        Text(da="Ret den.", en="Mend it."),
    )


def loaded(name: str) -> click.Command:
    """A command as it is when somebody calls it."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_of_each_what_the_command_itself_says(name: str) -> None:
    (help_text, *_) = (loaded(name).help or "").split("\n\n")
    assert help_text.replace("\n", " ").split(" --once")[0] == COMMANDS[name][1]


def test_help_lists_every_command_and_loads_none_of_their_libraries() -> None:
    program = (
        "import sys; from borgerpuls.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert all(f"\n  {name} " in said for name in COMMANDS)
    assert not {"numpy", "scipy", "pyarrow", "duckdb", "ibis", "django", "typst", "rich", "babel"} & set(said.split())


def test_a_command_that_is_not_there_is_refused_with_the_way_to_the_list(run: Run) -> None:
    found = run("reprot")
    assert found.exit_code == 2
    assert "No such command" in found.output
    assert "--help" in found.output


def test_a_report_from_kept_figures_loads_no_engine(pilot: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from borgerpuls.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-c", program, "report", pilot, "--place", "0707", "--language", "da", "--out"]
    first, second = (
        subprocess.run([*command, tmp_path / folder], capture_output=True, text=True, check=True).stdout.split()
        for folder in ("one", "two")
    )
    assert {"duckdb", "ibis"} <= set(first)
    assert not {"duckdb", "ibis"} & set(second)
    page = Path("reports") / "0707.da.html"
    assert (tmp_path / "one" / page).read_bytes() == (tmp_path / "two" / page).read_bytes()


# ---------------------------------------------------------------- documents


def test_the_documents_name_every_command_and_every_option(repository: Path) -> None:
    text = (repository / "docs" / "cli.md").read_text("utf-8")
    for name in COMMANDS:
        command = loaded(name)
        assert f"## `borgerpuls {name}`" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert all(option in text for option in parameter.opts), f"{name} {parameter.opts}"


def test_the_documents_name_no_command_that_is_not_there(repository: Path) -> None:
    for page in ("docs/cli.md", "README.md", "Makefile"):
        for name in re.findall(r"\bborgerpuls ([a-z]+)\b", (repository / page).read_text("utf-8")):
            assert name in COMMANDS, page


def test_the_documents_give_the_columns_in_order(repository: Path) -> None:
    assert ",".join(COLUMNS) in (repository / "docs" / "cli.md").read_text("utf-8")


# ---------------------------------------------------------------- languages and problems


@pytest.mark.parametrize(
    ("wish", "own", "system", "language"),
    [
        ("en", "da", "da_DK.UTF-8", "en"),
        (None, "da", "en_GB.UTF-8", "da"),
        (None, None, "da_DK.UTF-8", "da"),
        (None, None, "de_DE.UTF-8", "en"),
        (None, None, None, "en"),
    ],
)
def test_the_language_is_the_wish_then_our_own_setting_then_the_systems(
    wish: str | None, own: str | None, system: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("BORGERPULS_LANG", own), ("LANG", system)):
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    assert chosen_language(wish) == language


def test_a_problem_says_where_and_what_and_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text("id = \n", encoding="utf-8")
    for language, words in (("da", "Intet står halvt skrevet."), ("en", "Nothing is left half-written.")):
        said = run("check", tmp_path / "q.toml", "--lang", language)
        assert said.exit_code == 2
        assert said.stdout == ""
        assert "q.toml" in said.stderr
        assert "→" in said.stderr
        assert words in said.stderr


def test_after_twenty_problems_of_one_kind_the_rest_are_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    listing = tmp_path / "all.csv"
    with pytest.raises(SystemExit, match="2"), Teller("en", listing).refusals():
        raise Refused([*(problem(n) for n in range(1_000)), problem(1, "is given twice")])
    said = capsys.readouterr().err
    assert said.count("is not a code") == SHOWN
    assert f"and {1_000 - SHOWN} more of the same kind" in said
    assert said.count("is given twice") == 1
    assert "1001 errors" in said
    rows = list(csv.DictReader(io.StringIO(listing.read_text("utf-8"))))
    assert len(rows) == 1_001
    assert rows[7] == {"severity": "error", "where": "file, row 7", "what": '"7" is not a code.', "remedy": "Mend it."}


def test_warnings_are_told_and_the_work_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    two_rows = Text(da="to rækker er ens.", en="two rows are equal.")
    Teller("da").tell([Problem(Text(da="her", en="here"), two_rows, Text(da="Se efter.", en="Look."), "warning")])
    said = capsys.readouterr()
    assert "to rækker er ens" in said.err
    assert "1 advarsel." in said.err
    assert "Intet står" not in said.err


def test_square_brackets_in_a_file_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    Teller("en").tell([Problem(Text(en="[bold]x[/red]"), Text(en="[/] is odd."), Text(en="Mend [it]."))])
    said = capsys.readouterr().err
    assert "[bold]x[/red]" in said
    assert "Mend [it]." in said


@pytest.mark.parametrize("fault", [FileNotFoundError, PermissionError, NotADirectoryError, IsADirectoryError, OSError])
def test_what_the_system_refuses_is_a_problem_in_both_languages(fault: type[OSError]) -> None:
    number = {FileNotFoundError: 2, PermissionError: 13, NotADirectoryError: 20, IsADirectoryError: 21, OSError: 28}
    told = from_the_system(fault(number[fault], "system words", "folder/file"))
    for language in ("da", "en"):
        assert told.where[language] == "folder/file"
        assert "system words" not in told.say(language)


# ---------------------------------------------------------------- commands


def test_check_is_content_with_everything_we_ship(run: Run, repository: Path, pilot: Path) -> None:
    shipped = sorted((repository / "survey").glob("*.toml"))
    said = run("check", *shipped, pilot)
    assert said.exit_code == 0, said.stderr
    assert said.stdout.count("✓") == len(shipped) + 1


def test_check_tells_the_problems_of_all_files_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "half.toml").write_text("id = ", encoding="utf-8")
    said = run("check", tmp_path / "half.toml", tmp_path / "gone.toml", tmp_path)
    assert said.exit_code == 2
    assert "half.toml" in said.stderr
    assert "gone.toml" in said.stderr
    assert "manifest.json" in said.stderr


def test_figures_prints_tidy_rows_under_the_promised_header(run: Run, pilot: Path) -> None:
    said = run("figures", pilot, "--csv", "-")
    assert said.exit_code == 0
    rows = list(csv.reader(io.StringIO(said.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    addresses = [row[0] for row in rows[1:]]
    assert "2023-pilot/theme/overall/0101" in addresses
    assert len(set(addresses)) == len(addresses)


def test_figures_stand_on_a_shelf_beside_the_wave(run: Run, pilot: Path) -> None:
    assert run("figures", pilot).exit_code == 0
    assert (pilot.parent / "figures.sqlite").is_file()


def test_figures_writes_the_same_rows_in_every_format(run: Run, pilot: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"figures.{kind}" for kind in ("csv", "parquet", "xlsx")]
    said = run("figures", pilot, "--csv", files[0], "--parquet", files[1], "--xlsx", files[2])
    assert said.exit_code == 0
    addresses = [row[0] for row in csv.reader(io.StringIO(files[0].read_text("utf-8")))][1:]
    assert pq.read_table(files[1])["address"].to_pylist() == addresses
    sheet = load_workbook(io.BytesIO(files[2].read_bytes())).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == addresses


def test_a_reader_who_leaves_early_is_no_fault(pilot: Path) -> None:
    command = f"'{BORGERPULS}' figures '{pilot}' --csv - | head -n 1"
    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert said.stdout == ",".join(COLUMNS) + "\n"
    assert "Traceback" not in said.stderr
    assert "Broken" not in said.stderr


def test_look_shows_a_place_beside_the_whole(run: Run, demo_waves: Path, tmp_path: Path) -> None:
    said = run("look", demo_waves / "2023-pilot", "0101", "--lang", "da", "--shelf", tmp_path / "figures.sqlite")
    assert said.exit_code == 0
    assert "København" in said.stdout
    assert "Opdigtede data" in said.stdout
    assert "3,25 (" in said.stdout
    assert "3,58" in said.stdout
    assert "for alle kommuner" in said.stdout


def test_look_refuses_a_place_that_is_not_in_the_wave(run: Run, pilot: Path) -> None:
    said = run("look", pilot, "9999")
    assert said.exit_code == 2
    assert '"9999"' in said.stderr
    assert "0101" in said.stderr


def test_look_counts_only_a_wave_that_is_not_on_the_shelf(run: Run, pilot: Path, demo_waves: Path) -> None:
    assert "figures on the shelf" in run("look", pilot, "0101").stderr
    assert "figures on the shelf" not in run("look", pilot, "0101").stderr
    shutil.rmtree(pilot)
    shutil.copytree(demo_waves / "2023-pilot", pilot)
    assert "figures on the shelf" in run("look", pilot, "0101").stderr


def test_trace_shows_what_a_figure_is_made_from_and_writes_the_script(run: Run, pilot: Path, tmp_path: Path) -> None:
    assert run("figures", pilot).exit_code == 0
    address = "2023-pilot/theme/overall/0101"
    said = run("trace", address, "--wave", pilot, "--r", tmp_path / "check")
    assert said.exit_code == 0
    for word in (address, "standard error", "Lumley", "sha256:", "duckdb", "0101: k|18-29"):
        assert word in said.stdout
    assert "library(survey)" in (tmp_path / "check" / "script.R").read_text("utf-8")


def test_trace_suggests_an_address_that_is_there(run: Run, pilot: Path) -> None:
    assert run("figures", pilot).exit_code == 0
    said = run("trace", "2023-pilot/theme/overal/0101", "--wave", pilot)
    assert said.exit_code == 2
    assert "2023-pilot/theme/overall/0101" in said.stderr


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


def test_report_writes_an_index_and_every_form_of_the_places_asked_for(run: Run, pilot: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    said = run("report", pilot, "--out", out, "--place", "0707", "--language", "da")
    assert said.exit_code == 0, said.stderr
    assert (out / "index.html").is_file()
    assert {path.suffix for path in out.rglob("*0707*")} >= {".pdf", ".html", ".xlsx", ".zip"}
    assert not list(out.rglob("*0101*"))


def test_report_refuses_a_language_nobody_wrote(run: Run, pilot: Path, tmp_path: Path) -> None:
    said = run("report", pilot, "--out", tmp_path / "reports", "--language", "fr")
    assert said.exit_code == 2
    assert "fr" in said.stderr
    assert not (tmp_path / "reports").exists()


# ---------------------------------------------------------------- what a person can get wrong


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "nowhere.toml"),
        ("import", "nowhere.toml", "--out", "wave"),
        ("import", "--guess", "nowhere.csv", "--questionnaire", "nowhere.toml"),
        ("figures", "nowhere"),
        ("report", "nowhere", "--out", "reports"),
        ("look", "nowhere", "0101"),
        ("trace", "2024-spring/theme/overall/0101"),
        ("trace", "2024-spring/theme/overall/0101", "--wave", "nowhere"),
    ],
    ids=" ".join,
)
def test_a_missing_file_is_a_problem_and_nothing_is_written(
    arguments: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*arguments)
    assert said.exit_code == 2
    assert "→" in said.stderr
    assert said.stdout == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["persons.parquet", "population.parquet", "wave.toml", "questionnaire.toml"])
def test_a_wave_that_was_tampered_with_is_refused(name: str, run: Run, pilot: Path) -> None:
    whole = (pilot / name).read_bytes()
    for changed in (whole[: len(whole) // 2], whole + b"\n", b""):
        (pilot / name).write_bytes(changed)
        said = run("figures", pilot)
        assert said.exit_code == 2
        assert name in said.stderr
        assert not (pilot.parent / "figures.sqlite").exists()


def test_a_file_where_a_folder_should_be_is_a_problem(run: Run, pilot: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for arguments in (
        ("figures", tmp_path / "file"),
        ("figures", pilot, "--csv", tmp_path / "file" / "figures.csv"),
        ("figures", pilot, "--shelf", tmp_path / "file" / "figures.sqlite"),
        ("figures", pilot, "--shelf", tmp_path),
        ("figures", pilot, "--csv", tmp_path),
        ("figures", pilot, "--csv", tmp_path / "no" / "such" / "folder.csv"),
        ("figures", pilot, "--shelf", tmp_path / "no" / "such" / "shelf.sqlite"),
    ):
        said = run(*arguments)
        assert said.exit_code == 2, arguments
        assert "→" in said.stderr


def test_a_shelf_that_is_something_else_is_refused_and_kept(run: Run, pilot: Path, tmp_path: Path) -> None:
    precious = tmp_path / "letter.txt"
    precious.write_text("Dear committee", encoding="utf-8")
    assert run("figures", pilot, "--shelf", precious).exit_code == 2
    assert precious.read_text("utf-8") == "Dear committee"


def test_half_a_shelf_is_a_problem(run: Run, pilot: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "figures.sqlite"
    assert run("figures", pilot, "--shelf", shelf).exit_code == 0
    shelf.write_bytes(shelf.read_bytes()[: shelf.stat().st_size // 2])
    for command in (("look", pilot, "0101"), ("trace", "2023-pilot/theme/overall/0101", "--wave", pilot)):
        said = run(*command, "--shelf", shelf)
        assert said.exit_code == 2
        assert "figures.sqlite" in said.stderr


@pytest.mark.parametrize("option", ["--csv", "--parquet", "--xlsx", "--shelf"])
def test_a_full_disk_leaves_what_was_there(option: str, pilot: Path, tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk."""
    target = tmp_path / "target"
    command = [BORGERPULS, "figures", pilot, option, target]
    if option != "--shelf":
        target.write_text("last good figures", encoding="utf-8")
        command += ["--shelf", ":memory:"]  # so that only the file meets the limit
    said = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BORGERPULS_LANG": "en"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert said.returncode == 2, said.stderr
    assert "Traceback" not in said.stderr
    if option != "--shelf":
        assert target.read_text("utf-8") == "last good figures"

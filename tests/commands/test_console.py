"""What the terminal says of problems: every one of them, where, what, and what to do."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from borgerpuls.commands.console import SHOWN, Teller, from_the_system
from borgerpuls.problems import Problem, Refused
from borgerpuls.text import Text

Run = Callable[..., Result]


def problem(number: int = 1, what: str = "is not a code") -> Problem:
    return Problem(
        Text(da=f"fil, række {number}", en=f"file, row {number}"),
        Text(da=f'"{number}" er ikke en kode.', en=f'"{number}" {what}.'),
        Text(da="Ret den.", en="Mend it."),
    )


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


def test_a_file_where_a_folder_should_be_is_a_problem(run: Run, spring: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for arguments in (
        ("figures", tmp_path / "file"),
        ("figures", spring, "--csv", tmp_path / "file" / "figures.csv"),
        ("figures", spring, "--shelf", tmp_path / "file" / "figures.sqlite"),
        ("figures", spring, "--shelf", tmp_path),
        ("figures", spring, "--csv", tmp_path),
        ("figures", spring, "--csv", tmp_path / "no" / "such" / "folder.csv"),
        ("figures", spring, "--shelf", tmp_path / "no" / "such" / "shelf.sqlite"),
    ):
        said = run(*arguments)
        assert said.exit_code == 2, arguments
        assert "→" in said.stderr

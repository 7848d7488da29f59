"""What appears at a place is whole, on disk, and the old or the new, however the run that writes it ends."""

import errno
import fcntl
import os
import random
import re
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from borgerpuls import files
from borgerpuls.commands.console import from_the_system
from borgerpuls.files import create_file, is_part, restore_folder, whole_file, whole_folder, write_file

KILLS = 30
NOBODY = 65534

WRITER = """
import sys
from itertools import count
from pathlib import Path
from borgerpuls import files
place, how = Path(sys.argv[1]), sys.argv[2]
if how == "folder in two steps":
    files._exchange = lambda one, other: False
print("ready", flush=True)
for number in count(int(sys.argv[3]) * 1_000_000):
    if how == "file":
        files.write_file(place, f"{number}\\n".encode() * 20_000)
    else:
        with files.whole_folder(place) as part:
            for name in range(6):
                (part / f"{name}.txt").write_text(f"{number}\\n" * 2000)
"""


class Killed(BaseException):
    """Stands in for a run that ends in the middle of its work."""


def content(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def broken_off(folder: Path) -> None:
    with whole_folder(folder) as part:
        assert not list(part.iterdir())
        (part / "a.txt").write_text("half")
        raise Killed


@contextmanager
def closed_folder() -> Iterator[Path]:
    """A folder that can be read and not written, also where the tests run as root."""
    root = os.geteuid() == 0
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        if root:
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)
            Path(folder).chmod(0o755)


@pytest.mark.parametrize("how", ["file", "folder", "folder in two steps"])
def test_a_run_killed_at_any_moment_leaves_the_old_or_the_new_and_the_next_run_sweeps(tmp_path: Path, how: str) -> None:
    place, cut_off, moved = tmp_path / "place", 0, 0
    for kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(place), how, str(kill)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == "ready\n"
            while not place.exists():
                time.sleep(0.001)
            time.sleep(random.uniform(0, 0.02))
            run.send_signal(signal.SIGKILL)
        cut_off += any(map(is_part, tmp_path.iterdir()))
        moved += not place.exists()
        assert how == "folder in two steps" or not moved
        restore_folder(place)
        found = [place.read_text()] if how == "file" else list(content(place).values())
        lines = [line for words in found for line in words.splitlines()]
        assert len(set(lines)) == 1
        assert len(lines) == (20_000 if how == "file" else 12_000)
    assert cut_off > KILLS / 4  # the kills did meet runs that were writing
    if how == "file":
        write_file(place, b"at last")
    else:
        with whole_folder(place) as part:
            (part / "a.txt").write_text("at last")
    assert left_in(tmp_path) == ["place"]


def test_killed_between_two_steps_the_old_folder_comes_back(tmp_path: Path) -> None:
    (tmp_path / ".out.replaced").mkdir()
    (tmp_path / ".out.replaced" / "a.txt").write_text("good")
    (tmp_path / ".out.0123abcd.part").mkdir()
    (tmp_path / ".out.0123abcd.part" / "b.txt").write_text("left by the killed run")
    with pytest.raises(Killed):
        broken_off(tmp_path / "out")
    assert content(tmp_path) == {"out/a.txt": "good"}
    restore_folder(tmp_path / "out")
    restore_folder(tmp_path / "nothing")
    assert content(tmp_path) == {"out/a.txt": "good"}


@pytest.mark.parametrize("in_one_step", [True, False])
def test_a_folder_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one_step: bool
) -> None:
    if not in_one_step:
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    for words in ("old", "new"):
        with whole_folder(tmp_path / "out") as part:
            (part / f"{words}.txt").write_text(words)
    assert content(tmp_path) == {"out/new.txt": "new"}
    assert left_in(tmp_path) == ["out"]


def test_a_folder_half_written_leaves_the_old_one_as_it_was(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out") as part:
        (part / "a.txt").write_text("good")
    with pytest.raises(Killed):
        broken_off(tmp_path / "out")
    assert content(tmp_path) == {"out/a.txt": "good"}


def test_a_folder_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("good")
    with pytest.raises(NotADirectoryError, match="out"), whole_folder(tmp_path / "out") as part:
        (part / "a.txt").write_text("new")
    assert content(tmp_path) == {"out": "good"}


def test_a_file_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for words in (b"old", b"new"):
        write_file(tmp_path / "a.bin", words)
    assert content(tmp_path) == {"a.bin": "new"}


def test_a_file_that_cannot_take_its_place_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.bin").mkdir()
    with pytest.raises(IsADirectoryError) as refused:
        write_file(tmp_path / "a.bin", b"new")
    assert str(refused.value) == f"[Errno 21] Is a directory: '{tmp_path / 'a.bin'}'"
    assert left_in(tmp_path) == ["a.bin"]


def test_two_runs_that_write_the_same_place_do_not_disturb_each_other(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with whole_folder(place) as first:
        (first / "a.txt").write_text("first")
        with whole_folder(place) as second:
            (second / "a.txt").write_text("second")
            (second / "b.txt").write_text("second")
        assert content(place) == {"a.txt": "second", "b.txt": "second"}
        (first / "c.txt").write_text("first")
    assert content(tmp_path) == {"out/a.txt": "first", "out/c.txt": "first"}
    assert left_in(tmp_path) == ["out"]


def test_what_a_person_keeps_beside_the_place_is_never_swept(tmp_path: Path) -> None:
    for name in (".a.csv.part", ".a.csv.0123abcd.parts", "a.csv.0123abcd.part", ".b.csv.0123abcd.part"):
        (tmp_path / name).write_text("kept")
    before = left_in(tmp_path)
    write_file(tmp_path / "a.csv", b"new")
    assert left_in(tmp_path) == sorted([*before, "a.csv"])


def test_everything_is_on_disk_before_it_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order in which a machine that loses its power could have been stopped."""
    steps: list[str] = []

    def short(path: object) -> str:
        return re.sub(r"\.(\w+)\.[0-9a-f]{8}\.part", r"part of \1", str(path).replace(str(tmp_path), "")) or "here"

    def told(name: str, act: Callable[..., object]) -> Callable[..., object]:
        def acted(*paths: object) -> object:
            steps.append(f"{name} {' to '.join(map(short, paths))}")
            return act(*paths)

        return acted

    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda d: (steps.append(f"sync {short(os.readlink(f'/proc/self/fd/{d}'))}"), real(d))
    )
    monkeypatch.setattr(os, "replace", told("rename", os.replace))
    monkeypatch.setattr(os, "rename", told("rename", os.rename))
    monkeypatch.setattr(os, "link", told("link", os.link))
    monkeypatch.setattr(files, "_exchange", told("exchange", files._exchange))
    for _ in range(2):
        with whole_folder(tmp_path / "out") as part:
            (part / "inner").mkdir()
            (part / "inner" / "a.txt").write_text("a")
            (part / "b.txt").write_text("b")
    synced = [
        "sync /part of out/inner/a.txt",
        "sync /part of out/inner",
        "sync /part of out/b.txt",
        "sync /part of out",
    ]
    assert steps == [
        *synced, "rename /part of out to /out", "sync here",
        *synced, "exchange /part of out to /out", "sync here",
    ]  # fmt: skip
    steps.clear()
    write_file(tmp_path / "a", b"a")
    create_file(tmp_path / "b", b"b")
    assert steps == [
        "sync /part of a", "rename /part of a to /a", "sync here",
        "sync /part of b", "link /part of b to /b", "sync here",
    ]  # fmt: skip


def test_a_disk_that_is_full_leaves_the_old_file_and_says_whose_place_had_no_room(tmp_path: Path) -> None:
    write_file(tmp_path / "a.bin", b"good")
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, allowed[1]))
    try:
        with pytest.raises(OSError, match="File too large") as refused:
            write_file(tmp_path / "a.bin", b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert refused.value.filename == str(tmp_path / "a.bin")
    assert content(tmp_path) == {"a.bin": "good"}


@pytest.mark.parametrize("write", [whole_file, whole_folder])
def test_a_place_where_nobody_may_write_is_told_with_what_to_do(
    write: Callable[[Path], AbstractContextManager[Path]],
) -> None:
    with closed_folder() as folder:
        with pytest.raises(PermissionError) as refused, write(folder / "figures"):
            pass
        assert left_in(folder) == []
    problem = from_the_system(refused.value)
    assert problem.where["en"] == str(folder / "figures")
    assert problem.what["en"] == "Access is denied."
    assert problem.remedy["en"] == "Ask for access, or choose another place."


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    got: list[bytes] = []
    reader = Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, b"to whoever reads")
    reader.join(10)
    assert got == [b"to whoever reads"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_of_runs_that_create_the_same_file_at_once_one_succeeds(tmp_path: Path) -> None:
    place, runs = tmp_path / "keys.json", range(8)
    create = "import sys, pathlib; from borgerpuls.files import create_file; sys.stdin.read(); " + (
        "print(create_file(pathlib.Path(sys.argv[1]), sys.argv[2].encode(), 0o600))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", create, str(place), str(run)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for run in runs
    ]
    for run in started:
        assert run.stdin is not None
        run.stdin.close()
    told = [run.stdout.read().strip() for run in started if run.stdout is not None]
    assert [run.wait() for run in started] == [0] * len(runs)
    for run in started:
        assert run.stdout is not None
        run.stdout.close()
    assert sorted(told) == ["False"] * 7 + ["True"]
    assert place.read_text() == str(told.index("True"))
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert left_in(tmp_path) == ["keys.json"]


def test_a_part_is_written_in_the_form_that_its_writer_likes(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.csv") as part, part.open("w", encoding="utf-8", newline="") as to:
        to.write("å\r\n")
    assert (tmp_path / "a.csv").read_bytes() == "å\r\n".encode()


def test_a_part_that_another_run_swept_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    new_file = files._new_file

    def swept_once(part: Path) -> None:
        new_file(part)
        made.append(part)
        if len(made) == 1:
            part.unlink()

    monkeypatch.setattr(files, "_new_file", swept_once)
    write_file(tmp_path / "a.bin", b"new")
    assert len(made) == 2
    assert content(tmp_path) == {"a.bin": "new"}


def test_a_drive_without_locks_is_written_to_and_nothing_there_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    (tmp_path / ".a.bin.0123abcd.part").write_text("perhaps another run's")
    write_file(tmp_path / "a.bin", b"new")
    assert content(tmp_path) == {".a.bin.0123abcd.part": "perhaps another run's", "a.bin": "new"}

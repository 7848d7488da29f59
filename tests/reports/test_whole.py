from pathlib import Path

import pytest

from borgerpuls.reports.whole import whole_folder, write_whole


class Killed(BaseException):
    """Stands in for a process that ends in the middle of its work."""


def killed_while_writing(out: Path) -> None:
    with whole_folder(out) as folder:
        assert not list(folder.iterdir())
        (folder / "a.txt").write_text("half")
        raise Killed


def content(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words in ("old", "new"):
        with whole_folder(out) as folder:
            (folder / f"{words}.txt").write_text(words)
    assert content(tmp_path) == {"out/new.txt": "new"}


def test_a_folder_half_written_leaves_the_old_one_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with whole_folder(out) as folder:
        (folder / "a.txt").write_text("good")
    with pytest.raises(Killed):
        killed_while_writing(out)
    assert content(tmp_path) == {"out/a.txt": "good"}


def test_killed_between_the_renames_the_old_folder_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / ".out.replaced").mkdir()
    (tmp_path / ".out.replaced" / "a.txt").write_text("good")
    (tmp_path / ".out.writing").mkdir()
    (tmp_path / ".out.writing" / "b.txt").write_text("left by the killed run")
    with pytest.raises(Killed):
        killed_while_writing(out)
    assert content(tmp_path) == {"out/a.txt": "good"}


def test_a_file_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.bin": b"new"}


def test_a_file_that_cannot_take_its_place_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.bin").mkdir()
    with pytest.raises(OSError, match=r"a\.bin"):
        write_whole(tmp_path / "a.bin", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]

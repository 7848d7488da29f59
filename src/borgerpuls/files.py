"""Files and folders that appear whole.

What is written lies beside its place under a hidden name, is made durable (``fsync``), and takes its place in one
step. A run that is killed, or a machine that loses its power, leaves the old content or the new, never half of it.
What a killed run left beside the place is removed by the next run that writes there; a run that is still writing
holds a lock (``flock``) on its part, which is therefore left alone. Where that is not possible (some network drives
have no locks) nothing is removed.

What the operating system refuses is an ``OSError`` that names the place, not the hidden part.
"""

import ctypes
import errno
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PART = re.compile(r"\..+\.[0-9a-f]{8}\.part")
_WORKING_FOLDER = -100
"""``AT_FDCWD`` of Linux: a relative path begins where the program runs."""
_EXCHANGE = 2
"""``RENAME_EXCHANGE`` of Linux."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system answers to a write that finds no room; it does not say where."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to; it takes the place of ``path`` when the block ends well.

    A device or a pipe holds nothing that could be kept: it is written to itself.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        yield path
        return
    with _part(path, _new_file) as part:
        yield part
        _sync(part)
        part.replace(path)
        _sync(path.parent)


def write_file(path: Path, content: bytes) -> None:
    """Give a file this content, whole, whether or not it was there."""
    with whole_file(path) as part:
        part.write_bytes(content)


def create_file(path: Path, content: bytes, mode: int = 0o666) -> bool:
    """Write a file that is not there yet, whole; False where it is there, which is then as it was.

    ``mode`` are its permissions before the process's ``umask``. Of several runs that create the same file at the same
    time one succeeds.
    """
    with _part(path, lambda part: _new_file(part, mode)) as part:
        part.write_bytes(content)
        _sync(part)
        try:
            os.link(part, path)
        except FileExistsError:
            return False
        _sync(path.parent)
    return True


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside ``folder`` to write in; it takes the place of ``folder`` when the block ends well.

    Linux exchanges the two in one step. Another system moves the old folder away first: killed between its two steps,
    the old folder is put back by ``restore_folder``, and by the next run that writes there.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    restore_folder(folder)
    with _part(folder, Path.mkdir) as part:
        yield part
        _sync_all(part)
        if not folder.exists():
            part.rename(folder)
        elif not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        elif not _exchange(part, folder):
            _remove(_replaced(folder))
            folder.rename(_replaced(folder))
            part.rename(folder)
        _sync(folder.parent)
        _remove(_replaced(folder))


def restore_folder(folder: Path) -> None:
    """Put back the folder that a killed run had moved away and not replaced."""
    if not folder.exists() and _replaced(folder).exists():
        _replaced(folder).rename(folder)


def is_part(path: Path) -> bool:
    """Is it what a run writes beside a place, or left there when it was killed?"""
    return bool(_PART.fullmatch(path.name))


@contextmanager
def _part(path: Path, make: Callable[[Path], object]) -> Iterator[Path]:
    """A part of ``path`` that this run has locked; it is gone afterwards, and so are those of killed runs."""
    part, lock = None, None
    try:
        _sweep(path)
        part, lock = _locked_part(path, make)
        yield part
    except OSError as error:
        hidden = isinstance(error.filename, str) and _is_part_of(Path(error.filename), path)
        if hidden or (error.filename is None and error.errno in _FULL):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    finally:
        if part is not None:
            _remove(part)
        if lock is not None:
            os.close(lock)


def _is_part_of(part: Path, path: Path) -> bool:
    return is_part(part) and part.name.rsplit(".", 2)[0] == f".{path.name}"


def _sweep(path: Path) -> None:
    """Remove what killed runs left beside a place: parts that nobody has locked."""
    for left in [left for left in path.parent.iterdir() if _is_part_of(left, path)]:
        if (lock := _lock(left, wait=False)) is not None:
            _remove(left)
            os.close(lock)


def _locked_part(path: Path, make: Callable[[Path], object]) -> tuple[Path, int | None]:
    """A new part and the descriptor that holds its lock; None where the drive has no locks."""
    while True:
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        make(part)
        lock = _lock(part, wait=True)
        if lock is not None or part.exists():  # else another run swept it before it was locked
            return part, lock


def _lock(part: Path, *, wait: bool) -> int | None:
    """A descriptor that keeps other runs away until it is closed; None where another run has it, or none can."""
    with suppress(OSError):
        descriptor = os.open(part, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), part.stat()):
                return descriptor
        except OSError:
            pass
        os.close(descriptor)
    return None


def _new_file(part: Path, mode: int = 0o666) -> None:
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))


def _remove(path: Path) -> None:
    """As far as possible: what cannot be removed now is removed by the next run."""
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _replaced(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.replaced")


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system or the drive cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_WORKING_FOLDER, os.fsencode(one), _WORKING_FOLDER, os.fsencode(other), _EXCHANGE) == 0)


def _sync_all(folder: Path) -> None:
    """Everything in a folder on disk, then the folder itself."""
    for place, _, names in os.walk(folder, topdown=False):
        for path in (Path(place, name) for name in names):
            if not path.is_symlink():
                _sync(path)
        _sync(Path(place))


def _sync(path: Path) -> None:
    """On disk before anything else happens; some network drives have no such step for folders."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL or not path.is_dir():
            raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(descriptor)

"""What every room's tests share. Nothing here loads Django or a browser: ``site_ready`` and ``browser`` do."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("whatever the load", deadline=None)  # no test is about time
settings.load_profile("whatever the load")

Once = Callable[[str, Callable[[Path], object]], Path]
REPOSITORY = Path(__file__).resolve().parent.parent
CHROMIUM = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
"""Debian's two: the same engine, without or with the windows that nobody sees (twice the processor time)."""
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""It runs as root in CI, and asks nobody outside for anything."""

LONG = ("house/test_tools.py", "journeys", "kill", "web/test_jobs.py", "examples", "reports", "results", "commands")
"""Files that take long, the longest first: none of them is begun when the other processes have nothing left to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; ``--no-loadscope-reorder`` keeps the order among processes."""

    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(REPOSITORY / "tests").as_posix()
        return next((n for n, long in enumerate(LONG) if file.startswith(long)), len(LONG))

    items.sort(key=place)


def pytest_unconfigure() -> None:
    if "site_ready" in sys.modules:
        sys.modules["site_ready"].clean_up()


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def program(repository: Path) -> Callable[[str], ModuleType]:
    """A program of ``bench``, ``examples`` or ``tools`` as a module, loaded once: ``program("bench/coverage.py")``."""

    @cache
    def load(path: str) -> ModuleType:
        place = repository / path
        spec = spec_from_file_location(f"{place.parent.name}_{place.stem}", place)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[spec.name] = module_from_spec(spec)  # where dataclasses look for their own module
        sys.path.insert(0, str(place.parent))  # what a program imports lies beside it
        try:
            spec.loader.exec_module(module)
        finally:
            sys.path.remove(str(place.parent))
        return module

    return load


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference numbers and real survey answers beside the checkout; CI has it."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: {folder} is missing; reference numbers and real data were NOT tested")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, one for all tests of a process; CI has it."""
    found = next((program for program in CHROMIUM if program.exists()), None)
    if found is None:
        missing = f"SKIPPED LOUDLY: {CHROMIUM[0]} is missing; the pages were NOT looked at"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where pages are looked at

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder once for all processes of a run: the first that asks makes it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared_by_all = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = shared_by_all / name, shared_by_all / f"{name}.done"
        with (shared_by_all / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of one that failed half-way
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def demo_waves(once: Once) -> Path:
    """The two invented waves of ``make demo``, in a folder of their own; read them, never write there."""
    program = REPOSITORY / "examples" / "demo" / "make.py"
    return once("demo", lambda folder: subprocess.run([sys.executable, program, folder], check=True))


@pytest.fixture(scope="session")
def demo_figures(demo_waves: Path, once: Once) -> Path:
    """The file of the figures of both invented waves, built together; read it, never write there."""
    from borgerpuls.dataset.folder import open_wave  # noqa: PLC0415 - only where figures are asked for
    from borgerpuls.results.build import build  # noqa: PLC0415
    from borgerpuls.results.figures.store import FigureStore  # noqa: PLC0415

    def make(folder: Path) -> None:
        figures = build([open_wave(demo_waves / name) for name in ("2023-pilot", "2024-spring")])
        with FigureStore.open(folder / "figures.sqlite") as store:
            store.put(figures)

    return once("demo-figures", make) / "figures.sqlite"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL that runs while the tests do, on a socket in a temporary folder; CI has it."""
    programs = _postgres_programs()
    if programs is None:
        missing = "SKIPPED LOUDLY: there is no PostgreSQL server on this machine; it was NOT tested"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with tempfile.TemporaryDirectory() as folder:
        user = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
            user = ["runuser", "-u", "postgres", "--"]

        def run(program: str, *arguments: str) -> None:
            command = [*user, str(programs / program), "-D", f"{folder}/data", *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        run("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", options)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")


def _postgres_programs() -> Path | None:
    """Where the server's own programs lie; Debian keeps them off the path."""
    asked = shutil.which("pg_config") and subprocess.run(
        ["pg_config", "--bindir"], check=True, capture_output=True, text=True
    )
    places = [Path(asked.stdout.strip())] if asked else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)

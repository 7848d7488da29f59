"""The server is killed under load, again and again: what was acknowledged is there, and nothing is there twice."""

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from runpy import run_path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

KILLS = 10
SAVERS = 4
COLUMNS = ("meeting_respect", "meeting_listen", "meeting_person", "meeting_reach")


@dataclass
class Saver:
    """A person at a browser who does not give up: a form is sent again until it is acknowledged."""

    code: str
    mark: str = ""
    cookie: str = ""
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    """Form -> answers, every one that was acknowledged; the last one is what holds."""
    again: int = 0


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database; removed afterwards."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/borgerpuls.sqlite3"
        return
    url = request.getfixturevalue("postgres_url")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kill_saves")
        connection.execute("ALTER DATABASE kill_saves SET synchronous_commit = on")
        yield url.replace("/postgres?", "/kill_saves?")
        connection.execute("DROP DATABASE kill_saves WITH (FORCE)")


def test_killed_ten_times_under_load_no_acknowledged_save_is_lost_and_none_is_doubled(
    database: str, tmp_path: Path, repository: Path
) -> None:
    environment = {
        **os.environ,
        "BORGERPULS_HOME": str(tmp_path),
        "BORGERPULS_URL": "http://127.0.0.1",
        "DATABASE_URL": database,
        "PYTHONPATH": str(Path(__file__).parent),
    }
    field_of = [sys.executable, str(repository / "bench" / "field.py"), str(SAVERS)]
    made = subprocess.run(field_of, env=environment, check=True, capture_output=True, text=True)
    savers = [Saver(code.replace("-", "")) for code in made.stdout.split()]
    environment["DJANGO_SETTINGS_MODULE"] = "light"
    browser_of = run_path(str(repository / "bench" / "load.py"))["Browser"]
    place, over = [0], threading.Event()
    threads = [threading.Thread(target=save_on, args=(saver, browser_of, place, over)) for saver in savers]
    server = spare = None
    try:
        server, place[0] = serve(environment)
        for thread in threads:
            thread.start()
        for _ in range(KILLS):
            spare, port = serve(environment)  # comes up while the other one is at work
            before = sum(len(saver.sent) for saver in savers)
            wait(lambda before=before: sum(len(saver.sent) for saver in savers) > before + 2 * SAVERS)
            time.sleep(random.uniform(0.0, 0.1))
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            server, spare, place[0] = spare, None, port
        wait(lambda: all(saver.again for saver in savers) or over.is_set(), 5, must=False)
    finally:
        over.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(20)
        for process in (server, spare):
            if process is not None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    assert not any(thread.is_alive() for thread in threads)
    check(savers, read_back(database))
    assert sum(saver.again for saver in savers) >= KILLS / 2  # the kills did meet forms on their way


def check(savers: list[Saver], held: list[tuple[int, str, str]]) -> None:
    """Every acknowledged form is one event with its answers, no form is two, and nobody sent anything else."""
    by_form = {key.split(".")[0]: answers for _, key, answers in held}
    forms = Counter(key.split(".")[0] for _, key, _ in held)
    assert set(forms.values()) == {1}
    for saver in savers:
        assert len(saver.sent) > KILLS
        for form, answers in saver.sent.items():
            assert by_form[form] == "{" + ", ".join(f'"{c}": {a}' for c, a in answers.items()) + "}"
    unacknowledged = set(forms) - {form for saver in savers for form in saver.sent}
    assert len(unacknowledged) <= SAVERS  # at most the form that each was sending when it was over


def save_on(saver: Saver, browser_of: Callable[[int], Any], place: list[int], over: threading.Event) -> None:
    """Save form after form; after a lost connection open another one and send the same form again."""
    browser, port, numbers = None, 0, count()
    answers: dict[str, str] = {}
    form = ""
    while not over.is_set():
        try:
            if browser is None or port != place[0]:
                if browser is not None:
                    browser.close()
                port = place[0]
                browser = browser_of(port)
                browser.cookie = saver.cookie
            if not saver.mark:
                browser.get(f"/k/{saver.code}")
                saver.mark = browser.get("/svar/da/")[1].split(b'name="hvem" value="')[1].split(b'"')[0].decode()
                saver.cookie = browser.cookie
            if not form:
                form = f"{saver.code[:8]}{next(numbers):08d}"
                answers = {column: str(random.randint(1, 5)) for column in COLUMNS}
            said = {"form": form, "hvem": saver.mark, **{f"q.{column}": code for column, code in answers.items()}}
            status, _ = browser.post("/svar/da/2", said)
            assert status == 303
            saver.sent[form] = answers
            form = ""
        except (OSError, ValueError, IndexError):  # the server was killed: at any byte of its answer
            saver.again += bool(form)
            if browser is not None:
                browser.close()
            browser = None
            time.sleep(0.01)
    if browser is not None:
        browser.close()


def serve(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """A server in a process group of its own, once it answers."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-W", "ignore", "-m", "granian", "--interface", "wsgi", "--workers", "1", "--no-ws",
        "--blocking-threads", "2", "--port", str(port), "borgerpuls.web.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def up() -> bool:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), 1)) as to:
                to.settimeout(10)
                to.sendall(f"GET /k/da/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
                return to.recv(12) == b"HTTP/1.1 200"
        except OSError:
            return False

    wait(up)
    return process, port


def wait(until: Callable[[], bool], seconds: float = 60, must: bool = True) -> None:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            assert not must, "it did not come about in time"
            return
        time.sleep(0.02)


def read_back(database: str) -> list[tuple[int, str, str]]:
    """Person, key and answers of every page saved, straight from the database, in the order they were added."""
    asked = "SELECT person_id, key, answers FROM fieldwork_saveevent WHERE kind = 'page' ORDER BY id"
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(urlsplit(database).path)) as connection:
            return connection.execute(asked).fetchall()
    with psycopg.connect(database) as connection:
        return connection.execute(asked).fetchall()

"""The site from the terminal: Django is ready before anything runs, and the worker ends with the server."""

import site_ready  # noqa: F401, I001  Django first: its settings are read once

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django
import pytest
from click.testing import Result

from borgerpuls.commands import site

Run = Callable[..., Result]


class Servers:
    """Stands in for Granian, which would answer until it is killed: keeps what it was given, and is over at once."""

    def __init__(self, worker: Callable[[], bool]) -> None:
        self.given: dict[str, Any] = {}
        self.worker_ran = False
        self.fails = False
        self._worker = worker

    def __call__(self, target: str, **given: Any) -> "Servers":
        self.given = {"target": target, **given}
        return self

    def serve(self) -> None:
        self.worker_ran = self._worker()
        if self.fails:
            raise OSError(98, "Address already in use")


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The workers that were begun: each a process of its own that would wait for ever."""
    begun: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def begin(command: list[str]) -> subprocess.Popen[bytes]:
        assert command == [sys.executable, "-m", "django", "work"]
        begun.append(popen(["sleep", "infinity"]))
        return begun[-1]

    monkeypatch.setattr(site.subprocess, "Popen", begin)
    yield begun
    for worker in begun:
        worker.kill()
        worker.wait()


@pytest.fixture
def servers(workers: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch) -> Servers:
    standing_in = Servers(lambda: any(worker.poll() is None for worker in workers))
    monkeypatch.setattr(site, "Server", standing_in)
    return standing_in


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The addresses that the databases were made ready with; the journeys make them in earnest."""
    addresses: dict[str, str] = {}
    monkeypatch.setattr(site, "prepare", lambda **given: addresses.update(given))
    return addresses


def test_the_site_is_served_at_its_address_and_a_worker_runs_beside_it(
    run: Run, servers: Servers, workers: list[Any], prepared: dict[str, str]
) -> None:
    assert run("serve", "--port", 8123, "--workers", 3).exit_code == 0
    assert servers.given["target"] == "borgerpuls.web.wsgi:application"
    assert (servers.given["address"], servers.given["port"], servers.given["workers"]) == ("127.0.0.1", 8123, 3)
    assert servers.given["log_access"] is False  # an address holds a citizen's code
    assert prepared == {"BORGERPULS_URL": "http://localhost:8123"}
    assert servers.worker_ran
    assert [worker.poll() is not None for worker in workers] == [True]


def test_the_worker_ends_also_when_the_server_fails(
    run: Run, servers: Servers, workers: list[Any], prepared: dict[str, str]
) -> None:
    servers.fails = True
    with pytest.raises(OSError, match="in use"):
        run("serve", "--host", "0.0.0.0")
    assert prepared == {"BORGERPULS_URL": "http://0.0.0.0:8000"}
    assert servers.worker_ran
    assert [worker.poll() is not None for worker in workers] == [True]


@pytest.mark.parametrize(
    ("host", "port", "told"), [("127.0.0.1", None, "Another program answers"), ("192.0.2.1", 0, "Cannot")]
)
def test_an_address_where_no_server_can_answer_is_refused_before_anything_is_made(
    run: Run, workers: list[Any], prepared: dict[str, str], host: str, port: int | None, told: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = run("serve", "--host", host, "--port", taken.getsockname()[1] if port is None else port)
    assert said.exit_code == 2
    for words in (f"the address {host}, port", told, "--port"):
        assert words in said.stderr
    assert (workers, prepared) == ([], {})


def test_a_site_without_a_worker_begins_none(
    run: Run, servers: Servers, workers: list[Any], prepared: dict[str, str]
) -> None:
    assert run("serve", "--no-worker").exit_code == 0
    assert (servers.given["port"], workers, prepared) == (8000, [], {"BORGERPULS_URL": "http://localhost:8000"})


def test_what_the_environment_says_comes_before_what_a_command_thinks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BORGERPULS_URL", "https://svar.example.org")
    monkeypatch.delenv("BORGERPULS_ELSEWHERE", raising=False)
    site.setup(BORGERPULS_URL="http://localhost:8000", BORGERPULS_ELSEWHERE="here")
    assert os.environ["BORGERPULS_URL"] == "https://svar.example.org"
    assert os.environ.pop("BORGERPULS_ELSEWHERE") == "here"
    assert os.environ["DJANGO_SETTINGS_MODULE"] == site.SETTINGS


def test_djangos_own_commands_are_called_with_their_own_options(run: Run) -> None:
    assert run("manage", "version").output.strip() == django.get_version()
    assert "no issues" in run("manage", "check", "--tag", "models").output


def test_an_option_that_the_worker_does_not_know_is_told_without_a_traceback(run: Run) -> None:
    said = run("work", "--twice")
    assert said.exit_code == 2
    assert "unrecognized arguments: --twice" in said.stderr
    assert "--once" in said.stderr

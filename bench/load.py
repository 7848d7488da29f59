"""The field under load: interviews a second, how long a page and a save take, beside the least that a save can cost.

    python bench/load.py                                                  SQLite, 40 seconds
    python bench/load.py --postgres URL --limit-python build/limit/bin/python

Everything runs on this machine: granian with two workers, the database, and the browsers that are played here by a few
threads of plain sockets, so the numbers hold for two processors shared by all of them.

*Interviews*: as many browsers as keep the server busy; each opens a link, reads the welcome, starts, answers eight
pages, checks, submits and reads the receipt: 12 pages read and 11 forms saved. *Saves*: nothing but pages of answers
saved, each committed to disk. *Limit*: a bare Starlette handler that parses the same form and commits one row, in an
environment given by ``--limit-python``: ``python -m venv build/limit``, then
``build/limit/bin/pip install starlette granian python-multipart "psycopg[binary]"``.
*Burst*: 320 requests a second, sent on time whether or not the server keeps up, waiting included.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ANSWERS = {
    1: ("overall_help", "overall_benefit", "overall_speed"),
    2: ("meeting_respect", "meeting_listen", "meeting_person", "meeting_reach"),
    3: ("goals_own", "goals_next", "goals_fit", "goals_purpose"),
    4: ("collaboration_case", "collaboration_once", "collaboration_goal"),
    5: ("conversation_topic", "conversation_time", "conversation_words", "conversation_agreed"),
    6: ("progression_closer", "progression_belief", "progression_daily"),
    7: ("local_1", "local_2"),
}
BURST = 320
CLIENTS = 12


@dataclass
class Times:
    """Seconds each request took, by kind."""

    page: list[float] = field(default_factory=list)
    save: list[float] = field(default_factory=list)
    interviews: int = 0
    wrong: int = 0


class Browser:
    """A connection that is kept, one cookie, and no more of HTTP than the server's answers need."""

    def __init__(self, port: int) -> None:
        self._to = socket.create_connection(("127.0.0.1", port))
        self._to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""
        self._host = f"127.0.0.1:{port}"
        self.cookie = ""

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nCookie: svar={self.cookie}\r\n\r\n".encode())

    def post(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        body = urlencode(form).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nCookie: svar={self.cookie}\r\n"
            f"Origin: http://{self._host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return self._ask(head.encode() + body)

    def close(self) -> None:
        self._to.close()

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        self._to.sendall(request)
        head = self._until(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"set-cookie:") and b"svar=" in line:
                self.cookie = line.split(b"svar=", 1)[1].split(b";")[0].decode()
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
        body = self._chunks() if length is None else self._exactly(length)
        return int(head.split(b" ", 2)[1]), body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._left:
            if not (more := self._to.recv(65536)):
                raise ConnectionError("the server closed the connection")
            self._left += more
        found, _, self._left = self._left.partition(mark)
        return found

    def _exactly(self, length: int) -> bytes:
        while len(self._left) < length:
            if not (more := self._to.recv(65536)):
                raise ConnectionError("the server closed the connection")
            self._left += more
        found, self._left = self._left[:length], self._left[length:]
        return found

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n"), 16):
            parts.append(self._exactly(size))
            self._until(b"\r\n")
        self._until(b"\r\n")
        return b"".join(parts)


def hidden(page: bytes, name: str) -> str:
    """The value of a hidden field."""
    return page.split(f'name="{name}" value="'.encode(), 1)[1].split(b'"', 1)[0].decode()


def interview(browser: Browser, code: str, say: Callable[[str, float, bool], None]) -> None:
    """One whole interview; every request is told to ``say``: kind, seconds, went well."""

    def timed(kind: str, wanted: int, ask: Callable[[], tuple[int, bytes]]) -> bytes:
        begun = time.perf_counter()
        status, body = ask()
        say(kind, time.perf_counter() - begun, status == wanted)
        return body

    timed("page", 303, lambda: browser.get(f"/k/{code}"))
    page = timed("page", 200, lambda: browser.get("/svar/da/"))
    mark = hidden(page, "hvem")
    timed("save", 303, lambda: browser.post("/svar/da/", {"hvem": mark}))
    for number in range(1, 9):
        page = timed("page", 200, lambda n=number: browser.get(f"/svar/da/{n}"))  # type: ignore[misc]
        form = {"form": hidden(page, "form"), "hvem": mark}
        form |= {f"q.{column}": str(1 + secrets.randbelow(5)) for column in ANSWERS.get(number, ())}
        if number not in ANSWERS:
            form["ord"] = "Tak for hjælpen."
        timed("save", 303, lambda n=number, f=form: browser.post(f"/svar/da/{n}", f))  # type: ignore[misc]
    page = timed("page", 200, lambda: browser.get("/svar/da/tjek"))
    timed("save", 303, lambda: browser.post("/svar/da/tjek", {"form": hidden(page, "form"), "hvem": mark}))
    timed("page", 200, lambda: browser.get("/svar/da/kvittering"))


def interviews(port: int, codes: list[str], seconds: float) -> tuple[Times, float]:
    """Whole interviews by ``CLIENTS`` browsers, one after the other in each."""
    times, lock, left = Times(), threading.Lock(), iter(codes)
    until = time.perf_counter() + seconds

    def one() -> None:
        while time.perf_counter() < until:
            with lock:
                code = next(left, None)
            if code is None:
                return
            browser = Browser(port)
            interview(browser, code, lambda kind, took, well: _note(times, lock, kind, took, well))
            browser.close()
            with lock:
                times.interviews += 1

    return times, _together(one, CLIENTS)


def saves(port: int, path: str, seconds: float, codes: list[str], marked: bool) -> tuple[Times, float]:
    """Nothing but saves of four answers, each a form of its own."""
    times, lock, left = Times(), threading.Lock(), iter(codes)
    until = time.perf_counter() + seconds

    def one() -> None:
        browser, mark = Browser(port), ""
        if marked:
            with lock:
                code = next(left)
            browser.get(f"/k/{code}")
            mark = hidden(browser.get("/svar/da/")[1], "hvem")
            browser.post("/svar/da/", {"hvem": mark})
        sent = 0
        while time.perf_counter() < until:
            form = {"form": secrets.token_hex(8), "hvem": mark}
            form |= {f"q.{column}": str(1 + secrets.randbelow(5)) for column in ANSWERS[2]}
            begun = time.perf_counter()
            status, _ = browser.post(path, form)
            _note(times, lock, "save", time.perf_counter() - begun, status in (200, 303))
            sent += 1
            if marked and sent % 12 == 0:  # another person, so that nobody has more saves than people have
                with lock:
                    code = next(left)
                browser.get(f"/k/{code}")
                mark = hidden(browser.get("/svar/da/")[1], "hvem")
                browser.post("/svar/da/", {"hvem": mark})
        browser.close()

    return times, _together(one, CLIENTS)


def burst(port: int, codes: list[str], seconds: float) -> Times:
    """``BURST`` requests a second, each due at its time: what a browser waits counts from then."""
    times, lock, left = Times(), threading.Lock(), iter(codes)
    begun = time.perf_counter() + 0.2
    slots = iter(range(int(BURST * seconds)))

    def due() -> float | None:
        with lock:
            slot = next(slots, None)
        return None if slot is None else begun + slot / BURST

    class Done(Exception):
        pass

    def one() -> None:
        try:
            while True:
                with lock:
                    code = next(left)
                browser = Waiting(port)
                interview(browser, code, lambda kind, _, well, b=browser: _note(times, lock, kind, b.took, well))
                browser.close()
                with lock:
                    times.interviews += 1
        except Done:
            pass

    class Waiting(Browser):
        took = 0.0

        def _ask(self, request: bytes) -> tuple[int, bytes]:
            at = due()
            if at is None:
                raise Done
            time.sleep(max(0.0, at - time.perf_counter()))
            found = super()._ask(request)
            self.took = time.perf_counter() - at
            return found

    _together(one, 40)
    return times


def _note(times: Times, lock: threading.Lock, kind: str, took: float, well: bool) -> None:
    with lock:
        (times.page if kind == "page" else times.save).append(took)
        times.wrong += not well


def _together(one: Callable[[], None], many: int) -> float:
    begun = time.perf_counter()
    threads = [threading.Thread(target=one) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


@contextmanager
def served(application: list[str], environment: dict[str, str]) -> Iterator[int]:
    """A server on a free port until the end; ``{port}`` in its command is filled in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.format(port=port) for part in application]
    environment = {**environment, "BORGERPULS_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def granian(application: str, interface: str, python: str = sys.executable) -> list[str]:
    """Two workers; of WSGI with four threads each, as ``borgerpuls serve`` has them."""
    threads = ["--blocking-threads", "4"] if interface == "wsgi" else []
    return [
        python, "-m", "granian", "--interface", interface, "--workers", "2", *threads, "--no-ws", "--port", "{port}",
        application,
    ]  # fmt: skip


def percentiles(times: list[float]) -> str:
    """``p50 / p95 / p99`` in milliseconds."""
    if not times:
        return "–"
    ordered = sorted(times)
    return " / ".join(f"{1000 * ordered[min(len(ordered) - 1, int(len(ordered) * p))]:.0f}" for p in (0.5, 0.95, 0.99))


def measure(name: str, url: str, seconds: float, limit_python: str | None) -> None:
    """One row of the table for one database."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "BORGERPULS_HOME": home, "BORGERPULS_INVENTED": "1", "DATABASE_URL": url}
        made = subprocess.run(
            [sys.executable, HERE / "field.py", "8000"], env=environment, check=True, capture_output=True, text=True
        )
        codes = [code.replace("-", "") for code in made.stdout.split()]
        with served(granian("borgerpuls.web.wsgi:application", "wsgi"), environment) as port:
            interviews(port, codes[:10], 60)  # every page is rendered once
            whole, took = interviews(port, codes[10:2500], seconds)
            only, saving = saves(port, "/svar/da/2", seconds, codes[2500:6000], marked=True)
            rush = burst(port, codes[6000:], seconds)
    bare = ""
    if limit_python:
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "LIMIT_DATABASE": url or f"{home}/limit.sqlite3", "PYTHONPATH": str(HERE)}
            with served(granian("limit:application", "asgi", limit_python), environment) as port:
                saves(port, "/save", 1, [], marked=False)
                found, limit_took = saves(port, "/save", seconds, [], marked=False)
                bare = f"{len(found.save) / limit_took:.0f}"
    share = f"{len(only.save) / saving / float(bare):.0%}" if bare else ""
    wrong = whole.wrong + only.wrong + rush.wrong
    print(
        f"| {name} | {whole.interviews / took:.1f} | {(len(whole.page) + len(whole.save)) / took:.0f}"
        f" | {percentiles(whole.page)} | {percentiles(whole.save)} | {len(only.save) / saving:.0f} | {bare} | {share}"
        f" | {percentiles(rush.page + rush.save)} | {wrong} |",
        flush=True,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=10, help="of each of the four parts")
    arguments.add_argument("--postgres", help="address of an empty database")
    arguments.add_argument("--limit-python", help="python of an environment with starlette and granian")
    given = arguments.parse_args()
    print(f"{os.cpu_count()} processors; others waiting for them before the run: {os.getloadavg()[0]:.1f}\n")
    print(
        "| database | interviews/s | requests/s | page ms | save ms | saves/s | limit | share | at 320/s ms | wrong |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    measure("SQLite, FULL", "", given.seconds, given.limit_python)
    if given.postgres:
        measure("PostgreSQL", given.postgres, given.seconds, given.limit_python)


if __name__ == "__main__":
    main()

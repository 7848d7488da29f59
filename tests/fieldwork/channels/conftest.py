"""Letters to hand over, and servers on loopback that answer as the real ones are specified to."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import UUID

import pytest
from pytest_django import Settings

from borgerpuls.fieldwork.channels.channel import Outgoing
from borgerpuls.fieldwork.letters import Letter, Sender, letter
from borgerpuls.text import Text

SENDER = Sender(
    name="Nørre Prøveby Kommune",
    reply_to="svar@example.org",
    paragraph=Text(
        da="Vi har fået ny indgang.\nDen er ved biblioteket.",
        en="We have a new entrance.\nIt is by the library.",
        ar="لدينا مدخل جديد.\nإنه بجانب المكتبة.",
    ),
    closes_on=date(2026, 4, 7),
    languages=("da", "en", "ar"),
)
ID = UUID("5b1c2f7e-8a4d-4c3b-9e21-0123456789ab")


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://svar.example.org"


@pytest.fixture
def write() -> Callable[..., Letter]:
    def written(language: str = "da", occasion: int = 0, name: str = "Åse Prøve", sender: Sender = SENDER) -> Letter:
        return letter(sender, occasion, "pseudonym-of-somebody", language, name)

    return written


@pytest.fixture
def out(write: Callable[..., Letter]) -> Callable[..., Outgoing]:
    def outgoing(address: str, language: str = "da") -> Outgoing:
        return Outgoing(write(language), address, ID, "0707", datetime(2026, 7, 1, 12, 30, tzinfo=UTC))

    return outgoing


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


@dataclass
class Server:
    """A real HTTP server; ``answers`` maps a path to (status, body), or to None: it hangs up instead."""

    url: str = ""
    got: list[Request] = field(default_factory=list)
    answers: dict[str, tuple[int, str] | None] = field(default_factory=dict)


@contextmanager
def serving() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.got.append(Request(self.command, self.path, dict(self.headers), body))
            answer = told.answers.get(self.path.partition("?")[0], (404, "no such path"))
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            status, words = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(words.encode())))
            self.end_headers()
            self.wfile.write(words.encode())

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)  # how soon it ends
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def http() -> Iterator[Server]:
    with serving() as server:
        yield server

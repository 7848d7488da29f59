"""The least that a save can cost here: a form parsed, one row committed, an answer of no words. Run by ``load.py``.

No session, no questionnaire, nothing checked, no page: what is left is the web server, the form and the disk.
"""

import json
import os
import sqlite3
import threading

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

URL = os.environ["LIMIT_DATABASE"]
_own = threading.local()


def _sqlite() -> sqlite3.Connection:
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(URL, isolation_level=None, timeout=20)
        _own.connection.execute("PRAGMA journal_mode=WAL")
        _own.connection.execute("PRAGMA synchronous=FULL")
        _own.connection.execute("CREATE TABLE IF NOT EXISTS saved (id INTEGER PRIMARY KEY, form TEXT, answers TEXT)")
    return _own.connection


def _postgres():  # type: ignore[no-untyped-def]
    if not hasattr(_own, "connection"):
        import psycopg  # noqa: PLC0415  # the SQLite server runs without it

        _own.connection = psycopg.connect(URL, autocommit=True)
        _own.connection.execute(
            "CREATE TABLE IF NOT EXISTS saved (id BIGINT GENERATED ALWAYS AS IDENTITY, form TEXT, answers TEXT)"
        )
    return _own.connection


async def save(request: Request) -> Response:
    form = dict(await request.form())
    key, said = form.pop("form"), json.dumps(form)
    if URL.startswith("postgres"):
        _postgres().execute("INSERT INTO saved (form, answers) VALUES (%s, %s)", [key, said])
    else:
        _sqlite().execute("INSERT INTO saved (form, answers) VALUES (?, ?)", [key, said])
    return Response(status_code=200, headers={"Content-Length": "0"})


application = Starlette(routes=[Route("/save", save, methods=["POST"])])

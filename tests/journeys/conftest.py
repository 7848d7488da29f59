"""A site as an operator starts it, a mail server that takes what it sends, and a browser as people use it."""

import site_ready  # noqa: F401, I001  Django first: what follows imports tables

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from aiosmtpd.controller import Controller
from journeys.people import Mailbox, Site, Visitor, free_port, until
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    post = Mailbox(free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses of two fresh databases; of SQLite in the site's folder where nothing is said."""
    if request.param == "sqlite":
        return {"DATABASE_URL": "", "CONTACTS_DATABASE_URL": ""}
    url: str = request.getfixturevalue("postgres_url")
    names = {"DATABASE_URL": "journey", "CONTACTS_DATABASE_URL": "journey_contacts"}
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names.values():
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
    return {setting: re.sub(r"/postgres\?", f"/{name}?", url) for setting, name in names.items()}


@pytest.fixture
def site(databases: dict[str, str], mailbox: Mailbox, tmp_path: Path) -> Iterator[Site]:
    """``borgerpuls serve`` with its worker, until the test is over."""
    port = free_port()
    around = {
        **os.environ,
        **databases,
        "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings",
        "BORGERPULS_HOME": str(tmp_path),
        "BORGERPULS_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}?from=borgerpuls@example.org",
    }
    site = Site(around["BORGERPULS_URL"], tmp_path, around)
    command = [Path(sys.executable).with_name("borgerpuls"), "serve", "--port", str(port)]
    with (tmp_path / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, env=around, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: _answers(site.url), "the site's front page")
        yield site
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):
            return True
    except (URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture
def people(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """``people(width=360)``: another person with a browser that remembers nothing."""
    made: list[BrowserContext] = []

    def person(*, width: int = 1200, height: int = 900) -> Visitor:
        made.append(browser.new_context(viewport={"width": width, "height": height}, locale="da-DK"))
        return Visitor(made[-1].new_page(), site.url)

    yield person
    for context in made:
        context.close()

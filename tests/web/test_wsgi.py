"""The program as a web server meets it: one process that was told nothing but its folder serves both doors."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ASKED = ("/k/", "/svar/da/", "/svar/intet", "/stab/", "/ikke-her")
PROGRAM = """
import json, sys
from wsgiref.util import setup_testing_defaults
from borgerpuls.web.wsgi import application

modules = sorted(name for name in sys.modules if name.startswith("borgerpuls.web."))
told = {}
for address in sys.argv[1:]:
    environ = {"HTTP_HOST": "localhost", "PATH_INFO": address, "HTTP_ACCEPT_LANGUAGE": "da"}
    setup_testing_defaults(environ)
    started = []
    body = application(environ, lambda status, headers: started.append((status, headers)))
    page = b"".join(body).decode()
    body.close()
    told[address] = (started[0][0], dict(started[0][1]), page)
print(json.dumps({"modules": modules, "told": told}))
"""


@dataclass(frozen=True)
class Served:
    """The modules of the site that were loaded before the first request; address -> status, headers and page."""

    modules: list[str]
    told: dict[str, tuple[str, dict[str, str], str]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """What a process answers that a web server started; nobody named the settings to it."""
    home = tmp_path_factory.mktemp("site")
    (home / "static").mkdir()
    names = {"BORGERPULS_HOME": str(home), "DATABASE_URL": "", "CONTACTS_DATABASE_URL": ""}
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | names
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM, *ASKED], env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return Served(**json.loads(made.stdout))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/k/", "200 OK"), ("/svar/da/", "303 See Other"), ("/svar/intet", "404 Not Found"), ("/stab/", "302 Found")],
)
def test_a_request_is_served_at_each_door(address: str, status: str, served: Served) -> None:
    assert served.told[address][0] == status


def test_the_citizens_pages_go_the_short_way(served: Served) -> None:
    _status, headers, page = served.told["/k/"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Skriv din kode" in page
    assert "Skriv din kode" in served.told["/svar/intet"][2]


def test_everything_else_goes_through_all_of_django(served: Served) -> None:
    _status, headers, _page = served.told["/stab/"]
    assert headers["Location"] == "/konto/login/?next=/stab/"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    status, _headers, page = served.told["/ikke-her"]
    assert status == "404 Not Found"
    assert '<html lang="da">' in page


def test_every_pages_code_is_loaded_before_the_first_one_is_asked_for(served: Served) -> None:
    web = Path(__file__).resolve().parents[2] / "src" / "borgerpuls" / "web"
    page = re.compile(r"^def [a-z]\w*\(request: HttpRequest.*-> HttpResponse", re.MULTILINE)
    views = {
        ".".join(("borgerpuls.web", *file.relative_to(web).with_suffix("").parts))
        for file in web.rglob("*.py")
        if page.search(file.read_text("utf-8"))
    }
    assert len(views) > 15
    assert views - set(served.modules) == set()

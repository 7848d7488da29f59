"""The settings of a site that the world can reach."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client

SHOW = """
import json
from borgerpuls.web import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper() and name.split("_")[0] in
    ("SESSION", "CSRF", "SECURE", "SECOND", "LANGUAGE", "MFA", "ALLOWED", "DEBUG", "SOCIALACCOUNT")}, default=str))
"""


def run(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "BORGERPULS_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings",
        **changes,
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the tests' own, for Playwright
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_a_site_on_https_passes_djangos_own_check_of_a_deployment(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "django", "check", "--deploy", BORGERPULS_URL="https://puls.example.dk")
    left = [line for line in done.stderr.splitlines() if line.startswith("?:")]
    # Subdomains and browsers' own list of HTTPS sites are for the owner of the domain to decide.
    assert [line for line in left if "W005" not in line and "W021" not in line] == []
    assert done.returncode == 0, done.stderr


def test_a_site_on_https_has_cookies_that_only_it_can_set_and_asks_for_a_second_factor(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, "-c", SHOW, BORGERPULS_URL="https://puls.example.dk").stdout)
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert all(told[f"{kind}_COOKIE_SECURE"] for kind in ("SESSION", "CSRF", "LANGUAGE"))
    assert told["SECOND_FACTOR_REQUIRED"]
    assert not told["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]
    assert told["ALLOWED_HOSTS"] == ["puls.example.dk"]
    assert not told["DEBUG"]


def test_a_trial_on_a_laptop_offers_the_second_factor(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, "-c", SHOW).stdout)
    assert not told["SECOND_FACTOR_REQUIRED"]
    told = json.loads(run(tmp_path, "-c", SHOW, BORGERPULS_SECOND_FACTOR="required").stdout)
    assert told["SECOND_FACTOR_REQUIRED"]


def test_a_municipalitys_own_login_is_one_line_of_the_environment(tmp_path: Path) -> None:
    login = {
        "id": "n",
        "name": "Norddjurs",
        "server": "https://l.example",
        "client": "c",
        "secret": "s",
        "domains": ["n.dk"],
    }
    told = json.loads(run(tmp_path, "-c", SHOW, BORGERPULS_OIDC=json.dumps([login])).stdout)
    (app,) = told["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app["settings"] == {"server_url": "https://l.example", "verified_email": ["n.dk"]}


@pytest.mark.django_db
def test_cookies_are_for_the_server_alone(client: Client) -> None:
    client.get("/stab/invitation/x")
    client.get("/")
    client.post("/sprog", {"language": "en"})
    for name in ("sessionid", "csrftoken", "django_language"):
        assert client.cookies[name]["httponly"], name
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["samesite"] == "Lax", name


@pytest.mark.django_db
def test_reading_the_public_pages_leaves_no_session(client: Client) -> None:
    for path in ("/", "/was", "/konto/login/"):
        client.get(path)
    assert "sessionid" not in client.cookies


@pytest.mark.django_db
def test_a_browser_keeps_files_for_ever_and_their_address_changes_with_them(client: Client) -> None:
    response = client.get(static("borgerpuls/staff.css"))
    response.close()
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    for name in (
        "dkfds/css/dkfds.min.css",
        "dkfds/img/all-svg-icons.svg",
        "mfa/js/webauthn.js",
        "borgerpuls/pulse.svg",
    ):
        found = client.get(static(name))
        found.close()
        assert found.status_code == 200, name

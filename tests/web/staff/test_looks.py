"""The shared pages in a real browser, under the policy that is used in earnest: axe finds nothing, nothing is wider
than a small phone, the browser has nothing to complain of, and one can come in by app and by passkey.
"""

import base64
import hashlib
import hmac
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from axe import RULES, violations
from playwright.sync_api import Browser, Page

PASSWORD = "en lang og god sætning"
PUBLIC = ("/", "/was", "/konto/login/", "/konto/signup/", "/konto/password/reset/", "/konto/password/reset/done/")
STAFF = ("/stab/", "/stab/kolleger/", "/stab/log/", "/konto/2fa/", "/konto/password/change/", "/konto/logout/")
PROTECTED = (
    "/konto/2fa/",
    "/konto/2fa/totp/deactivate/",
    "/konto/2fa/recovery-codes/",
    "/konto/2fa/recovery-codes/generate/",
    "/konto/2fa/webauthn/",
    "/konto/2fa/webauthn/add/",
)
GO_ON = "main form button.button-primary"


@dataclass
class Site:
    """A site as an operator starts it; ``invited`` gives a link for somebody new."""

    address: str
    environment: dict[str, str]

    def invited(self, email: str, *place: str) -> str:
        command = [sys.executable, "-W", "ignore", "-m", "django", "colleague", email, *place]
        made = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return made.stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings",
        "BORGERPULS_HOME": str(tmp_path_factory.mktemp("site")),
        "BORGERPULS_URL": f"http://localhost:{port}",
        "BORGERPULS_INVENTED": "1",
    }
    python = [sys.executable, "-W", "ignore", "-m"]
    for database in ("default", "contacts"):
        subprocess.run([*python, "django", "migrate", "-v0", f"--database={database}"], env=environment, check=True)
    serve = ["granian", "--interface", "wsgi", "--no-ws", "--port", str(port), "borgerpuls.web.wsgi:application"]
    server = subprocess.Popen([*python, *serve], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Site(environment["BORGERPULS_URL"], environment)
    finally:
        server.terminate()
        server.wait(20)


@dataclass
class Visitor:
    """Somebody at a browser, and what the browser complained of."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def goes(self, path: str) -> None:
        self.page.goto(self.site + path if path.startswith("/") else path)

    def looks(self) -> None:
        """At the page, wide and narrow."""
        for width in (1200, 320):
            self.page.set_viewport_size({"width": width, "height": 800})
            assert violations(self.page, RULES) == [], (self.page.url, width)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url
        assert "Opdigtede data" in self.page.inner_text("header") or "Invented data" in self.page.inner_text("header")


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[[str], Visitor]]:
    contexts = []

    def comes(language: str) -> Visitor:
        contexts.append(browser.new_context(locale="da-DK" if language == "da" else "en-GB"))
        one = Visitor(contexts[-1].new_page(), site.address)
        one.page.on("console", lambda said: one.complaints.append(said.text) if said.type == "error" else None)
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        return one

    yield comes
    for context in contexts:
        context.close()


def code_now(secret: str) -> str:
    """What an authenticator app shows (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.mark.parametrize("language", ["da", "en"])
def test_pages_for_everybody(visitor: Callable[[str], Visitor], language: str) -> None:
    anyone = visitor(language)
    for path in PUBLIC:
        anyone.goes(path)
        assert anyone.page.get_attribute("html", "lang") == language
        anyone.looks()
    assert anyone.complaints == []
    anyone.goes("/findes-ikke")
    anyone.looks()
    anyone.goes("/konto/login/")
    anyone.page.fill("#id_login", "x@example.org")
    anyone.page.fill("#id_password", "forkert")
    anyone.page.click("main form .button-primary")
    assert anyone.page.inner_text("main .alert-error")
    anyone.looks()


def sets_up_an_app(one: Visitor) -> list[str]:
    """The recovery codes that come with it."""
    page = one.page
    one.goes("/konto/2fa/totp/activate/")
    one.looks()
    page.fill("#id_password", PASSWORD)
    page.click(GO_ON)
    one.looks()
    page.fill("#id_code", "000000")
    page.click(GO_ON)
    page.wait_for_selector(".form-error-message")
    one.looks()
    page.fill("#id_code", code_now(page.inner_text(".steps .code")))
    page.click(GO_ON)
    return page.input_value("#recovery_codes").split()


def adds_a_passkey(one: Visitor) -> None:
    devices = one.page.context.new_cdp_session(one.page)
    devices.send("WebAuthn.enable")
    able = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**able, "isUserVerified": True}})
    one.goes("/konto/2fa/webauthn/add/")
    one.page.fill("#id_name", "Min telefon")
    one.page.click("#mfa_webauthn_add")
    one.page.wait_for_url("**/konto/2fa/")
    one.goes("/konto/2fa/webauthn/")
    assert "Min telefon" in one.page.inner_text("main")


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_colleague_comes_in_sets_up_an_app_and_a_passkey_and_comes_in_by_each(
    visitor: Callable[[str], Visitor], site: Site, language: str
) -> None:
    rikke, email = visitor(language), f"{language}@example.org"
    page = rikke.page
    rikke.goes(site.invited(email))
    rikke.looks()
    page.fill("#id_name", "Rikke Larsen")
    page.fill("#id_password", "kort")
    page.click(GO_ON)
    assert page.inner_text(".form-error-message")
    rikke.looks()
    page.fill("#id_password", PASSWORD)
    page.click(GO_ON)
    for path in STAFF:
        rikke.goes(path)
        rikke.looks()
    rikke.goes("/stab/kolleger/")
    page.fill("#id_email", "ikke en adresse")
    page.click(GO_ON)
    rikke.looks()

    recovery = sets_up_an_app(rikke)
    adds_a_passkey(rikke)
    for path in PROTECTED:
        rikke.goes(path)
        rikke.looks()

    page.click(".site-tools form:first-of-type button")
    rikke.goes("/konto/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click(GO_ON)
    rikke.looks()
    page.fill("#id_code", recovery[0])
    page.click(GO_ON)
    page.wait_for_url("**/stab/")

    page.click(".site-tools form:first-of-type button")
    rikke.goes("/konto/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/stab/")
    assert rikke.complaints == []


def test_the_first_press_of_tab_leads_past_the_menu(visitor: Callable[[str], Visitor]) -> None:
    anyone = visitor("da")
    anyone.goes("/")
    anyone.page.keyboard.press("Tab")
    assert anyone.page.evaluate("document.activeElement.className") == "skipnav"
    anyone.page.wait_for_timeout(500)  # it slides in
    assert anyone.page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    anyone.page.keyboard.press("Enter")
    anyone.page.keyboard.press("Tab")
    assert anyone.page.evaluate("document.activeElement.closest('main') !== null")
    assert anyone.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

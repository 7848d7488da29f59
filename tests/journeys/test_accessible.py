"""Every page for everybody: axe finds nothing, a small phone and a keyboard are enough, in every language.

One site holds a wave in every state. Pages are found by their addresses, so that a new one is looked at the day it is
made; citizens' pages are walked as citizens walk them.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from journeys.pages import SMALL, WIDE, Reader, addresses
from journeys.people import Site, free_port, until
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from web.test_safety import Page as Address
from web.test_safety import pages

from borgerpuls.web.citizen.errors import broken, foreign, missing
from borgerpuls.web.citizen.words import words

PASSWORD = "opdigtet adgang"
STAFF = {
    "the programme office": "kontor@example.org",
    "a coordinator": "several@example.org",
    "a reader": "reader@example.org",
    "somebody without a role": "nobody@example.org",
}
WIDTHS = {"da": SMALL, "en": WIDE}
CITIZEN = ("k/", "svar/")
NOT_THERE = ["account_email", "socialaccount_connections", "staff:welcome"]
"""Closed; and a welcome to those alone who follow a link."""
IN_ONE_LANGUAGE = (
    "public:reports", "public:report", "programme:report_file", "municipality:report_file", "programme:screen",
)  # fmt: skip
"""Reports and previews are written in the language that their address names."""
NOTHING = (301, 302, 405)
"""Answers without a page."""
WRONG = {"blank": "", "wrong": "x" * 400}
FILL = """(form, words) => {
    for (const e of form.querySelectorAll("input, textarea")) {
        if (["hidden", "file", "checkbox", "radio", "submit"].includes(e.type)) continue;
        e.value = words && e.type === "number" ? "-1" : e.type === "date" ? "" : words;
    }
    form.noValidate = true;
    form.requestSubmit(form.querySelector("button"));
}"""
MARKED = """() => {
    const at = document.activeElement, label = at.labels?.[0], box = at.getBoundingClientRect();
    const style = e => getComputedStyle(e);
    const drawn = e => Boolean(e) && style(e).outlineStyle !== "none" && parseFloat(style(e).outlineWidth) >= 2;
    const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const above = middle && (at.contains(middle) || middle.contains(at) || label?.contains(middle));
    return { marked: drawn(at) || drawn(label), seen: Boolean(above) && box.width > 0, at: at.outerHTML.slice(0, 200) };
}"""
FOLLOWS = """() => {
    const now = document.activeElement, was = window.before;
    window.before = now;
    return !was || was === now || Boolean(was.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""
TYPED = "main form[method=post]:has(input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea)"


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, Any]:
    """What there is to look at."""
    found: dict[str, Any] = json.loads((site.home / "told.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's programme, with a wave in every state."""
    home, port = tmp_path_factory.mktemp("site"), free_port()
    around = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings",
        "BORGERPULS_HOME": str(home),
        "BORGERPULS_URL": f"http://localhost:{port}",
        "BORGERPULS_INVENTED": "1",
        "EMAIL_URL": f"file:{home}/mail",
    }
    stages = [sys.executable, Path(__file__).with_name("stages.py")]
    made = subprocess.run(stages, env=around, check=True, stdout=subprocess.PIPE, text=True)
    (home / "told.json").write_text(made.stdout)
    serve = [Path(sys.executable).with_name("borgerpuls"), "serve", "--no-worker", "--workers", "1"]
    with (home / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [*serve, "--port", str(port)], env=around, stdout=log, stderr=log, start_new_session=True
        )
    try:
        until(lambda: answers(around["BORGERPULS_URL"]), "the front page")
        yield Site(around["BORGERPULS_URL"], home, around)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def answers(url: str) -> bool:
    with suppress(URLError, ConnectionError, TimeoutError), urlopen(url, timeout=5):
        return True
    return False


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    """Somebody who looks at pages; the test fails with everything that was wrong with any of them."""
    album = os.environ.get("BORGERPULS_ALBUM")
    looking = Reader(browser, site.url, Path(album) if album else None)
    yield looking
    for context in browser.contexts:
        context.close()
    assert not looking.wrong, "\n".join(looking.wrong)


def sign_in(reader: Reader, email: str) -> dict[str, Page]:
    """A browser in each language of staff's, where this person is signed in."""
    first = reader.at("da")
    first.goto(f"{reader.url}/konto/login/")
    first.fill("[name=login]", email)
    first.fill("[name=password]", PASSWORD)
    press(first, "main form button")
    kept = [cookie for cookie in first.context.cookies() if cookie["name"] == "sessionid"]
    second = reader.at("en", width=WIDE)
    second.context.add_cookies(kept)
    return {"da": first, "en": second}


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def test_every_page_of_staff_and_public_is_sound_in_every_state(reader: Reader, told: dict[str, Any]) -> None:
    said: dict[str, set[int]] = {}
    forms: list[tuple[str, str]] = []
    at_norddjurs = [place for place in told["places"] if place.get("code") == "0707"]
    places = {"a reader": at_norddjurs, "nobody": told["places"][-1:], "somebody without a role": told["places"][-1:]}
    everybody = {"nobody": {language: reader.at(language, width=WIDTHS[language]) for language in WIDTHS}}
    everybody |= {who: sign_in(reader, email) for who, email in STAFF.items()}
    for who, visitors in everybody.items():
        for page in pages():
            if page.route.startswith(CITIZEN) or "^" in page.route:
                continue
            for address in addresses(page, places[who] if who in places else told["places"], told["things"]):
                if new(reader, page, visitors["da"], address, "da", said):
                    reader.open(visitors["da"], address, "da", who)
                    if visitors["da"].locator(TYPED).count():
                        forms.append((who, address))
                    if page.name not in IN_ONE_LANGUAGE:
                        reader.open(visitors["en"], address, "en", who)
    assert sorted(name for name, how in said.items() if how == {404}) == NOT_THERE
    assert len(reader.shown) > 100
    for who, address in forms:
        for language, visitor in everybody[who].items():
            wrongly(reader, visitor, language, address)


def new(reader: Reader, page: Address, visitor: Page, address: str, language: str, said: dict[str, set[int]]) -> bool:
    """Read a page. Is it one to look at?"""
    came = visitor.context.request.get(reader.url + address, max_redirects=0)
    said.setdefault(page.name, set()).add(came.status)
    html = "text/html" in came.headers.get("content-type", "") and came.status not in NOTHING
    return html and reader.new(page.name, language, came.text())


def wrongly(reader: Reader, page: Page, language: str, address: str) -> None:
    """Send every form of a page with nothing, and with nonsense, in its fields; look at what comes."""
    page.goto(reader.url + address)
    for number in range(page.locator(TYPED).count()):
        for how, typed in WRONG.items():
            page.goto(reader.url + address)
            form = page.locator(TYPED).nth(number)
            if not form.count():
                continue
            with page.expect_navigation():
                form.evaluate(FILL, typed)
            if reader.new(address, language, page.content()):
                reader.look(page, language, how)


def test_signing_in_and_its_second_steps_are_sound(reader: Reader, site: Site, told: dict[str, Any]) -> None:
    """A wrong password, a forgotten one, an app on the phone, recovery codes, a passkey; and an invitation."""
    for language, width in WIDTHS.items():
        page = reader.at(language, width=width)
        page.goto(f"{reader.url}/konto/login/")
        page.fill("[name=login]", STAFF["a reader"])
        page.fill("[name=password]", "something else")
        press(page, "main form button")
        reader.look(page, language, "wrong password")
        reader.open(page, "/konto/password/reset/", language)
        page.fill("[name=email]", STAFF["a reader"])
        press(page, "main form button")
        reader.look(page, language, "mail sent")
        page.goto(mailed(site))
        reader.look(page, language, "new password")
        page.fill("[name=password1]", "short")
        press(page, "main form button")
        reader.look(page, language, "new password refused")
        page.goto(f"{reader.url}/stab/invitation/{told['token']}")
        reader.look(page, language, "invited")
        press(page, "main form button")
        reader.look(page, language, "invited, nothing typed")
        page.goto(f"{reader.url}/stab/invitation/nothing")
        reader.look(page, language, "invited, too late")
    second_steps(reader, "da", sign_in(reader, STAFF["somebody without a role"])["da"])
    second_steps(reader, "en", sign_in(reader, STAFF["a reader"])["en"])


def mailed(site: Site) -> str:
    """The link in the newest mail."""
    newest = max((site.home / "mail").iterdir(), key=lambda mail: mail.stat().st_mtime)
    found = re.findall(r"http://localhost:\d+/konto/\S+", newest.read_text("utf-8"))
    return str(found[-1])


def second_steps(reader: Reader, language: str, page: Page) -> None:
    reader.open(page, "/konto/2fa/totp/activate/", language, "once more")
    for password in ("something else", PASSWORD):
        page.fill("[name=password]", password)
        press(page, "main form button")
        reader.look(page, language, "an app, or once more")
    secret = page.locator("main span.code").inner_text()
    page.fill("[name=code]", "000000")
    press(page, "main form button")
    reader.look(page, language, "wrong code")
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page, "main form button")
    reader.look(page, language, "app turned on")
    for address in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        reader.open(page, f"/konto/2fa/{address}", language, "with an app")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    reader.open(page, "/konto/2fa/webauthn/add/", language)
    page.fill("[name=name]", "Nøglen")
    press(page, "#mfa_webauthn_add")
    reader.look(page, language, "key added")
    reader.open(page, "/konto/2fa/webauthn/", language, "a key")
    for link in page.locator("main a[href*='/keys/']").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
        reader.open(page, link, language)
    email = page.locator(".who").inner_text()
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{reader.url}/konto/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    press(page, "main form button")
    reader.look(page, language, "second step")
    page.fill("[name=code]", "000000")
    press(page, "main form:has([name=code]) button")
    reader.look(page, language, "second step, wrong code")


def test_pages_for_what_went_wrong_are_sound(reader: Reader, settings: Settings, repository: Path) -> None:
    """Each error's own template, a page that is not there, and a form from elsewhere; the citizen's too."""
    settings.INVENTED = True
    templates = sorted((repository / "src/borgerpuls/web/templates").glob("[45]*.html"))
    assert len(templates) >= 5
    for language, width in WIDTHS.items():
        page = reader.at(language, width=width)
        with translation.override(language):
            for template in templates:
                html = render_to_string(template.name, {"invented": True})
                as_if(reader, page, html, language, template.name)
        page.unroute_all()
        reader.open(page, "/no/such/page", language)
        page.goto(f"{reader.url}/konto/login/")
        page.context.clear_cookies(name="csrftoken")
        press(page, "main form button")
        reader.look(page, language, "form from elsewhere")
    for language in ("da", "en", "ar"):
        page, asks = reader.at(language), RequestFactory(headers={"accept-language": language})
        broke = broken(asks.get("/k/x")), broken(asks.post("/svar/x", {"q.a": "1"}))
        for said in (missing(asks.get("/k/x")), foreign(words()[language]), *broke):
            as_if(reader, page, said.content.decode(), language, f"citizen {said.status_code}")


def as_if(reader: Reader, page: Page, html: str, language: str, what: str) -> None:
    """Look at a page as if the site had answered with it."""
    page.route("**/as-if", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    reader.open(page, "/as-if", language, what)
    page.unroute("**/as-if")


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_every_page_of_a_citizen_is_sound(reader: Reader, told: dict[str, Any], language: str) -> None:
    links = {"da": told["citizens"][0:4], "en": told["citizens"][4:8], "ar": told["citizens"][8:12]}[language]
    page = reader.at(language, width=WIDE if language == "en" else SMALL)
    reader.open(page, f"/k/{language}/", language, "the code")
    for typed in ("", "wrong"):
        page.fill("[name=kode]", typed)
        press(page, "main form button")
        reader.look(page, language, "wrong code")
    reader.open(page, f"/k/{language}/?ukendt", language, "an unknown link")
    page.fill("[name=kode]", links[0].rpartition("/")[2])
    press(page, "main form button")
    reader.look(page, language, "welcome")
    press(page, "#start button")
    while page.locator("#svar-form").count():
        reader.look(page, language, "asked")
        for group in page.locator("main fieldset.question").all():
            group.locator("input").nth(1).evaluate("e => { e.checked = true }")
        press(page, "#svar-form button.button-primary")
    reader.look(page, language, "review")
    page.goto(page.url.replace("/tjek", "/1"))
    reader.look(page, language, "answered before")
    page.evaluate("document.querySelector('main fieldset input').value = 77")
    page.evaluate("document.querySelector('main fieldset input').checked = true")
    press(page, "#svar-form button.button-primary")
    reader.look(page, language, "not an answer")
    reader.open(page, f"/svar/{language}/nej", language)
    press(page, "#nej button")
    reader.look(page, language, "no, nothing chosen")
    page.goto(f"{reader.url}/svar/{language}/tjek")
    press(page, "main button[form=send], main form#send button")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    reader.look(page, language, "receipt")
    press(page, f"form[action$='/{language}/luk'] button")
    reader.look(page, language, "left")
    for link, choice in zip(links[1:3], ("nej", "uden-for"), strict=True):
        page.goto(link)
        page.goto(f"{reader.url}/svar/{language}/nej")
        page.evaluate("choice => { document.getElementById('valg-' + choice).checked = true }", choice)
        press(page, "#nej button")
        reader.look(page, language, choice)
    page.goto(told["late"])
    reader.open(page, f"/svar/{language}/", language, "closed")
    page.goto(links[3])
    page.goto(f"{reader.url}/svar/{language}/")
    press(page, "#start button")
    page.context.clear_cookies()
    press(page, "#svar-form button.button-primary")
    reader.look(page, language, "away for too long")


def test_staff_need_no_mouse(reader: Reader, told: dict[str, Any]) -> None:
    """Signing in, and a form with words, choices and an error, by Tab, arrows, space and Enter."""
    page = reader.at("da", width=WIDE)
    page.goto(f"{reader.url}/konto/login/")
    skip_to_content(page)
    tab_to(page, "[name=login]")
    page.keyboard.type(STAFF["the programme office"])
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/stab/")
    page.goto(f"{reader.url}/stab/kolleger/")
    skip_to_content(page)
    tab_to(page, "[name=email]")
    page.keyboard.type("a.colleague@example.org")
    tab_to(page, "[name=place]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form.narrow button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "a.colleague@example.org" in page.inner_text("main")
    for place in told["places"][1:4]:
        for address in (f"/program/{place['wave']}/", f"/kommune/{place['code']}/{place['wave']}/"):
            page.goto(reader.url + address)
            everything_in_order(page)


@pytest.mark.parametrize("language", ["da", "ar"])
def test_a_citizen_needs_no_mouse(reader: Reader, told: dict[str, Any], language: str) -> None:
    """The whole questionnaire: Tab to each question, space and arrows to answer, Enter to go on."""
    page = reader.at(language, width=360)
    page.goto(told["citizens"][12 if language == "da" else 13])
    page.goto(f"{reader.url}/svar/{language}/")
    skip_to_content(page)
    tab_to(page, "#start button")
    go_on(page)
    asked = 0
    while page.locator("#svar-form").count():
        skip_to_content(page)
        questions = page.locator("main fieldset.question")
        for number in range(questions.count()):
            tab_to(page, f"main fieldset.question >> nth={number} >> input")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            assert questions.nth(number).locator("input:checked").get_attribute("value") == "2"
            asked += 1
        tab_to(page, "#svar-form button.button-primary")
        go_on(page)
    assert asked > 15
    tab_to(page, "main button[form=send], main form#send button")
    go_on(page)
    assert page.url.endswith("/kvittering")
    everything_in_order(page)


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def skip_to_content(page: Page) -> None:
    """The first stop of a page leads past its head."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skipnav')"), page.url
    marked(page)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main-content'")


def tab_to(page: Page, wanted: str) -> None:
    """Tab until there; every stop on the way is marked, and none comes before the one it follows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        marked(page)
        if page.locator(wanted).evaluate_all("all => all.includes(document.activeElement)"):
            return
    pytest.fail(f"the keyboard does not lead to {wanted} on {page.url}")


def everything_in_order(page: Page) -> None:
    """Tab through a page: each stop stands after the one before it, and the end of the page is reached."""
    page.evaluate("window.before = null")
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return
        marked(page)
        if not page.evaluate(FOLLOWS):
            assert page.evaluate("document.activeElement.matches('.skipnav')"), page.url  # round again
            return


def marked(page: Page) -> None:
    """The stop where the keyboard is can be seen, and is marked with a line of two points or more."""
    where = page.evaluate(MARKED)
    if not where["seen"]:
        page.wait_for_timeout(400)  # it glides in
        where = page.evaluate(MARKED)
    assert where["marked"], (page.url, where)
    assert where["seen"], (page.url, where)

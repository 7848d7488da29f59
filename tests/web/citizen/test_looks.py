"""Every page in a real browser: axe finds nothing, nothing is wider than a small phone, and a keyboard is enough."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe import RULES, violations
from playwright.sync_api import Browser, Page

LANGUAGES = ("da", "en", "ar")
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary, textarea")]
    .map(e => [e.type === "radio" ? e.labels[0] : e, e.outerHTML])
    .filter(([e]) => e.checkVisibility() && getComputedStyle(e).clipPath === "none" && !e.matches(".skipnav, p a"))
    .map(([e, html]) => [e.getBoundingClientRect(), html])
    .filter(([box]) => box.width < 24 || box.height < 24).map(([, html]) => html)"""


@dataclass
class Site:
    address: str
    database: Path
    codes: Iterator[str]


@pytest.fixture(scope="module")
def site(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An invented wave in the field, behind the server that is used in earnest."""
    home = tmp_path_factory.mktemp("site")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        port = address.partition(":")[2]
    environment = {**os.environ, "BORGERPULS_HOME": str(home), "BORGERPULS_URL": f"http://{address}"}
    made = subprocess.run(
        [sys.executable, repository / "bench" / "field.py", "40"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    server = subprocess.Popen(
        [
            sys.executable, "-W", "ignore", "-m", "granian", "--interface", "wsgi", "--no-ws",
            "--blocking-threads", "2", "--port", port, "borgerpuls.web.wsgi:application",
        ],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(int(port))
        yield Site(f"http://{address}", home / "borgerpuls.sqlite3", iter(made.stdout.split()))
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page on a phone of 360 points; ``scripts=False``: without JavaScript."""
    contexts = []

    def page(scripts: bool = True) -> Page:
        contexts.append(
            browser.new_context(bypass_csp=True, java_script_enabled=scripts, viewport={"width": 360, "height": 740})
        )
        return contexts[-1].new_page()

    yield page
    for context in contexts:
        context.close()


@pytest.fixture
def sound() -> Callable[[Page], None]:
    """No violation by axe, nothing sideways at 320 points, no target too small, the language and its way named."""

    def look(page: Page) -> None:
        assert violations(page, RULES) == [], page.url
        assert page.evaluate(SMALL) == [], page.url
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
        page.set_viewport_size({"width": 360, "height": 740})
        language = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        assert language[1] == ("rtl" if language[0] == "ar" else "ltr")

    return look


def say(page: Page, column: str, code: int) -> None:
    page.click(f"label[for={column}-{code}]")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_on_a_phone(language: str, site: Site, opened, sound: Callable[[Page], None]) -> None:
    page, code = opened(), next(site.codes)
    here = f"{site.address}/svar/{language}"
    page.goto(f"{site.address}/k/{language}/?ukendt")
    sound(page)
    page.fill("#kode-felt", "0000")
    page.click("main .button-primary")
    sound(page)
    page.fill("#kode-felt", code.lower())
    page.click("main .button-primary")
    sound(page)
    page.click("main .button-primary")
    sound(page)
    say(page, "overall_help", 4)
    sound(page)
    for _ in range(7):
        page.click("main .button-primary")
    sound(page)
    page.fill("#ord-felt", "x" * 4001)
    page.click("main .button-primary")
    assert "4001" in page.inner_text(".summary")
    sound(page)
    page.fill("#ord-felt", "1\n2")
    page.click("main .button-primary")
    sound(page)
    page.goto(f"{here}/1")
    sound(page)
    page.eval_on_selector("#overall_speed-1", "e => { e.checked = true; e.value = 77 }")
    page.click("main .button-primary")
    assert page.inner_text(".summary")
    sound(page)
    page.goto(f"{here}/nej")
    page.click("main .button-primary")
    sound(page)
    page.click("label[for=valg-uden-for]")
    page.click("main .button-primary")
    sound(page)
    page.click("main .button-secondary >> nth=0")
    page.goto(f"{here}/tjek")
    page.click("main .button-primary >> nth=0")
    page.click("summary")
    sound(page)
    page.goto(f"{here}/99")
    sound(page)
    page.context.clear_cookies()
    page.goto(f"{here}/1")
    sound(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_wave_that_is_over_or_to_come_are_sound(
    language: str, site: Site, opened, sound: Callable[[Page], None]
) -> None:
    page = opened()
    page.goto(f"{site.address}/k/{next(site.codes)}")
    page.goto(f"{site.address}/svar/{language}/")
    page.click("main .button-primary")
    try:
        for state in ("closed", "enrolling"):
            with closing(sqlite3.connect(site.database, timeout=20)) as database:
                database.execute("UPDATE fieldwork_wave SET state = ?", [state])
                database.commit()
            page.goto(f"{site.address}/svar/{language}/")
            sound(page)
    finally:
        with closing(sqlite3.connect(site.database, timeout=20)) as database:
            database.execute("UPDATE fieldwork_wave SET state = 'open'")
            database.commit()


def test_a_whole_interview_by_keyboard_alone_and_without_scripts(site: Site, opened) -> None:
    page = opened(scripts=False)
    page.goto(f"{site.address}/k/{next(site.codes)}")
    page.focus("main .button-primary")
    enter(page)
    assert page.url.endswith("/svar/da/1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the head, to the content
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    enter(page)  # a form goes on from any of its fields, and not to another language
    assert page.url.endswith("/svar/da/2")
    for _ in range(7):
        page.focus("main .button-primary")
        enter(page)
    assert page.url.endswith("/svar/da/tjek")
    answers = page.inner_text(".answers >> nth=0")
    assert re.search(r"Utilfreds\n", answers)
    page.focus("main .button-primary >> nth=0")
    enter(page)
    assert "2 af 23" in page.inner_text(".facts")


def test_focus_is_seen_wherever_the_keyboard_leads(site: Site, opened) -> None:
    page = opened()
    page.goto(f"{site.address}/k/{next(site.codes)}")
    page.click("main .button-primary")
    page.goto(page.url)
    seen = []
    for _ in range(10):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, l = e.labels && e.labels[0] || e;
                return [getComputedStyle(e).outlineStyle, getComputedStyle(l).outlineStyle].some(s => s !== "none") }"""
            )
        )
    assert all(seen)


def test_the_right_side_is_where_an_arabic_page_begins(site: Site, opened) -> None:
    page = opened()
    page.goto(f"{site.address}/k/{next(site.codes)}")
    page.goto(f"{site.address}/svar/ar/")
    page.click("main .button-primary")
    side = """() => { const label = document.querySelector(".question label").getBoundingClientRect();
        const dot = getComputedStyle(document.querySelector(".question label"), "::before");
        return [dot.right, dot.left] }"""
    right, left = (float(value.removesuffix("px")) for value in page.evaluate(side))
    assert right < 30 < left
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"


def test_every_style_sheet_and_picture_that_a_page_asks_for_is_there(site: Site, opened) -> None:
    page, missing = opened(), []
    page.on("response", lambda r: missing.append(r.url) if r.status >= 400 else None)
    page.goto(f"{site.address}/k/{next(site.codes)}")
    page.goto(f"{site.address}/svar/ar/")
    page.click("main .button-primary")
    assert missing == []

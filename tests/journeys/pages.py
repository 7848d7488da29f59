"""Every page of the site, found by its address, and what a page must be for everybody who reads it.

Every page is read in every language; it is looked at in a browser each time that something in it is put together in a
way not seen before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

from axe import RULES, violations
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from web.test_safety import Page as Address

SMALL, WIDE = 320, 1200
INVENTED = {"da": "Opdigtede data", "en": "Invented data", "ar": "بيانات وهمية"}
SEEN = """() => {
    const shown = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.checkVisibility());
    const over = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
    return {
        language: document.documentElement.lang,
        direction: getComputedStyle(document.documentElement).direction,
        width: document.documentElement.scrollWidth,
        wider: over.slice(-3).map(e => e.outerHTML.slice(0, 160)),
        headings: shown.map(h => Number(h.tagName[1])),
        words: document.body.innerText,
        title: document.title.trim(),
    };
}"""


class Build(HTMLParser):
    """How a page is put together: each element by the elements around it, without words, numbers and repeats."""

    VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
    SAID = ("class", "type", "role", "disabled", "required", "aria-invalid", "aria-current", "hidden")

    def __init__(self, html: str) -> None:
        super().__init__()
        self._around: list[str] = []
        self.parts: set[str] = set()
        self.headings: list[int] = []
        self.language = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        here = tag + "".join(f" {name}={given[name]}" for name in self.SAID if name in given)
        self.parts.add("/".join([*self._around, here]))
        if tag not in self.VOID:
            self._around.append(here)

    def handle_endtag(self, tag: str) -> None:
        while self._around and tag not in self.VOID and self._around.pop().split(" ")[0] != tag:
            pass


def in_order(levels: Sequence[int]) -> bool:
    """One main heading, and none that skips a level."""
    return levels.count(1) == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def addresses(page: Address, places: Sequence[Mapping[str, Any]], things: Mapping[str, Any]) -> list[str]:
    """Where a page is found: for every place that says what its address needs to know."""
    needs = set(page.parameters) & {"wave", "code", "upload"}
    return list(dict.fromkeys(page.at(**things, **place) for place in places if needs <= set(place)))


@dataclass
class Reader:
    """Somebody at a browser who looks at every page, and notes what is wrong with it.

    ``read`` counts pages as they are sent, ``seen`` those looked at, by language, and ``shown`` says where they are;
    ``built`` holds what pages are put together of, by name and language.
    """

    browser: Browser
    url: str
    album: Path | None = None
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    built: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    read: int = 0

    def at(self, language: str, *, width: int = SMALL) -> Page:
        """A browser that remembers nothing, in a language."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, locale=language)
        context.add_cookies([{"name": "django_language", "value": language, "url": self.url}])
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        return page

    def new(self, name: str, language: str, html: str) -> bool:
        """Read a page as it is sent. Is anything in it that was never seen on a page of this name?"""
        build, known = Build(html), self.built.setdefault((name, language), set())
        wrong = [] if build.language == language else [f"says that it is {build.language}"]
        wrong += [] if INVENTED[language] in html else ["does not say that its data are invented"]
        wrong += [] if in_order(build.headings) else [f"headings of the levels {build.headings}"]
        self.wrong += [f"{name} [{language}]: {problem}" for problem in wrong]
        self.read += 1
        unknown = build.parts - known
        known |= unknown
        return bool(unknown)

    def look(self, page: Page, language: str, what: str = "") -> None:
        """Note everything that is wrong with the page that is open."""
        where = f"{page.url.removeprefix(self.url)} {what} [{language}]"
        found = violations(page, RULES)
        narrow = page.viewport_size == {"width": SMALL, "height": 800}
        if not narrow:
            page.set_viewport_size({"width": SMALL, "height": 800})
        says = page.evaluate(SEEN)
        if not narrow:
            page.set_viewport_size({"width": WIDE, "height": 800})
        if says["width"] > SMALL:
            found.append(f"{says['width']} pixels wide: {says['wider']}")
        if (says["language"], says["direction"]) != (language, "rtl" if language == "ar" else "ltr"):
            found.append(f"says that it is {says['language']} {says['direction']}")
        if INVENTED[language] not in says["words"]:
            found.append("does not say that its data are invented")
        if not says["title"]:
            found.append("has no title")
        if not in_order(says["headings"]):
            found.append(f"headings of the levels {says['headings']}")
        self.wrong += [f"{where}: {problem}" for problem in found]
        self.seen[language] = self.seen.get(language, 0) + 1
        self.shown.append(where)
        if self.album:
            self._picture(page, len(self.shown))

    def open(self, page: Page, address: str, language: str, what: str = "") -> Response | None:
        """Go to an address and look."""
        came = page.goto(self.url + address)
        self.look(page, language, what)
        return came

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.wrong.append(f"{message.location.get('url')}: {message.text}")

    def _picture(self, page: Page, number: int) -> None:
        assert self.album is not None
        for width in (360, WIDE):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=self.album / f"{number:03d}-{width}.png", full_page=True)
        page.set_viewport_size({"width": SMALL, "height": 800})

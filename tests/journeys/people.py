"""A mailbox, a running site, and visitors at browsers of their own."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Page

PATIENCE = 60
LINK = re.compile(r"https?://localhost:\d+/\S+")


@dataclass
class Mailbox:
    """Every mail that was sent, by whom it was sent to."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        self.mails += [(address, mail) for address in envelope.rcpt_tos]
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for to, mail in self.mails if to == address]

    def text(self, address: str) -> str:
        """The words of the newest mail to an address."""
        body = self.to(address)[-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def link(self, address: str) -> str:
        """The link in the newest mail to an address."""
        found = LINK.search(self.text(address))
        assert found, self.text(address)
        return found.group()


@dataclass(frozen=True)
class Site:
    """A running site: its address, its folder, and the settings of every process of it."""

    url: str
    home: Path
    around: Mapping[str, str]

    def run(self, *arguments: str) -> str:
        """One command of ``borgerpuls manage``; what it printed."""
        command = [sys.executable, "-m", "django", *arguments]
        return subprocess.run(command, env=self.around, check=True, capture_output=True, text=True).stdout.strip()

    def said(self) -> str:
        """Everything that the site wrote to its log."""
        return (self.home / "serve.log").read_text("utf-8")


def until(holds: Callable[[], bool], what: str, *, every: float = 0.2) -> None:
    """Wait for something that another process does, and look again ``every`` so many seconds."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, f"never came: {what}"
        time.sleep(every)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser of their own."""

    page: Page
    url: str

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def send(self, button: str) -> None:
        """Press a button, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()

    def fill(self, **typed: str) -> None:
        """Type into the fields of these names (``__`` for a hyphen)."""
        for name, words in typed.items():
            self.page.locator(f"[name='{name.replace('__', '-')}']").fill(words)

    def reads(self, words: str) -> bool:
        return words in " ".join(self.page.inner_text("main").split())

    def expect(self, words: str) -> None:
        assert self.reads(words), f"{words!r} is not on {self.page.url}:\n{self.page.inner_text('main')[:3000]}"

    def complaints(self) -> str:
        """Everything that the page says is wrong."""
        return "\n".join(self.page.locator(".alert, .form-error-message").all_inner_texts())

"""Mail, through a real SMTP server on loopback."""

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from borgerpuls.fieldwork.channels.channel import Outgoing
from borgerpuls.fieldwork.channels.email import Email, html, text
from borgerpuls.fieldwork.letters import Letter

TO = "aase@example.net"


class Post:
    """Keeps what it gets, and answers a step of the dialogue as it is told."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.answers: dict[str, str] = {}

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers.get("DATA") == "hang up":
            assert server.transport is not None
            server.transport.abort()
        elif "DATA" in self.answers:
            return self.answers["DATA"]
        self.got.append(envelope)
        return "250 taken"

    def mail(self) -> EmailMessage:
        (one,) = self.got
        assert isinstance(one.content, bytes)
        read = email.message_from_bytes(one.content, policy=default)
        assert isinstance(read, EmailMessage)
        return read


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL = "borgerpuls@example.org"
    try:
        yield handler
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_mail_comes_from_the_municipality_and_says_the_same_in_text_and_html(
    post: Post, out: Callable[..., Outgoing]
) -> None:
    message = out(TO)
    assert Email().send(message).state == "handed_over"
    mail = post.mail()
    assert str(mail["From"]) == "Nørre Prøveby Kommune <borgerpuls@example.org>"
    assert (str(mail["To"]), str(mail["Reply-To"])) == (TO, "svar@example.org")
    assert str(mail["Subject"]) == "Hvordan oplever du hjælpen fra kommunen?"
    assert str(mail["Message-ID"]) == f"<{message.id}@svar.example.org>"
    assert str(mail["Auto-Submitted"]) == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    plain, page = (part.get_content() for part in mail.iter_parts())
    for words in (plain, page):
        assert message.letter.link in words
        assert message.letter.code in words
        assert "Kære Åse Prøve" in words
        assert "svar.example.org/k" in words


def test_a_mail_tried_again_has_the_same_number(post: Post, out: Callable[..., Outgoing]) -> None:
    for _ in range(2):
        Email().send(out(TO))
    ids = {email.message_from_bytes(one.content)["Message-ID"] for one in post.got if isinstance(one.content, bytes)}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("RCPT", "550 5.1.1 <aase@example.net>: no such user", "failed_for_good"),
        ("RCPT", "450 4.2.1 mailbox busy", "failed_for_now"),
        ("RCPT", "452 4.5.3 too many", "failed_for_now"),
        ("MAIL", "550 5.7.1 we do not know you", "failed_for_now"),
        ("MAIL", "451 try later", "failed_for_now"),
        ("DATA", "451 4.7.1 greylisted", "failed_for_now"),
        ("DATA", "554 5.7.1 no", "failed_for_good"),
        ("DATA", "hang up", "unsure"),
    ],
)
def test_each_answer_of_the_server_means_one_thing(
    post: Post, out: Callable[..., Outgoing], step: str, answer: str, state: str
) -> None:
    post.answers[step] = answer
    outcome = Email().send(out(TO))
    assert outcome.state == state
    assert TO not in outcome.said
    assert answer == "hang up" or answer[:3] in outcome.said


def test_a_server_that_is_not_there_has_taken_nothing(settings: Settings, out: Callable[..., Outgoing]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _free_port()
    assert Email().send(out(TO)).state == "failed_for_now"


def test_a_server_that_greets_nobody_has_taken_nothing(settings: Settings, out: Callable[..., Outgoing]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()

        def greet() -> None:
            listening.accept()[0].close()

        thread = Thread(target=greet)
        thread.start()
        assert Email().send(out(TO)).state == "failed_for_now"
        thread.join()


@pytest.mark.parametrize("address", ["no\nheader@example.org", "a@b\r\nBcc: c@example.org", "a@b@c", "nobody"])
def test_an_address_with_a_header_in_it_goes_nowhere(post: Post, out: Callable[..., Outgoing], address: str) -> None:
    assert Email().send(out(address)).state == "failed_for_good"
    assert post.got == []


def test_a_sender_with_a_header_in_it_is_our_own_fault_and_not_the_citizen_s(
    post: Post, out: Callable[..., Outgoing]
) -> None:
    letter = replace(out(TO).letter, reply_to="a@example.org\r\nBcc: c@example.org")
    assert Email().send(replace(out(TO), letter=letter)).state == "failed_for_now"
    assert post.got == []


LANGUAGES = ["da", "en", "ar"]


@pytest.mark.parametrize("occasion", [0, 1])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_whole_in_its_own_language_and_in_danish(
    write: Callable[..., Letter], language: str, occasion: int
) -> None:
    letter = write(language, occasion)
    for words in (text(letter), html(letter)):
        for part in letter.parts:
            for said in (part.greeting, part.answer, part.code, part.farewell, *part.after):
                assert said in words
            for paragraph in part.before:
                assert all(line in words for line in paragraph.splitlines())
        assert "{" not in words
        assert "None" not in words
    assert [part.language for part in letter.parts] == list(dict.fromkeys((language, "da")))


def test_a_page_names_nothing_outside_itself_but_the_link(write: Callable[..., Letter]) -> None:
    page = html(letter := write("ar"))
    addresses = {word.split('"')[0] for word in page.split('href="')[1:]}
    assert addresses == {letter.link}
    for outside in ("<script", "<img", "<link", "src=", "url(", "@import"):
        assert outside not in page


def test_what_a_municipality_wrote_cannot_change_the_page(write: Callable[..., Letter]) -> None:
    page = html(write(name="<b>Åse</b> & Co"))
    assert "&lt;b&gt;Åse&lt;/b&gt; &amp; Co" in page
    assert "<b>Åse</b> & Co" in text(write(name="<b>Åse</b> & Co"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_arabic_is_marked_to_run_from_right_to_left(write: Callable[..., Any], language: str) -> None:
    page = html(write(language))
    assert page.count('dir="rtl"') == (2 if language == "ar" else 1)
    assert f'<html lang="{language}"' in page

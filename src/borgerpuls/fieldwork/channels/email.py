"""Letters by e-mail, through Django's mail: plain text and a simple page of the same words."""

from contextlib import suppress
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.template.loader import render_to_string

from borgerpuls.fieldwork.channels.channel import Channel, Outcome, Outgoing, Transport, without_addresses
from borgerpuls.fieldwork.letters import Letter
from borgerpuls.messages import _


class Email:
    """A connection a message: one that was kept open may be dead, and its failure then tells nothing."""

    idempotent = False

    def send(self, out: Outgoing) -> Outcome:
        try:
            validate_email(out.address)
        except ValidationError:
            return Outcome("failed_for_good", "not an e-mail address")
        connection = get_connection()
        try:
            connection.open()
        except (OSError, SMTPException) as failed:
            return Outcome("failed_for_now", f"no connection: {type(failed).__name__}")
        try:
            mail(out.letter, out.address, out.id, connection).send()
        except (OSError, SMTPException, ValueError) as failed:
            return _outcome(failed)
        finally:
            with suppress(OSError, SMTPException):
                connection.close()
        return Outcome("handed_over", reference=str(out.id))


def mail(letter: Letter, address: str, id: UUID, connection: object = None) -> EmailMultiAlternatives:
    """The letter as a mail: from the municipality's name, with a Message-ID that stays the same."""
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    made = EmailMultiAlternatives(
        subject=letter.subject,
        body=text(letter),
        from_email=formataddr((letter.sender, own)),
        to=[address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": f"<{id}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(part.language for part in letter.parts),
        },
        connection=connection,
    )
    made.attach_alternative(html(letter), "text/html")
    return made


def text(letter: Letter) -> str:
    """The letter as plain text: every link and code on a line of its own."""
    return render_to_string("fieldwork/letter.txt", {"letter": letter})


def html(letter: Letter) -> str:
    """The letter as a page without pictures or scripts, which names nothing outside itself but the link."""
    return render_to_string("fieldwork/letter.html", {"letter": letter})


def _outcome(failed: Exception) -> Outcome:
    """What the failure tells. 4xx: try again later; 5xx: never (RFC 5321, section 4.2.1)."""
    said: bytes | str
    match failed:
        case SMTPRecipientsRefused():
            ((code, said),) = failed.recipients.values()
        case SMTPSenderRefused():  # the fault is ours, not the recipient's
            return Outcome("failed_for_now", _server_reply(failed.smtp_code, failed.smtp_error))
        case SMTPResponseException():
            code, said = failed.smtp_code, failed.smtp_error
        case ValueError():  # Django will not write such a header
            return Outcome("failed_for_now", "sender or reply address cannot be written")
        case _:
            return Outcome("unsure", "the connection was lost while the server took the message")
    return Outcome("failed_for_now" if code < 500 else "failed_for_good", _server_reply(code, said))


def _server_reply(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return without_addresses(f"{code} {words}")


def _transport() -> Transport | None:
    return Email()


CHANNEL = Channel(id="email", label=_("E-mail"), address="email", transport=_transport)

"""Letters by SMS, through a gateway that speaks the JSON below; docs/channels.md has it for those who run one.

``POST {url}`` with ``Authorization: Bearer {key}`` and
``{"id": "<uuid>", "to": "+4512345678", "from": "Norddjurs", "text": "…", "encoding": "GSM-7", "segments": 1}``.
``2xx`` ``{"reference": "…"}``: taken. ``400``, ``404``, ``410``, ``422``: this number never. Anything else: later.
"""

import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from borgerpuls.fieldwork.channels.channel import Channel, Outcome, Outgoing, Transport, without_addresses
from borgerpuls.messages import _

GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWO = "^{}\\[~]|€\f"
"""The default alphabet of 3GPP TS 23.038 and its extension, whose characters take two places."""
_PLAIN = str.maketrans(dict(zip("æøåÆØÅ", ("ae", "oe", "aa", "Ae", "Oe", "Aa"), strict=True)))
_NEVER = (400, 404, 410, 422)
_TIMEOUT = 20


@dataclass(frozen=True)
class Segments:
    """What a text costs: its encoding, and the number of messages that a phone puts together."""

    encoding: Literal["GSM-7", "UCS-2"]
    count: int


def segments(text: str) -> Segments:
    """160 characters in one message or 153 in each of several; 70 and 67 where one is outside the GSM alphabet."""
    if all(c in GSM or c in GSM_TWO for c in text):
        sizes = [2 if c in GSM_TWO else 1 for c in text]
        return Segments("GSM-7", _message_count(sizes, 160, 153))
    sizes = [len(c.encode("utf-16-be")) // 2 for c in text]
    return Segments("UCS-2", _message_count(sizes, 70, 67))


def _message_count(sizes: list[int], alone: int, together: int) -> int:
    """A character is never split between two messages."""
    if sum(sizes) <= alone:
        return 1
    count, room = 1, together
    for size in sizes:
        if size > room:
            count, room = count + 1, together
        room -= size
    return count


class Gateway:
    """One HTTP gateway. A connection that is lost after the request was written leaves the message unsure."""

    idempotent = False

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = urlsplit(url), key

    def send(self, out: Outgoing) -> Outcome:
        told = segments(out.letter.sms)
        body = {
            "id": str(out.id),
            "to": out.address,
            "from": short_name(out.letter.sender),
            "text": out.letter.sms,
            "encoding": told.encoding,
            "segments": told.count,
        }
        connection = _connection(self._url)
        try:
            try:
                connection.connect()
            except OSError as failed:
                return Outcome("failed_for_now", f"no connection: {type(failed).__name__}")
            try:
                connection.request(
                    "POST",
                    self._url.path or "/",
                    json.dumps(body, ensure_ascii=False).encode(),
                    {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json; charset=utf-8"},
                )
                return _outcome(connection.getresponse())
            except (OSError, HTTPException):
                return Outcome("unsure", "the connection was lost before the gateway answered")
        finally:
            connection.close()


def short_name(sender: str) -> str:
    """What a phone shows as sender: at most eleven letters and digits (3GPP TS 23.040)."""
    plain = re.sub(r"\s+kommune$", "", sender, flags=re.IGNORECASE).translate(_PLAIN)
    return re.sub(r"[^A-Za-z0-9 ]", "", plain)[:11].strip() or "Kommunen"


def _connection(url: SplitResult) -> HTTPConnection:
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    return kind(url.hostname or "localhost", url.port, timeout=_TIMEOUT)


def _outcome(response: HTTPResponse) -> Outcome:
    said = response.read(10_000)
    if 200 <= response.status < 300:
        return Outcome("handed_over", reference=_reference(said))
    words = without_addresses(f"{response.status} {said.decode('utf-8', 'replace')}")
    return Outcome("failed_for_good" if response.status in _NEVER else "failed_for_now", words)


def _reference(said: bytes) -> str:
    try:
        answered = json.loads(said)
    except ValueError:
        return ""
    return str(answered.get("reference", ""))[:80] if isinstance(answered, dict) else ""


def _transport() -> Transport | None:
    return Gateway(settings.SMS_URL, settings.SMS_KEY) if settings.SMS_URL else None


CHANNEL = Channel(id="sms", label=_("SMS"), address="phone", transport=_transport)

"""A channel: what it is called, which address it needs, how it sends by itself, and what it gives to people to send."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol
from uuid import UUID

from borgerpuls.fieldwork.contacts.store import ContactData
from borgerpuls.fieldwork.letters import Letter
from borgerpuls.text import Text


@dataclass(frozen=True)
class Outcome:
    """What became of a message, as far as is known; ``said`` is the channel's answer without any address.

    "handed_over" means that the next one took it in writing. "failed_for_now" and "failed_for_good" mean that nothing
    left; "unsure" that nobody knows, so that it must not be sent again by itself.
    """

    state: Literal["handed_over", "failed_for_now", "failed_for_good", "unsure"]
    said: str = ""
    reference: str = ""


@dataclass(frozen=True, repr=False)
class Outgoing:
    """A message about to be handed over. It never shows itself in a log or an error."""

    letter: Letter
    address: str
    """E-mail address, telephone number or CPR number, as the channel needs."""
    id: UUID
    """The same however often the message is tried."""
    municipality: str
    now: datetime


class Transport(Protocol):
    """The connection by which a site hands over messages itself."""

    idempotent: bool
    """Handing over the same message twice is the same as once."""

    def send(self, out: Outgoing) -> Outcome:
        """Hand it over. Never raises for what the other end does or fails to do."""


@dataclass(frozen=True, repr=False)
class Posted:
    """A message of a batch that people send themselves. It never shows itself in a log or an error."""

    letter: Letter
    contact: ContactData
    id: UUID
    """The message's own number."""
    batched_at: datetime


@dataclass(frozen=True)
class BatchFormat:
    """A form in which a batch can be fetched.

    ``write`` makes the file's bytes of the messages, for a municipality (its code) and with the folder of fonts.
    Reading the first of the messages is logged, so whatever can be refused is refused before.
    """

    suffix: str
    mime: str
    label: Text
    write: Callable[[Iterable[Posted], str, Path], bytes]


@dataclass(frozen=True)
class Channel:
    """One way to reach people; a channel without ``batch_formats`` is never handed to people to send.

    ``id`` is kept with every message and plan. ``address`` is the field of ``ContactData`` that it needs.
    ``transport`` gives the connection that the site's settings set up, None where they set up none; it raises
    ``Refused`` where they cannot be read.
    """

    id: str
    label: Text
    address: str
    transport: Callable[[], Transport | None]
    batch_formats: tuple[BatchFormat, ...] = ()
    batch_size: int = 0
    """Messages in a batch at most."""
    batch_label: Text | None = None
    """What the button that makes a batch says."""

    @property
    def by_hand(self) -> bool:
        """Is its post handed over to people, who send it? So it is where the site cannot send it by itself."""
        return bool(self.batch_formats) and self.transport() is None

    @property
    def usable(self) -> bool:
        """Can this site send by it, or hand it over to people?"""
        return bool(self.batch_formats) or self.transport() is not None


def without_addresses(words: str) -> str:
    """What a server said, short, on one line, and without e-mail addresses, links and long numbers."""
    plain = re.sub(r"<[^>]*>|\S+@\S+|https?://\S+|\d{5,}", "…", " ".join(words.split()))
    return plain[:200]

"""What every channel that sends by itself can do, and what it may answer."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from borgerpuls.fieldwork.letters import Letter


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


class Channel(Protocol):
    """One way to hand over a message."""

    idempotent: bool
    """Handing over the same message twice is the same as once."""

    def send(self, out: Outgoing) -> Outcome:
        """Hand it over. Never raises for what the other end does or fails to do."""


def without_addresses(words: str) -> str:
    """What a server said, short, on one line, and without e-mail addresses, links and long numbers."""
    plain = re.sub(r"<[^>]*>|\S+@\S+|https?://\S+|\d{5,}", "…", " ".join(words.split()))
    return plain[:200]

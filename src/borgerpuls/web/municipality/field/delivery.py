"""What became of the messages, in words, and what to do about those that did not arrive."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from borgerpuls.fieldwork.channels.registry import label_of
from borgerpuls.fieldwork.invitations.outbox import Sent
from borgerpuls.web.staff.templatetags.borgerpuls import reader

LEFT = ("handed_over", "delivered")
WAITING = ("queued", "sending")


@dataclass(frozen=True)
class Delivery:
    """Messages of one occasion by one channel."""

    occasion: str
    channel: str
    waiting: int = 0
    left: int = 0
    trying: int = 0
    failed: int = 0
    unsure: int = 0
    dropped: int = 0


def deliveries(sent: Iterable[Sent]) -> tuple[Delivery, ...]:
    """A row an occasion and channel, in the order they are sent."""
    rows: dict[tuple[int, str], dict[str, int]] = {}
    for one in sent:
        row = rows.setdefault((one.occasion, one.channel), {})
        column = _column(one.state)
        row[column] = row.get(column, 0) + one.messages
    return tuple(
        Delivery(occasion_name(occasion), label_of(channel)[reader()], **row)
        for (occasion, channel), row in sorted(rows.items())
    )


def occasion_name(occasion: int) -> str:
    """Invitation, Reminder 1, Reminder 2."""
    return _("Reminder %(n)d") % {"n": occasion} if occasion else _("Invitation")


def _column(state: str) -> str:
    """What a reader needs to tell apart."""
    if state in LEFT:
        return "left"
    return "waiting" if state in WAITING else _COLUMNS[state]


_COLUMNS = {"failed_for_now": "trying", "failed_for_good": "failed", "unsure": "unsure", "dropped": "dropped"}

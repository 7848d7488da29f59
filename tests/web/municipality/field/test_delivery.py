"""Messages by occasion and channel, with the states that a reader needs to tell apart."""

from django.utils.translation import override

from borgerpuls.fieldwork.invitations.outbox import Sent
from borgerpuls.fieldwork.models import Message
from borgerpuls.web.municipality.field.delivery import deliveries

STATES = [str(state) for state in Message.State]


def test_every_state_of_a_message_is_counted_once() -> None:
    with override("en"):
        (row,) = deliveries(Sent(0, "email", state, 1) for state in STATES)
    assert (row.occasion, row.channel) == ("Invitation", "E-mail")
    assert row.waiting + row.left + row.trying + row.failed + row.unsure + row.dropped == len(STATES)
    assert (row.waiting, row.left, row.trying, row.failed, row.unsure, row.dropped) == (2, 2, 1, 1, 1, 1)


def test_rows_come_in_the_order_of_occasions() -> None:
    with override("da"):
        rows = deliveries([Sent(1, "sms", "queued", 2), Sent(0, "sms", "delivered", 3), Sent(0, "fax", "dropped", 1)])
    assert [(row.occasion, row.channel) for row in rows] == [
        ("Invitation", "fax"),
        ("Invitation", "SMS"),
        ("Påmindelse 1", "SMS"),
    ]

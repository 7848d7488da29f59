"""What a channel says of itself, and what is left of a server's words."""

import pytest

from borgerpuls.fieldwork.channels.channel import BatchFormat, Channel, without_addresses
from borgerpuls.fieldwork.channels.email import Email
from borgerpuls.text import Text

NAME = Text(da="Due", en="Pigeon")
LIST = BatchFormat("csv", "text/csv", NAME, lambda messages, municipality, fonts: b"")


@pytest.mark.parametrize(
    ("sends", "formats", "by_hand", "usable"),
    [(True, (), False, True), (True, (LIST,), False, True), (False, (LIST,), True, True), (False, (), False, False)],
)
def test_people_send_what_the_site_cannot_send_by_itself(
    sends: bool, formats: tuple[BatchFormat, ...], by_hand: bool, usable: bool
) -> None:
    channel = Channel("pigeon", NAME, "address", lambda: Email() if sends else None, formats)
    assert (channel.by_hand, channel.usable) == (by_hand, usable)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 no mailbox\r\n<karen@example.org> here", "550 no mailbox … here"),
        ("user karen@example.org unknown", "user … unknown"),
        ("see https://example.org/k/ABCD for +4520304050", "see … for +…"),
        ("x" * 300, "x" * 200),
    ],
)
def test_no_address_link_or_number_is_left_of_what_a_server_said(said: str, kept: str) -> None:
    assert without_addresses(said) == kept

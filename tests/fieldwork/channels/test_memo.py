"""MeMo 1.2: the structure that its model describes, and what the mailbox shows of it.

MeMo has no schema any more from version 1.2 on; ``memoSchVersion`` went with it
(https://digitaliser.dk/digital-post/nyhedsarkiv/2024/feb/varsling-og-hoering-af-memo-v12).
"""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from borgerpuls.fieldwork.channels.channel import Outgoing
from borgerpuls.fieldwork.channels.email import html
from borgerpuls.fieldwork.channels.memo import document, message

MEMO = "{https://DigitalPost.dk/MeMo-1}"
CPR, CVR = "0101019999", "12345678"
ORDER = {
    "Message": ["MessageHeader", "MessageBody"],
    "MessageHeader": ["messageType", "messageUUID", "label", "mandatory", "legalNotification", "Sender", "Recipient"],
    "Sender": ["senderID", "idType", "label"],
    "Recipient": ["recipientID", "idType"],
    "MessageBody": ["createdDateTime", "MainDocument"],
    "MainDocument": ["label", "File", "Action"],
    "File": ["encodingFormat", "filename", "language", "content"],
    "Action": ["label", "actionCode", "EntryPoint"],
    "EntryPoint": ["url"],
}
"""Element -> its children, in the order of the model; all of them, each once."""
UUID4 = re.compile(r"[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-4[a-fA-F0-9]{3}-[aAbB89][a-fA-F0-9]{3}-[a-fA-F0-9]{12}")


def parsed(out: Outgoing, created: datetime | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(document(message(out.letter, out.address, CVR, out.id, created or out.now)))


def said(root: ElementTree.Element, path: str) -> str:
    found = root.findtext("/".join(f"{MEMO}{name}" for name in path.split("/")))
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_a_message_has_the_elements_of_the_model_in_their_order(out: Callable[..., Outgoing], language: str) -> None:
    root = parsed(out(CPR, language))
    assert root.attrib == {"memoVersion": "1.2"}
    for element in root.iter():
        name = element.tag.removeprefix(MEMO)
        assert [child.tag.removeprefix(MEMO) for child in element] == ORDER.get(name, [])
        assert len(element) or (element.text or "").strip(), name


def test_the_root_is_written_with_the_prefix_that_the_platform_asks_for(out: Callable[..., Outgoing]) -> None:
    written = document(message(out(CPR).letter, CPR, CVR, out(CPR).id, out(CPR).now))
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<memo:Message ")


def test_sender_recipient_and_number_are_as_they_must_be(out: Callable[..., Outgoing]) -> None:
    root = parsed(sent := out(CPR))
    assert said(root, "MessageHeader/messageType") == "DIGITALPOST"
    assert said(root, "MessageHeader/messageUUID") == str(sent.id)
    assert UUID4.fullmatch(said(root, "MessageHeader/messageUUID"))
    assert (said(root, "MessageHeader/Sender/senderID"), said(root, "MessageHeader/Sender/idType")) == (CVR, "CVR")
    assert said(root, "MessageHeader/Sender/label") == "Nørre Prøveby Kommune"
    assert said(root, "MessageHeader/Recipient/recipientID") == CPR
    assert said(root, "MessageHeader/Recipient/idType") == "CPR"


def test_nobody_is_obliged_by_it(out: Callable[..., Outgoing]) -> None:
    root = parsed(out(CPR))
    assert said(root, "MessageHeader/mandatory") == said(root, "MessageHeader/legalNotification") == "false"


def test_time_is_told_in_utc_whatever_zone_it_came_in(out: Callable[..., Outgoing]) -> None:
    danish = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    for created in (danish, danish.astimezone(UTC)):
        assert said(parsed(out(CPR), created), "MessageBody/createdDateTime") == "2026-07-01T12:30:00Z"


@pytest.mark.parametrize("language", ["da", "ar"])
def test_the_document_is_the_letter_and_the_button_is_the_link(out: Callable[..., Outgoing], language: str) -> None:
    root = parsed(sent := out(CPR, language))
    file = "MessageBody/MainDocument/File"
    assert b64decode(said(root, f"{file}/content"), validate=True).decode() == html(sent.letter)
    assert (said(root, f"{file}/encodingFormat"), said(root, f"{file}/language")) == ("text/html", language)
    assert said(root, "MessageBody/MainDocument/Action/actionCode") == "SELVBETJENING"
    assert said(root, "MessageBody/MainDocument/Action/EntryPoint/url") == sent.letter.link


def test_no_field_is_longer_than_the_model_allows(out: Callable[..., Outgoing]) -> None:
    for element in parsed(out(CPR, "ar")).iter():
        longest = 2 if element.tag == f"{MEMO}language" else 256
        assert element.tag == f"{MEMO}content" or len((element.text or "").strip()) <= longest

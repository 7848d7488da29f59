"""A letter as a Digital Post message in MeMo 1.2 (https://digitaliser.dk/digital-post/vejledninger/memo)."""

from base64 import b64encode
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

from python_serviceplatformen.models.message import (
    Action,
    EntryPoint,
    File,
    MainDocument,
    Message,
    MessageBody,
    MessageHeader,
    Recipient,
    Sender,
)
from python_serviceplatformen.models.xml_util import dataclass_to_xml

from borgerpuls.fieldwork.channels.email import html
from borgerpuls.fieldwork.letters import Letter

LONGEST_LABEL = 256


def message(letter: Letter, cpr: str, cvr: str, id: UUID, created: datetime) -> Message:
    """The letter as its main document, with the link as the action that the mailbox shows as a button.

    ``id`` is the message's UUID (version 4, as MeMo demands): the receiver knows by it what it has already. Nothing
    obliges the citizen to answer, so that it is neither mandatory nor a legal notification. Time stamps are in UTC,
    the only zone that the format and ``python-serviceplatformen`` know.
    """
    own = letter.parts[0]
    return Message(
        messageHeader=MessageHeader(
            messageType="DIGITALPOST",
            messageUUID=str(id),
            label=letter.subject[:LONGEST_LABEL],
            mandatory=False,
            legalNotification=False,
            sender=Sender(senderID=cvr, idType="CVR", label=letter.sender[:LONGEST_LABEL]),
            recipient=Recipient(recipientID=cpr, idType="CPR"),
        ),
        messageBody=MessageBody(
            createdDateTime=created.astimezone(UTC),
            mainDocument=MainDocument(
                label=letter.subject[:LONGEST_LABEL],
                files=(
                    File(
                        encodingFormat="text/html",
                        filename="brev.html",
                        language=own.language,
                        content=b64encode(html(letter).encode()).decode(),
                    ),
                ),
                actions=(Action(label=own.button, actionCode="SELVBETJENING", entryPoint=EntryPoint(url=letter.link)),),
            ),
        ),
    )


def xml(made: Message) -> ElementTree.Element:
    """The message as XML."""
    written: ElementTree.Element = dataclass_to_xml(made)
    return written


def document(made: Message) -> bytes:
    """The message as a file of its own."""
    return bytes(ElementTree.tostring(xml(made), encoding="UTF-8", xml_declaration=True))

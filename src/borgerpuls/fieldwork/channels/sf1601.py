"""Digital Post at once, through KOMBIT's Serviceplatformen: SF1601 KombiPostAfsend, on ``python-serviceplatformen``.

The package brings tokens and the message's form. Its own ``send_message`` stamps requests with local time and calls it
UTC, and makes a new number each time it is called, so the two requests are written here: a lookup whether the person
has Digital Post (PostForespoerg), and the message itself. The message's UUID is the same however often it is tried,
and the receiver keeps one of each; so this channel may try again where others may not.
https://digitaliseringskataloget.dk/integration/sf1601
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import requests
from python_serviceplatformen.authentication import KombitAccess
from python_serviceplatformen.date_helper import format_datetime

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing, without_addresses
from borgerpuls.fieldwork.channels.memo import message, xml

LOOK_UP = "http://entityid.kombit.dk/service/postforespoerg/1"
SEND = "http://entityid.kombit.dk/service/kombipostafsend/1"
_TIMEOUT = 20
_NEVER = (400, 404, 410, 422)
_HAS_IT = 409


class DigitalPost:
    """Sending on behalf of municipalities by one certificate; ``cvr``: municipality's code -> its CVR number."""

    idempotent = True

    def __init__(self, certificate: Path, cvr: Mapping[str, str], test: bool) -> None:
        self._certificate, self._cvr, self._test = str(certificate), cvr, test
        self._access: dict[str, KombitAccess] = {}

    def send(self, out: Outgoing) -> Outcome:
        cvr = self._cvr.get(out.municipality)
        if cvr is None:
            return Outcome("failed_for_now", f"no CVR number is set for municipality {out.municipality}")
        access = self._access.setdefault(cvr, KombitAccess(cvr, self._certificate, self._test))
        try:
            found = requests.get(
                f"{access.environment}/service/PostForespoerg_1/digitalpost",
                params={"cprNumber": out.address},
                headers=_headers(access, LOOK_UP, out.now),
                cert=self._certificate,
                timeout=_TIMEOUT,
            )
            if not found.ok:
                return _outcome(found)
            if found.json()["result"] is False:
                return Outcome("failed_for_good", "not registered for Digital Post")
            sent = requests.post(
                f"{access.environment}/service/KombiPostAfsend_1/memos",
                data=request(out, cvr),
                headers=_headers(access, SEND, out.now) | {"Content-Type": "application/xml"},
                cert=self._certificate,
                timeout=_TIMEOUT,
            )
            return _outcome(sent, reference=str(out.id))
        except OSError as failed:  # no connection, no answer, no certificate
            return Outcome("failed_for_now", f"no answer: {type(failed).__name__}")
        except (ValueError, KeyError) as failed:  # no token, or an answer that is not what it should be
            return Outcome("failed_for_now", without_addresses(f"{type(failed).__name__}: {failed}"))


def request(out: Outgoing, cvr: str) -> bytes:
    """The body of KombiPostAfsend: the message, to be sent as Digital Post and in no other way."""
    body = ElementTree.Element("kombi_request")
    ElementTree.SubElement(body, "KombiValgKode").text = "Digital Post"
    body.append(xml(message(out.letter, out.address, cvr, out.id, out.now)))
    return bytes(ElementTree.tostring(body, encoding="UTF-8"))


def _headers(access: KombitAccess, service: str, now: datetime) -> dict[str, str]:
    return {
        "X-TransaktionsId": str(uuid4()),
        "X-TransaktionsTid": format_datetime(now.astimezone(UTC)),
        "authorization": access.get_access_token(service),
    }


def _outcome(response: requests.Response, reference: str = "") -> Outcome:
    if response.ok or (reference and response.status_code == _HAS_IT):
        return Outcome("handed_over", reference=reference)
    said = without_addresses(f"{response.status_code} {response.text}")
    return Outcome("failed_for_good" if response.status_code in _NEVER else "failed_for_now", said)

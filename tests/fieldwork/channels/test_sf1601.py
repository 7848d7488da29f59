"""Digital Post through Serviceplatformen: everything but the far end is real, and that is a server on loopback that
answers in the format that is specified.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing
from borgerpuls.fieldwork.channels.sf1601 import DigitalPost

CPR, CVR = "0101019999", "12345678"
SAML, TOKEN = "/runtime/api/rest/wstrust/v1/issue", "/service/AccessTokenService_1/token"
ASK, SEND = "/service/PostForespoerg_1/digitalpost", "/service/KombiPostAfsend_1/memos"
LETTERS = "http://entityid.kombit.dk/service/kombipostafsend/1"
MEMO = "{https://DigitalPost.dk/MeMo-1}"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prøve")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(3650))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "digital-post.pem"
    pem, none = serialization.Encoding.PEM, serialization.NoEncryption()
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, none))
    return file


@pytest.fixture
def platform(http: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Serviceplatformen, to which every address of KOMBIT leads."""
    http.answers = {
        SAML: (
            200,
            json.dumps({"RequestedSecurityToken": {"Assertion": "c2FtbA=="}, "Lifetime": "01/01/2100 00:00:00"}),
        ),
        TOKEN: (200, json.dumps({"access_token": "1889e404", "token_type": "Holder-of-key", "expires_in": 3600})),
        ASK: (200, '{"result": true}'),
        SEND: (200, "<kombi_response/>"),
    }
    asked = requests.Session.request

    def here(self: requests.Session, method: str, url: str, **more: Any) -> requests.Response:
        parts = urlsplit(url)
        assert parts.scheme == "https"
        assert (parts.hostname or "").endswith((".serviceplatformen.dk", "stoettesystemerne.dk"))
        assert more.pop("cert")
        return asked(self, method, f"{http.url}{parts.path}", **more)

    monkeypatch.setattr(requests.Session, "request", here)
    return http


@pytest.fixture
def channel(certificate: Path) -> DigitalPost:
    return DigitalPost(certificate, {"0707": CVR}, test=True)


def test_a_message_is_sent_as_the_service_is_specified(
    platform: Any, channel: DigitalPost, out: Callable[..., Outgoing]
) -> None:
    sent = out(CPR)
    assert channel.send(sent) == Outcome("handed_over", reference=str(sent.id))
    saml, token, ask, again, anew, send = platform.got  # a token for each of the two services
    assert [urlsplit(r.path).path for r in platform.got] == [SAML, TOKEN, ASK, SAML, TOKEN, SEND]
    assert again.json["AppliesTo"] == {"EndpointReference": {"Address": LETTERS}}
    assert anew.body == token.body
    assert saml.json["AnvenderKontekst"] == {"Cvr": CVR}
    assert token.body == b"saml-token=c2FtbA%3D%3D"
    assert parse_qs(urlsplit(ask.path).query) == {"cprNumber": [CPR]}
    for request in (ask, send):
        assert request.headers["authorization"] == "Holder-of-key 1889e404"
        assert request.headers["X-TransaktionsTid"] == "2026-07-01T12:30:00Z"
        assert re.fullmatch(r"[0-9a-f-]{36}", request.headers["X-TransaktionsId"])
    assert send.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(send.body)
    assert [child.tag for child in root] == ["KombiValgKode", f"{MEMO}Message"]
    assert root.findtext("KombiValgKode") == "Digital Post"
    assert root.findtext(f"{MEMO}Message/{MEMO}MessageHeader/{MEMO}messageUUID") == str(sent.id)


def test_tokens_are_fetched_once_and_used_again(
    platform: Any, channel: DigitalPost, out: Callable[..., Outgoing]
) -> None:
    for _ in range(3):
        channel.send(out(CPR))
    fetched = [request.path for request in platform.got if request.path in (SAML, TOKEN)]
    assert fetched == [SAML, TOKEN] * 2  # one for each of the two services


def test_a_person_without_digital_post_gets_nothing_and_has_failed_for_good(
    platform: Any, channel: DigitalPost, out: Callable[..., Outgoing]
) -> None:
    platform.answers[ASK] = (200, '{"result": false}')
    assert channel.send(out(CPR)).state == "failed_for_good"
    assert not [request for request in platform.got if request.path == SEND]


@pytest.mark.parametrize(
    ("path", "answer", "state"),
    [
        (SEND, (409, "the message UUID is known"), "handed_over"),
        (SEND, (400, f"invalid MeMo for {CPR}"), "failed_for_good"),
        (SEND, (401, "the token has expired"), "failed_for_now"),
        (SEND, (429, "too many"), "failed_for_now"),
        (SEND, (500, "fejl"), "failed_for_now"),
        (SEND, (503, "closed for maintenance"), "failed_for_now"),
        (SEND, None, "failed_for_now"),
        (ASK, (400, f"{CPR} is no CPR number"), "failed_for_good"),
        (ASK, (500, "fejl"), "failed_for_now"),
        (ASK, (200, "not JSON"), "failed_for_now"),
        (ASK, None, "failed_for_now"),
        (SAML, (403, "no agreement"), "failed_for_now"),
        (TOKEN, (500, "fejl"), "failed_for_now"),
        (TOKEN, None, "failed_for_now"),
    ],
)
def test_each_answer_of_the_platform_means_one_thing(
    platform: Any,
    channel: DigitalPost,
    out: Callable[..., Outgoing],
    path: str,
    answer: tuple[int, str] | None,
    state: str,
) -> None:
    platform.answers[path] = answer
    outcome = channel.send(out(CPR))
    assert outcome.state == state
    assert CPR not in outcome.said


def test_a_message_whose_answer_was_lost_is_sent_again_with_the_same_number(
    platform: Any, channel: DigitalPost, out: Callable[..., Outgoing]
) -> None:
    platform.answers[SEND] = None
    channel.send(out(CPR))
    platform.answers[SEND] = (409, "known")
    assert channel.send(out(CPR)).state == "handed_over"
    sent = [ElementTree.fromstring(request.body) for request in platform.got if request.path == SEND]
    numbers = {root.findtext(f"{MEMO}Message/{MEMO}MessageHeader/{MEMO}messageUUID") for root in sent}
    assert numbers == {str(out(CPR).id)}
    assert channel.idempotent


def test_a_municipality_without_a_cvr_number_waits_until_it_has_one(
    platform: Any, certificate: Path, out: Callable[..., Outgoing]
) -> None:
    outcome = DigitalPost(certificate, {}, test=True).send(out(CPR))
    assert outcome == Outcome("failed_for_now", "no CVR number is set for municipality 0707")
    assert platform.got == []


def test_a_certificate_that_is_missing_is_our_own_fault(
    platform: Any, tmp_path: Path, out: Callable[..., Outgoing]
) -> None:
    assert DigitalPost(tmp_path / "none.pem", {"0707": CVR}, test=True).send(out(CPR)).state == "failed_for_now"

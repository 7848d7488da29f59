"""SMS through a gateway: what a text costs, and what every answer means."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing
from borgerpuls.fieldwork.channels.sms import GSM, GSM_TWO, Gateway, segments, short_name

TO = "+4520304050"


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("", "GSM-7", 1),
        ("æøå ÆØÅ", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),  # 76 of two places each fill a part
        ("€" * 152, "GSM-7", 2),
        ("€" * 153, "GSM-7", 3),
        ("ع" * 70, "UCS-2", 1),
        ("ع" * 71, "UCS-2", 2),
        ("ع" * 134, "UCS-2", 2),
        ("ع" * 135, "UCS-2", 3),
        ("–", "UCS-2", 1),
        ("🙂" * 35, "UCS-2", 1),
        ("🙂" * 36, "UCS-2", 2),
        ("🙂" * 67, "UCS-2", 3),  # 33 whole ones in a part
    ],
)
def test_segments_are_counted_as_a_phone_puts_them_together(text: str, encoding: str, count: int) -> None:
    found = segments(text)
    assert (found.encoding, found.count) == (encoding, count)


@given(st.text(alphabet=GSM + GSM_TWO + "ع🙂"))
def test_a_longer_text_never_costs_less(text: str) -> None:
    assert 1 <= segments(text).count <= segments(text + "a").count


def test_danish_invitations_and_reminders_fit_in_one_message_from_most_municipalities(
    write: Callable[..., Any],
) -> None:
    for occasion in (0, 1):
        found = segments(write("da", occasion).sms)
        assert (found.encoding, found.count) <= ("GSM-7", 2)


@pytest.mark.parametrize(
    ("sender", "shown"),
    [
        ("Norddjurs Kommune", "Norddjurs"),
        ("Nørre Prøveby Kommune", "Noerre Proe"),
        ("Københavns Kommune, BIF", "Koebenhavns"),
        ("Ærø", "Aeroe"),
        ("…", "Kommunen"),
    ],
)
def test_a_sender_is_shown_in_eleven_letters_that_every_phone_knows(sender: str, shown: str) -> None:
    assert short_name(sender) == shown


@pytest.fixture
def gateway(http: Any) -> Gateway:
    http.answers["/v1/sms"] = (202, '{"reference": "gw-17"}')
    return Gateway(f"{http.url}/v1/sms", "secret-key")


def test_a_message_is_sent_in_the_format_that_is_written_down(
    http: Any, gateway: Gateway, out: Callable[..., Outgoing]
) -> None:
    message = out(TO, "ar")
    assert gateway.send(message) == Outcome("handed_over", reference="gw-17")
    (request,) = http.got
    assert (request.method, request.path) == ("POST", "/v1/sms")
    assert request.headers["Authorization"] == "Bearer secret-key"
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    assert request.json == {
        "id": str(message.id),
        "to": TO,
        "from": "Noerre Proe",
        "text": message.letter.sms,
        "encoding": "UCS-2",
        "segments": segments(message.letter.sms).count,
    }


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, "handed_over"),
        (400, "failed_for_good"),
        (404, "failed_for_good"),
        (422, "failed_for_good"),
        (401, "failed_for_now"),
        (429, "failed_for_now"),
        (500, "failed_for_now"),
        (503, "failed_for_now"),
    ],
)
def test_each_answer_of_the_gateway_means_one_thing(
    http: Any, gateway: Gateway, out: Callable[..., Outgoing], status: int, state: str
) -> None:
    http.answers["/v1/sms"] = (status, f"about {TO}: see https://svar.example.org/k/ABC")
    outcome = gateway.send(out(TO))
    assert outcome.state == state
    assert "20304050" not in outcome.said
    assert "/k/" not in outcome.said


def test_a_gateway_that_is_not_there_has_taken_nothing(out: Callable[..., Outgoing]) -> None:
    assert Gateway("http://127.0.0.1:9", "").send(out(TO)).state == "failed_for_now"


def test_a_gateway_that_hangs_up_before_it_answers_leaves_it_unsure(
    http: Any, gateway: Gateway, out: Callable[..., Outgoing]
) -> None:
    http.answers["/v1/sms"] = None
    assert gateway.send(out(TO)).state == "unsure"

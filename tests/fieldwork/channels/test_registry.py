"""Which channels there are, and which of them a site sends by itself: what is set up, and nothing else."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from borgerpuls.fieldwork.channels.digital_post import read_setup
from borgerpuls.fieldwork.channels.registry import CHANNELS, by_hand, label_of, transports, usable
from borgerpuls.fieldwork.channels.sf1601 import DigitalPost
from borgerpuls.fieldwork.channels.sms import Gateway
from borgerpuls.fieldwork.contacts.reach import ADDRESSES
from borgerpuls.fieldwork.models import Message
from borgerpuls.languages import OFFERED
from borgerpuls.problems import Refused

PLAN = ("digital_post", "email", "sms", "letter")


@pytest.fixture(autouse=True)
def nothing(settings: Settings, tmp_path: Path) -> Path:
    settings.SMS_URL, settings.DIGITAL_POST = "", tmp_path / "digital-post.toml"
    return tmp_path / "digital-post.toml"


def test_a_new_plan_tries_the_channels_in_the_order_of_the_registry() -> None:
    assert tuple(channel for channel in CHANNELS if channel in PLAN) == PLAN


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)
def test_a_channel_says_everything_that_others_ask_it(channel) -> None:  # type: ignore[no-untyped-def]
    assert channel.address in ADDRESSES
    assert len(channel.id) <= Message._meta.get_field("channel").max_length
    assert all(channel.label[language] for language in OFFERED)
    assert bool(channel.batch_formats) == (channel.batch_size > 0) == (channel.batch_label is not None)
    assert len({form.suffix for form in channel.batch_formats}) == len(channel.batch_formats)


def test_a_site_that_is_not_set_up_sends_mail_and_hands_over_the_rest() -> None:
    assert set(transports()) == {"email"}
    assert [channel for channel in PLAN if by_hand(channel)] == ["digital_post", "letter"]
    assert usable(PLAN) == ("digital_post", "email", "letter")


def test_a_gateway_and_a_certificate_make_channels_live(settings: Settings, nothing: Path) -> None:
    settings.SMS_URL = "https://sms.example.org/send"
    nothing.write_text('certificate = "c.pem"\ntest = true\n[cvr]\n"0707" = "12345678"\n')
    assert isinstance(transports()["sms"], Gateway)
    assert isinstance(transports()["digital_post"], DigitalPost)
    assert not by_hand("digital_post")
    assert usable(PLAN) == PLAN


def test_the_connection_to_digital_post_is_made_once_and_keeps_its_tokens(nothing: Path) -> None:
    nothing.write_text('certificate = "c.pem"\n[cvr]\n"0707" = "12345678"\n')
    assert transports()["digital_post"] is transports()["digital_post"]


def test_a_channel_that_there_is_no_longer_is_passed_by_and_called_by_its_id() -> None:
    assert usable(("fax", "email")) == ("email",)
    assert not by_hand("fax")
    assert label_of("fax")["da"] == "fax"
    assert label_of("letter")["da"] == "Brev"


def test_cvr_numbers_without_a_certificate_are_for_files_alone(nothing: Path) -> None:
    nothing.write_text('[cvr]\n"0707" = "12345678"\n')
    setup = read_setup(nothing)
    assert (dict(setup.cvr), setup.certificate) == ({"0707": "12345678"}, None)
    assert by_hand("digital_post")


@pytest.mark.parametrize("words", ["certificate = 3", "[crv]\n", 'test = "yes"', "[cvr"])
def test_a_setup_with_a_slip_of_the_pen_is_refused_and_the_worker_does_not_start(nothing: Path, words: str) -> None:
    nothing.write_text(words)
    with pytest.raises(Refused):
        transports()
    with pytest.raises(CommandError, match=r"digital-post\.toml, line 1"):
        call_command("work", once=True)

"""Which channels a site sends by itself: what is set up, and nothing else."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from borgerpuls.fieldwork.channels.live import by_hand, digital_post_setup, live
from borgerpuls.fieldwork.channels.sf1601 import DigitalPost
from borgerpuls.fieldwork.channels.sms import Gateway
from borgerpuls.fieldwork.invitations.outbox import usable
from borgerpuls.problems import Refused

PLAN = ("digital_post", "email", "sms", "letter")


@pytest.fixture(autouse=True)
def nothing(settings: Settings, tmp_path: Path) -> Path:
    settings.SMS_URL, settings.DIGITAL_POST = "", tmp_path / "digital-post.toml"
    return tmp_path / "digital-post.toml"


def test_a_site_that_is_not_set_up_sends_mail_and_hands_over_the_rest() -> None:
    assert set(live()) == {"email"}
    assert [channel for channel in PLAN if by_hand(channel)] == ["digital_post", "letter"]
    assert usable(PLAN) == ("digital_post", "email", "letter")


def test_a_gateway_and_a_certificate_make_channels_live(settings: Settings, nothing: Path) -> None:
    settings.SMS_URL = "https://sms.example.org/send"
    nothing.write_text('certificate = "c.pem"\ntest = true\n[cvr]\n"0707" = "12345678"\n')
    assert isinstance(live()["sms"], Gateway)
    assert isinstance(live()["digital_post"], DigitalPost)
    assert live() is live()
    assert not by_hand("digital_post")
    assert usable(PLAN) == PLAN


def test_cvr_numbers_without_a_certificate_are_for_files_alone(nothing: Path) -> None:
    nothing.write_text('[cvr]\n"0707" = "12345678"\n')
    setup = digital_post_setup(nothing)
    assert (dict(setup.cvr), setup.certificate) == ({"0707": "12345678"}, None)
    assert by_hand("digital_post")


@pytest.mark.parametrize("words", ["certificate = 3", "[crv]\n", 'test = "yes"', "[cvr"])
def test_a_setup_with_a_slip_of_the_pen_is_refused_and_the_worker_does_not_start(nothing: Path, words: str) -> None:
    nothing.write_text(words)
    with pytest.raises(Refused):
        live()
    with pytest.raises(CommandError, match=r"digital-post\.toml, line 1"):
        call_command("work", once=True)

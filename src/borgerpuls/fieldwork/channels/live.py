"""Which channels this site sends by itself, and which it hands over to people as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from borgerpuls.fieldwork.channels.channel import Channel
from borgerpuls.fieldwork.channels.email import Email
from borgerpuls.fieldwork.channels.sf1601 import DigitalPost
from borgerpuls.fieldwork.channels.sms import Gateway
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import opened

BY_HAND = ("letter", "digital_post")
"""What can be handed over as a file."""


@dataclass(frozen=True)
class DigitalPostSetup:
    """``digital-post.toml`` in the site's folder: each municipality's CVR number, and for sending at once the
    certificate (a PEM file with its key) and whether it is KOMBIT's test environment."""

    cvr: Mapping[str, str]
    certificate: Path | None
    test: bool


def live() -> Mapping[str, Channel]:
    """The channels that the worker sends by."""
    return _live(settings.SMS_URL, settings.SMS_KEY, settings.DIGITAL_POST)


def by_hand(channel: str) -> bool:
    """Is the channel's post handed over to people, who send it?"""
    return channel in BY_HAND and channel not in live()


@cache
def digital_post_setup(file: Path) -> DigitalPostSetup:
    """How Digital Post is set up; nothing where there is no such file. Raises ``Refused`` with every problem in it."""
    if not file.exists():
        return DigitalPostSetup({}, None, False)
    problems = Problems()
    root = problems.required(opened(file, problems))
    cvr, certificate, test = root.pairs("cvr"), root.string("certificate", required=False), root.flag("test")
    root.close()
    problems.refuse()
    return DigitalPostSetup(cvr, file.parent / certificate if certificate else None, test)


@cache
def _live(sms_url: str, sms_key: str, digital_post: Path) -> Mapping[str, Channel]:
    """Made once, so that tokens are kept from message to message."""
    found: dict[str, Channel] = {"email": Email()}
    if sms_url:
        found["sms"] = Gateway(sms_url, sms_key)
    setup = digital_post_setup(digital_post)
    if setup.certificate:
        found["digital_post"] = DigitalPost(setup.certificate, setup.cvr, setup.test)
    return found

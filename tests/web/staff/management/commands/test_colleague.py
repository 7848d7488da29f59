"""The link that lets a person in from the machine itself: printed once, refused with a remedy, and in no log."""

import logging
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from borgerpuls.fieldwork.models import AuditEntry, ColleagueInvitation
from borgerpuls.fieldwork.staff import memberships

pytestmark = pytest.mark.django_db


def colleague(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("colleague", *arguments, stdout=out)
    return out.getvalue()


def token_of(printed: str) -> str:
    return printed.strip().rsplit("/", 1)[1]


@pytest.mark.parametrize(
    ("options", "role", "place"),
    [
        ((), "programme", None),
        (("--municipality", "0707"), "coordinator", "0707"),
        (("--municipality", "0707", "--reader"), "reader", "0707"),
    ],
)
def test_the_link_opens_the_role_that_was_asked_for(
    options: tuple[str, ...], role: str, place: str | None, settings: Settings
) -> None:
    settings.SITE_URL = "https://undersoegelse.example.org"
    printed = colleague(" Rikke@Example.org ", *options)
    assert re.fullmatch(r"https://undersoegelse\.example\.org/stab/invitation/[\w-]{43}\n", printed)
    opened = memberships.invitation(token_of(printed), timezone.now())
    assert opened is not None
    assert (opened.email, opened.role["en"], opened.code) == ("rikke@example.org", memberships.ROLES[role]["en"], place)
    assert opened.by == "Borgerpuls"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ikke en adresse",), r"'ikke en adresse' is not an e-mail address.* Write for example"),
        (("a@example.org", "--municipality", "9999"), "the place is not yours"),
        (("a@example.org", "--municipality", "Norddjurs"), "the place is not yours"),
        (("a@example.org", "--reader"), "Choose a municipality for coordinator and reader"),
    ],
)
def test_what_cannot_be_given_is_refused_with_a_remedy_and_no_link(arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=f"(?s){told}"):
        colleague(*arguments)
    assert not ColleagueInvitation.objects.exists()
    assert not AuditEntry.objects.exists()


def test_who_has_the_role_already_is_told_so(staff_client) -> None:
    colleague("another@example.org")  # lays the municipalities
    staff_client("coordinator", "0707")
    with pytest.raises(CommandError, match="has the role already"):
        colleague("coordinator-0707@example.org", "--municipality", "0707")
    assert colleague("coordinator-0707@example.org", "--municipality", "0101")


def test_a_second_link_ends_the_first() -> None:
    first, second = token_of(colleague("rikke@example.org")), token_of(colleague("rikke@example.org"))
    assert memberships.invitation(first, timezone.now()) is None
    assert memberships.invitation(second, timezone.now()) is not None


def test_the_link_is_printed_and_stands_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = token_of(colleague("rikke@example.org", "--municipality", "0707"))
    kept = [str(row) for model in (ColleagueInvitation, AuditEntry) for row in model.objects.values()]
    assert len(kept) == 2
    assert [row for row in (*kept, *caplog.messages, str(caplog.records)) if token in row] == []
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.who, entry.details["invited"]) == ("colleague.invite", "operator", "rikke@example.org")

"""The invented programme of ``make demo``, smaller, with a wave in every state and a list on every step of its way.

    python tests/journeys/stages.py      fills the site that BORGERPULS_HOME names; tells in JSON what to look at

Everything is made through the ordinary doors of ``fieldwork``; nobody in it exists.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

SITE = Path(__file__).resolve().parents[2] / "examples" / "demo" / "site.py"
_spec = spec_from_file_location("demo_site", SITE)
assert _spec is not None
assert _spec.loader is not None
demo: Any = module_from_spec(_spec)
sys.modules["demo_site"] = demo
_spec.loader.exec_module(demo)

from allauth.account.models import EmailAddress  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from borgerpuls.fieldwork import population  # noqa: E402
from borgerpuls.fieldwork.enrolment import decisions  # noqa: E402
from borgerpuls.fieldwork.models import Enrolment, Membership, Message, Person, Upload  # noqa: E402
from borgerpuls.fieldwork.population.approval import approve  # noqa: E402
from borgerpuls.fieldwork.programme import jobs, waves  # noqa: E402
from borgerpuls.fieldwork.responses.access_codes import link_of  # noqa: E402
from borgerpuls.fieldwork.staff import memberships  # noqa: E402
from borgerpuls.fieldwork.staff.roles import staff_of  # noqa: E402
from borgerpuls.fieldwork.survey import questionnaires  # noqa: E402
from borgerpuls.web.worker.jobs import run_next  # noqa: E402

PERSONS = {"0101": 30, "0707": 40}
OPEN, LISTS = demo.WAVE, "2027-lists"
PEOPLE = {
    "several@example.org": [("coordinator", code) for code in ("0101", "0707", "0147", "0461", "0751", "0787")],
    "reader@example.org": [("reader", "0707")],
    "nobody@example.org": [],
}
"""Beside the demo's own two: who has which roles."""


class Older(demo.Programme):  # type: ignore[misc]  # of an example, loaded from its file
    """A wave like the demo's, some weeks earlier; its people have their accounts already."""

    def _staff(self) -> None:
        pass


@contextmanager
def at_once() -> Iterator[None]:
    """One commit instead of thousands."""
    with transaction.atomic(), transaction.atomic(using="contacts"):
        yield


@contextmanager
def named(wave: str) -> Iterator[None]:
    """The demo's functions are about this wave."""
    before, demo.WAVE = demo.WAVE, wave
    yield
    demo.WAVE = before


def in_the_field(wave: str, now: datetime, share: float = 0.9) -> None:
    """A wave from its plan to most answers."""
    with named(wave), at_once():
        played = Older(now, np.random.default_rng(7))
        played.prepare()
        for code in PERSONS:
            played.take_in(code)
        played.open()
        played.post(played.opened + timedelta(hours=1))
        persons = Person.objects.filter(enrolment__wave__name=wave).values_list("pseudonym", flat=True)
        played.answer(list(persons)[: int(share * len(persons))], played.opened + timedelta(hours=2), 9)


def over(wave: str, now: datetime, *, jobs_done: int, published: bool = False) -> None:
    """A wave that has ended, its figures and reports as far as ``jobs_done``: the freeze, then the reports."""
    in_the_field(wave, now - timedelta(days=60))
    waves.close(wave, demo.OFFICE, now)
    if jobs_done:
        jobs.queue(wave, jobs.Kind.FREEZE, None, demo.OFFICE, now)
    for _ in range(jobs_done):
        assert run_next()
    if published:
        waves.publish(wave, demo.OFFICE, now)


def lists(now: datetime) -> None:
    """A wave that municipalities enrol in: a list with errors, one accepted, one approved, none, and no enrolment."""
    with named(LISTS), at_once():
        demo.PLACES = dict.fromkeys(("0101", "0147", "0461", "0707", "0751"), 0)
        played = Older(now + timedelta(days=40), np.random.default_rng(8))
        played.prepare()
        for code, persons in (("0101", 14), ("0147", 300), ("0707", 12)):
            enrolment, content = played.enrolments[code], played._list(code, persons)
            if code == "0707":
                content = content.replace(b"1", b"x", 40).replace(
                    "Målgruppe".encode("cp1252"), b"Hvad", 1
                )  # one column that nobody knows, and errors in rows
            staged = population.stage(enrolment, demo.COORDINATOR, "liste.csv", content, now)
            if code != "0707":
                population.accept(staged.id, demo.COORDINATOR, now)
        approve(LISTS, "0101", demo.OFFICE, now)
        decisions.withdraw(played.enrolments["0751"], demo.COORDINATOR, now)


def people(now: datetime) -> None:
    for email, roles in PEOPLE.items():
        user = get_user_model().objects.create_user(email, email, demo.PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        for role, code in roles:
            Membership.objects.create(user=user, role=role, municipality_id=code)


def trouble() -> None:
    """Messages that failed, and some that nobody knows of."""
    sent = Message.objects.filter(enrolment__wave__name=OPEN, enrolment__municipality_id="0707", channel="email")
    for state, some in (("unsure", sent[:3]), ("failed_for_good", sent[3:6])):
        Message.objects.filter(pk__in=[message.pk for message in some]).update(state=state)


def make(now: datetime) -> dict[str, Any]:
    """Everything; what a visitor needs to find it."""
    demo.PLACES = PERSONS
    with at_once():
        demo.play(now)
    people(now)
    trouble()
    over("2026-published", now, jobs_done=2, published=True)
    over("2026-made", now, jobs_done=2)
    over("2026-frozen", now, jobs_done=1)
    over("2026-closed", now, jobs_done=0)
    lists(now)
    plan = waves.wave(LISTS).plan
    waves.create(type(plan)(**{**vars(plan), "name": "2027-draft"}), demo.OFFICE, now)
    office = staff_of(get_user_model().objects.get(email=demo.OFFICE))
    assert office is not None
    token = memberships.invite(office, "new@example.org", "reader", "0707", now)
    waiting = Person.objects.filter(enrolment__municipality_id="0707", started_at=None)

    def links(wave: str, **which: object) -> list[str]:
        found = waiting.filter(enrolment__wave__name=wave, **which)
        return [link_of(pseudonym) for pseudonym in found.values_list("pseudonym", flat=True)]

    return {
        "citizens": links(OPEN, language="da"),
        "late": links("2026-closed")[0],
        "token": token,
        "things": {
            "fingerprint": questionnaires.versions()[0].fingerprint,
            "membership": Membership.objects.values_list("pk", flat=True)[0],
        },
        "places": places(),
    }


def places() -> list[dict[str, object]]:
    """Each wave with Norddjurs in it, and every municipality where lists and messages are on their way."""
    found: list[dict[str, object]] = [{"wave": "2027-draft"}, {"wave": LISTS, "code": "0751"}]
    for one in Enrolment.objects.filter(wave__name__in=[LISTS, OPEN]).union(
        Enrolment.objects.filter(municipality_id="0707")
    ):
        upload = Upload.objects.filter(enrolment=one.pk, state=Upload.State.STAGED).first()
        staged = {"upload": upload.pk} if upload else {}
        found.append({"wave": one.wave.name, "code": one.municipality_id, **staged})
    return found


if __name__ == "__main__":
    print(json.dumps(make(timezone.now())))

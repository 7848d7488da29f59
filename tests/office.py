"""A small programme in the field: the wave ``trial-2026`` of ``survey/2026.toml`` in København and Norddjurs.

Every person, name and number in it is invented.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from borgerpuls.fieldwork.channels.channel import Outcome, Outgoing
from borgerpuls.fieldwork.contacts.cipher import encrypt
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.invitations import dispatch, outbox
from borgerpuls.fieldwork.models import Enrolment, LocalQuestion, Message, Person, Wave
from borgerpuls.fieldwork.responses.access_codes import code_hash, code_of
from borgerpuls.fieldwork.survey import questionnaires, registers

SURVEY = Path(__file__).resolve().parents[1] / "survey"
WORKER = "w1"
"""Who hands messages over."""
PLACES = {"0101": "København", "0707": "Norddjurs"}
EACH = 20
LOCAL = """
[[local]]
unit = "0707"
scale = "agreement"
wording.da = "De ansatte ser på hele mit liv."
wording.en = "The staff look at my whole life."
wording.ar = "ينظر الموظفون إلى حياتي كلها."
short = { da = "Ser på hele livet", en = "Look at the whole life", ar = "الحياة كلها" }

[[local]]
unit = "0707"
scale = "degree"
wording.da = "I hvor høj grad er der én plan for hjælpen?"
wording.en = "To what extent is there one plan for the help?"
wording.ar = "إلى أي مدى توجد خطة واحدة للمساعدة؟"
short = { da = "Én plan", en = "One plan", ar = "خطة واحدة" }
"""


@dataclass(frozen=True)
class Office:
    """The wave's name, and a municipality's code -> its enrolment's id and its persons' ids, in the order listed."""

    wave: str
    now: datetime
    enrolments: Mapping[str, int]
    persons: Mapping[str, tuple[int, ...]]


def shared_questionnaire() -> str:
    """The questionnaire of 2026 without the local questions that its file brings."""
    words = (SURVEY / "2026.toml").read_text("utf-8")
    return words[: words.index("# ---------------------------------------------------------------- local items")]


def make_wave(name: str, now: datetime, **changes: object) -> Wave:
    """A wave that opened a week ago and closes in four; ``changes`` are fields of the model."""
    shared = questionnaires.add(shared_questionnaire(), "test", now)
    day = timezone.localdate(now)
    plan: dict[str, object] = {
        "name": name,
        "title": {"da": "Prøvemålingen 2026", "en": "Trial wave 2026", "ar": "الاستطلاع التجريبي 2026"},
        "state": Wave.State.OPEN,
        "opens_on": day - timedelta(7),
        "closes_on": day + timedelta(28),
        "questionnaire_id": shared.fingerprint,
        "channels": ["digital_post", "email", "sms", "letter"],
        "reminders": [7, 14],
        "groups": ["target_group", "sex", "age"],
        "weighting_by": ["sex", "age"],
        "case_mix": ["age"],
        "asks": {
            "da": "Kommunen spørger for at gøre hjælpen bedre. Lov om social service § 1.",
            "en": "The municipality asks in order to improve the help. Act on Social Services § 1.",
            "ar": "تسأل البلدية من أجل تحسين المساعدة. قانون الخدمات الاجتماعية § 1.",
        },
        "contact_until": day + timedelta(120),
        "invented": True,
        **changes,
    }
    wave: Wave = Wave.objects.create(**plan)
    return wave


def make_enrolment(wave: Wave, code: str, now: datetime, **changes: object) -> Enrolment:
    """An enrolment whose population list is approved."""
    plan: dict[str, object] = {
        "list_state": Enrolment.List.APPROVED,
        "approved_at": now - timedelta(8),
        "sender": f"{registers.name_of(code)['da']} Kommune",
        "reply_to": "svar@example.org",
        "letter": {"da": "Dit svar er fortroligt.", "en": "Your answer is confidential.", "ar": "إجابتك سرية."},
        **changes,
    }
    enrolled = now - timedelta(30)
    made: Enrolment = Enrolment.objects.create(wave=wave, municipality_id=code, enrolled_at=enrolled, **plan)
    return made


def make_persons(enrolment: Enrolment, many: int) -> tuple[int, ...]:
    """Invented persons who go through every code of every background variable, and how they are reached."""
    asked = questionnaires.read(enrolment.wave.questionnaire_id)
    lists = {b.id: b.at(enrolment.wave.opens_on) for b in asked.backgrounds}
    turns = {name: list(islice(cycle([c.id for c in codes.codes]), many)) for name, codes in lists.items() if codes}
    rows = []
    for k in range(many):
        pseudonym = f"p{enrolment.municipality_id}{k:017d}"
        background = {name: turn[k] for name, turn in turns.items()}
        code = code_hash(code_of(pseudonym))
        rows.append(Person(enrolment=enrolment, pseudonym=pseudonym, code_hash=code, background=background))
    Person.objects.bulk_create(rows)
    Contact.objects.bulk_create(_contact(enrolment.pk, row.pseudonym, k) for k, row in enumerate(rows))
    return tuple(Person.objects.filter(enrolment=enrolment).order_by("pseudonym").values_list("pk", flat=True))


def _contact(enrolment: int, person: str, k: int) -> Contact:
    said = {
        "name": f"Prøve Person {k}",
        "cpr": f"0101{k % 100:02d}9999",
        "email": f"p{k}@example.org",
        "phone": f"+45000000{k % 100:02d}",
        "address": "Prøvevej 1\n0000 Prøveby",
    }
    fields = {field: encrypt(words, f"{person}/{field}") for field, words in said.items()}
    return Contact(person=person, enrolment=enrolment, cpr_key=os.urandom(16), **fields)


def make_office(now: datetime) -> Office:
    """The wave open, both lists accepted and approved, twenty persons each, two local questions in Norddjurs."""
    registers.lay_municipalities()
    wave = make_wave("trial-2026", now)
    enrolments = {code: make_enrolment(wave, code, now) for code in PLACES}
    for number, asked in enumerate(tomllib.loads(LOCAL)["local"], 1):
        asked.pop("unit")
        LocalQuestion.objects.create(enrolment=enrolments["0707"], number=number, **asked)
    source = questionnaires.joined(wave.questionnaire.source, [("0707", LOCAL)])
    wave.fielded_id = questionnaires.add(source, "test", now, note=questionnaires.FIELDED).fingerprint
    wave.save()
    persons = {code: make_persons(enrolment, EACH) for code, enrolment in enrolments.items()}
    return Office(wave.name, now, {code: e.pk for code, e in enrolments.items()}, persons)


@pytest.fixture
def office(db: None, settings: Settings, tmp_path: Path, now: datetime) -> Office:
    """The programme in the field, its files in a folder of its own; a test marks ``django_db`` with both databases."""
    settings.WAVES, settings.REPORTS = tmp_path / "waves", tmp_path / "reports"
    return make_office(now)


class Mailbox:
    """A channel that answers as it is told and keeps what it got."""

    idempotent = False

    def __init__(self, *answers: Outcome) -> None:
        self.got: list[Outgoing] = []
        self._answers: Iterator[Outcome] = iter(answers)

    def send(self, out: Outgoing) -> Outcome:
        self.got.append(out)
        return next(self._answers, Outcome("handed_over", reference=str(out.id)))


class _Dying(Mailbox):
    """A channel in the middle of which its worker dies."""

    def send(self, out: Outgoing) -> Outcome:
        raise KeyboardInterrupt


def invite(place: Enrolment, now: datetime) -> int:
    """Everybody who is asked gets an invitation that waits; how many."""
    return outbox.invite(place.pk, "anna@example.org", now)


def work(now: datetime, mailbox: Mailbox, limit: int = 500) -> Counter[str]:
    """Every e-mail that is due, handed over; how often each state was the end of it."""
    leased = dispatch.lease(WORKER, now, limit, ["email"])
    return Counter(dispatch.hand_over(one, WORKER, mailbox, now) for one in leased)


def states(place: Enrolment, occasion: int = 0) -> Counter[tuple[str, str]]:
    """How many messages of an occasion are in each state, a channel each."""
    found = Message.objects.filter(enrolment=place, occasion=occasion)
    return Counter(found.values_list("channel", "state"))


def begun(place: Enrolment, now: datetime) -> Message:
    """An invitation whose worker died in the middle of handing it over."""
    invite(place, now)
    pk = dispatch.lease(WORKER, now, 500, ["email"])[0].id
    with pytest.raises(KeyboardInterrupt):
        dispatch.hand_over(dispatch.Leased(pk, "email"), WORKER, _Dying(), now)
    found: Message = Message.objects.get(pk=pk)
    assert found.state == "sending"
    return found

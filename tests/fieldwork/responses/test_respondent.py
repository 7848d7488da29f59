"""The citizen behind a code, found without a trace."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from office import Office

from borgerpuls.fieldwork.models import Enrolment, Municipality, Person, SaveEvent, Wave
from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.access_codes import code_hash, code_of
from borgerpuls.fieldwork.responses.respondent import respondent
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.text import Text

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def wave(repository: Path) -> Wave:
    source = (repository / "survey" / "2026.toml").read_text("utf-8")
    routed = source.replace(
        'short = { da = "Udbyttet af hjælpen"',
        'asked_when = { item = "overall_help", codes = [1, 2, 3, 4, 5] }\nshort = { da = "Udbyttet af hjælpen"',
    )
    assert routed != source
    fielded = questionnaires.add(routed, "test", NOW).fingerprint
    return Wave.objects.create(
        name="trial", title={"da": "Prøve"}, state=Wave.State.OPEN, opens_on=NOW.date(), closes_on=NOW.date(),
        contact_until=NOW.date(), questionnaire_id=fielded, fielded_id=fielded, asks={"da": "Vi"},
    )  # fmt: skip


@pytest.fixture
def person(wave: Wave) -> int:
    place = Municipality.objects.create(code="0707", name={"da": "Norddjurs", "en": "Norddjurs"})
    enrolment = Enrolment.objects.create(wave=wave, municipality=place, enrolled_at=NOW)
    made = Person.objects.create(
        enrolment=enrolment, pseudonym="one", code_hash=code_hash(code_of("one")), background={"age": "18-29"}
    )
    return int(made.pk)


def test_a_code_finds_its_person_however_it_is_typed_and_writes_nothing(person: int) -> None:
    for typed in (code_of("one"), code_of("one").lower().replace("-", " ")):
        found = answers.find(typed)
        assert found is not None
        assert found.person == person
    assert answers.find("0000-0000-0000-0000") is None
    assert (SaveEvent.objects.count(), Person.objects.get().started_at) == (0, None)


def test_the_asker_is_the_letters_sender_or_else_the_municipality_in_each_readers_language(
    office: Office,
) -> None:
    of_copenhagen = Person.objects.filter(enrolment=office.enrolments["0101"])[0].pk

    def asker() -> Text:
        found = respondent(of_copenhagen)
        assert found is not None
        return found.asker

    assert {asker()[language] for language in ("da", "en", "ar")} == {"København Kommune"}
    Enrolment.objects.update(sender="")
    assert [asker()[language] for language in ("da", "en", "ar")] == ["København", "Copenhagen", "كوبنهاغن"]


def test_a_person_who_was_not_drawn_is_not_asked(person: int) -> None:
    Person.objects.update(sampled=False)
    assert answers.find(code_of("one")) is None

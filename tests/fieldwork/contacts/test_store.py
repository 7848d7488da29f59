"""Contact data: kept closed, read, and deleted."""

import logging
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.cipher import Unreadable
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.contacts.store import ContactData
from borgerpuls.fieldwork.models import Enrolment, QuestionnaireVersion, Upload, Wave
from borgerpuls.fieldwork.survey import registers

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
ANNE = ContactData("Anne Æbelø", "0707614285", "anne@example.dk", "+4520304050", "Åvej 1\n8500 Grenaa")


def row(person: str) -> list[bytes]:
    held = Contact.objects.get(person=person)
    return [bytes(getattr(held, field)) for field in store.FIELDS]


def test_what_is_put_is_read_again_and_lies_closed() -> None:
    assert store.put(1, [("p1", ANNE), ("p2", ContactData(email="bo@example.dk"))]) == 2
    assert store.contact_of("p1") == ANNE
    assert store.contact_of("p2") == ContactData(email="bo@example.dk")
    lying = b"".join(row("p1"))
    for words in ("Anne", "0707614285", "anne@", "2030", "Grenaa"):
        assert words.encode() not in lying
    assert row("p2")[1] == b""  # what is not known is empty: who can be reached how is seen without opening anything


def test_nobody_is_found_under_a_pseudonym_that_has_nothing() -> None:
    assert store.contact_of("nobody") is None


def test_the_same_number_twice_in_a_batch_is_refused_and_nothing_of_it_is_kept() -> None:
    with pytest.raises(Exception, match=r"UNIQUE|one_person_one_record"):
        store.put(1, [("p1", ANNE), ("p2", ANNE)])
    assert not Contact.objects.exists()
    store.put(1, [("p1", ANNE)])
    store.put(2, [("p2", ANNE)])  # in another enrolment it is another person's list
    assert len({bytes(c.cpr_key) for c in Contact.objects.all()}) == 2


def test_many_are_put_and_read_in_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    people = [f"p{n}" for n in range(4500)]
    with django_assert_max_num_queries(60, using="contacts"):
        store.put(1, ((person, ContactData(name=person)) for person in people))
    found = store.contacts_of(people)
    assert {person: data.name for person, data in found.items()} == dict(zip(people, people, strict=True))


def test_contact_data_never_show_themselves(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("read %s %r", ANNE, [ANNE])
    assert "Anne" not in caplog.text
    assert "0707" not in caplog.text


def test_a_lost_key_is_told_by_field_and_never_by_what_it_holds(settings: Settings) -> None:
    store.put(1, [("p1", ANNE)])
    settings.CONTACT_KEYS = ["another"]
    with pytest.raises(Unreadable, match=r"^name$"):
        store.contact_of("p1")


def test_the_data_of_a_wave_are_deleted_and_those_of_another_stay() -> None:
    registers.lay_municipalities()
    now = datetime(2026, 8, 1, tzinfo=UTC)
    enrolments = [_enrolment(name, now) for name in ("autumn", "spring")]
    for n, enrolment in enumerate(enrolments):
        store.put(enrolment.pk, [(f"p{n}", ANNE)])
        upload = Upload.objects.create(enrolment=enrolment, who="k@example.org", at=now, file_name="a.csv")
        StagedFile.objects.create(upload=upload.pk, content=b"x")
    assert store.delete_wave("autumn") == 1
    assert store.contact_of("p0") is None
    assert store.contact_of("p1") == ANNE
    assert StagedFile.objects.count() == 1


def _enrolment(name: str, now: datetime) -> Enrolment:
    version, _ = QuestionnaireVersion.objects.get_or_create(fingerprint="f", defaults={"source": "", "added_at": now})
    day = date(2026, 9, 1)
    wave = Wave.objects.create(
        name=name, title={}, opens_on=day, closes_on=day, questionnaire=version, contact_until=day
    )
    made: Enrolment = Enrolment.objects.create(wave=wave, municipality_id="0707", enrolled_at=now)
    return made

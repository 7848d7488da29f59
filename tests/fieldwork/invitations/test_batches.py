"""Messages that people send themselves: put together, handed over, and fetched without those who have answered."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from office import Office
from pytest_django import Settings

from borgerpuls.fieldwork.channels.channel import Channel
from borgerpuls.fieldwork.channels.registry import CHANNELS
from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.invitations import batches, outbox
from borgerpuls.fieldwork.invitations.batches import Batch, batch_file, make_batch, waiting
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Message, Person, Wave
from borgerpuls.fieldwork.responses.access_codes import link_of
from borgerpuls.problems import Refused
from borgerpuls.reports.formats import fonts

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "karen@example.org"
FONTS = Path("no fonts are needed")


@pytest.fixture
def place(office: Office, now: datetime) -> Enrolment:
    """Norddjurs, all of whose twenty invitations wait to be fetched as Digital Post."""
    found = Enrolment.objects.get(municipality="0707")
    outbox.invite(found.pk, "worker", now)
    return found


def silent(place: Enrolment) -> list[Person]:
    return list(Person.objects.filter(enrolment=place, submitted_at=None, declined_at=None, ineligible_at=None))


def rows_of(place: Enrolment, reference: str, now: datetime) -> list[list[str]]:
    """The rows of the batch's list below its headings."""
    content = batch_file(place.pk, reference, "csv", FONTS, WHO, now)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]


def states(place: Enrolment) -> Mapping[str, int]:
    return Counter(Message.objects.filter(enrolment=place).values_list("state", flat=True))


def test_what_waits_is_counted_by_the_channels_that_people_send(place: Enrolment) -> None:
    first, second, third = Message.objects.order_by("pk")[:3]
    Message.objects.filter(pk=first.pk).update(channel="letter", state="failed_for_now")
    Message.objects.filter(pk=second.pk).update(channel="email")  # the site sends it itself
    Message.objects.filter(pk=third.pk).update(state="dropped")
    assert waiting(place.pk) == {"digital_post": 17, "letter": 1}
    Wave.objects.update(state="closed")
    assert waiting(place.pk) == {}


def test_a_batch_is_handed_over_under_a_reference_of_its_channel_and_hour(place: Enrolment, now: datetime) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    assert reference == "digital_post-20260310-103000"  # half past ten in Denmark
    made = Message.objects.filter(enrolment=place)
    assert set(made.values_list("state", "reference", "handed_over_at", "begun_at", "attempts")) == {
        ("handed_over", reference, now, now, 1)
    }
    assert waiting(place.pk) == {}
    entry = AuditEntry.objects.get(act="outbox.batch")
    assert (entry.who, entry.municipality, entry.wave) == (WHO, "0707", "trial-2026")
    assert entry.details == {"reference": reference, "messages": 20}


@pytest.mark.parametrize("step", ["submitted_at", "declined_at", "ineligible_at"])
def test_those_who_have_answered_are_left_out_and_their_messages_dropped(
    place: Enrolment, now: datetime, step: str
) -> None:
    answered = silent(place)[0]
    Person.objects.filter(pk=answered.pk).update(**{step: now})
    make_batch(place.pk, "digital_post", WHO, now)
    assert states(place) == {"handed_over": 19, "dropped": 1}
    assert Message.objects.get(person=answered).settled_at == now


def test_those_who_have_begun_and_not_finished_are_still_written_to(place: Enrolment, now: datetime) -> None:
    Person.objects.update(started_at=now)
    make_batch(place.pk, "digital_post", WHO, now)
    assert states(place) == {"handed_over": 20}


def test_what_is_due_later_waits(place: Enrolment, now: datetime) -> None:
    later = Message.objects.earliest("pk")
    Message.objects.filter(pk=later.pk).update(due_at=now + timedelta(seconds=1))
    make_batch(place.pk, "digital_post", WHO, now)
    assert states(place) == {"handed_over": 19, "queued": 1}
    make_batch(place.pk, "digital_post", WHO, now + timedelta(seconds=1))
    assert states(place) == {"handed_over": 20}


def test_a_batch_holds_no_more_than_its_channel_takes_and_the_rest_waits_for_the_next(
    place: Enrolment, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    small: Mapping[str, Channel] = {**CHANNELS, "digital_post": replace(CHANNELS["digital_post"], batch_size=12)}
    monkeypatch.setattr(batches, "CHANNELS", small)
    first = make_batch(place.pk, "digital_post", WHO, now)
    second = make_batch(place.pk, "digital_post", WHO, later := now + timedelta(minutes=1))
    assert batches.batches(place.pk) == (
        Batch(second, "digital_post", later, 8, 8),
        Batch(first, "digital_post", now, 12, 12),
    )
    with pytest.raises(Refused):
        make_batch(place.pk, "digital_post", WHO, later + timedelta(minutes=1))


def test_a_batch_tells_how_many_have_still_not_answered(place: Enrolment, now: datetime) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    for person in silent(place)[:3]:
        Person.objects.filter(pk=person.pk).update(submitted_at=now)
    assert batches.batches(place.pk) == (Batch(reference, "digital_post", now, 20, 17),)


def test_what_the_site_sent_by_itself_is_in_no_batch(place: Enrolment, now: datetime) -> None:
    Message.objects.update(state="handed_over", reference="5b1c2f7e-8a4d", handed_over_at=now)
    assert batches.batches(place.pk) == ()
    with pytest.raises(Refused):
        batch_file(place.pk, "5b1c2f7e-8a4d", "csv", FONTS, WHO, now)


@pytest.mark.parametrize("channel", ["letter", "email", "carrier pigeon"])
def test_a_batch_of_nobody_is_refused_in_the_readers_language_and_nothing_is_written(
    place: Enrolment, now: datetime, channel: str
) -> None:
    with pytest.raises(Refused) as refused:
        make_batch(place.pk, channel, WHO, now)
    (problem,) = refused.value.problems
    assert problem.say("da") == "Udsendelse: Der er ingen at skrive til. Alle har fået besked eller har svaret."
    assert problem.say("en") == (
        "Messages to send: There is nobody to write to. Everybody has been told or has answered."
    )
    assert states(place) == {"queued": 20}
    assert not AuditEntry.objects.filter(act="outbox.batch").exists()


def test_a_refused_batch_does_not_even_drop_the_messages_of_those_who_answered(place: Enrolment, now: datetime) -> None:
    Person.objects.update(submitted_at=now)
    with pytest.raises(Refused):
        make_batch(place.pk, "digital_post", WHO, now)
    assert states(place) == {"queued": 20}


@pytest.mark.parametrize("state", ["enrolling", "closed", "frozen"])
def test_no_batch_is_made_of_a_wave_that_is_not_open(place: Enrolment, now: datetime, state: str) -> None:
    Wave.objects.update(state=state)
    with pytest.raises(Refused):
        make_batch(place.pk, "digital_post", WHO, now)
    assert states(place) == {"queued": 20}


def test_the_list_holds_number_name_and_link_of_those_who_have_not_answered_since(
    place: Enrolment, now: datetime
) -> None:
    early, late = silent(place)[:2]
    Person.objects.filter(pk=early.pk).update(submitted_at=now)
    reference = make_batch(place.pk, "digital_post", WHO, now)
    Person.objects.filter(pk=late.pk).update(declined_at=now)
    rows = rows_of(place, reference, now)
    assert {link for _, _, link in rows} == {link_of(person.pseudonym) for person in silent(place)}
    assert len(rows) == 18
    assert all(len(cpr) == 10 and name.startswith("Prøve Person") for cpr, name, _ in rows)


def test_a_list_is_the_same_when_it_is_fetched_again_at_another_hour(place: Enrolment, now: datetime) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    assert rows_of(place, reference, now) == rows_of(place, reference, now + timedelta(3))


def test_every_fetching_is_logged_as_a_reading_of_contact_data(place: Enrolment, now: datetime) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    rows_of(place, reference, now)
    Person.objects.filter(pk=silent(place)[0].pk).update(submitted_at=now)
    rows_of(place, reference, now)
    read = AuditEntry.objects.filter(act="contacts.read").order_by("number")
    assert [(entry.who, entry.municipality, entry.details) for entry in read] == [
        (WHO, "0707", {"reference": reference, "messages": 20}),
        (WHO, "0707", {"reference": reference, "messages": 19}),
    ]


def test_a_person_whose_contact_data_are_gone_is_left_out_and_nobody_left_is_refused(
    place: Enrolment, now: datetime
) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    gone = silent(place)[0].pseudonym
    Contact.objects.filter(person=gone).delete()
    rows = rows_of(place, reference, now)
    assert len(rows) == 19
    assert link_of(gone) not in {link for _, _, link in rows}
    store.delete(place.pk)
    with pytest.raises(Refused, match="nobody to write to"):
        rows_of(place, reference, now)
    assert AuditEntry.objects.filter(act="contacts.read").count() == 1  # where nothing was read, nothing is logged


def test_nothing_is_fetched_once_the_wave_is_closed(place: Enrolment, now: datetime) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    Wave.objects.update(state="closed")
    with pytest.raises(Refused):
        rows_of(place, reference, now)
    assert batches.batches(place.pk)[0].still == 0


def test_a_form_that_the_channel_does_not_have_and_a_batch_that_was_never_made_are_refused(
    office: Office, place: Enrolment, now: datetime
) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    for enrolment, asked, suffix in (
        (place.pk, reference, "pdf"),
        (place.pk, "digital_post-20200101-000000", "csv"),
        (office.enrolments["0101"], reference, "csv"),  # another municipality's
    ):
        with pytest.raises(Refused):
            batch_file(enrolment, asked, suffix, FONTS, WHO, now)
    assert not AuditEntry.objects.filter(act="contacts.read").exists()


def test_letters_are_a_page_each_and_the_same_when_fetched_again(place: Enrolment, now: datetime) -> None:
    Message.objects.update(channel="letter")
    Message.objects.exclude(pk__in=Message.objects.order_by("pk")[:3]).delete()
    reference = make_batch(place.pk, "letter", WHO, now)
    one, two = (batch_file(place.pk, reference, "pdf", fonts.for_pdf(), WHO, at) for at in (now, now + timedelta(2)))
    assert one == two
    with pikepdf.open(BytesIO(one)) as read:
        assert len(read.pages) == 3


def test_messages_in_memo_are_a_file_each_and_without_a_cvr_number_nothing_is_read(
    place: Enrolment, now: datetime, settings: Settings, tmp_path: Path
) -> None:
    reference = make_batch(place.pk, "digital_post", WHO, now)
    settings.DIGITAL_POST = tmp_path / "digital-post.toml"
    with pytest.raises(Refused, match="CVR number of 0707 is not set up"):
        batch_file(place.pk, reference, "zip", FONTS, WHO, now)
    assert not AuditEntry.objects.filter(act="contacts.read").exists()
    settings.DIGITAL_POST = tmp_path / "with-cvr.toml"
    settings.DIGITAL_POST.write_text('[cvr]\n"0707" = "12345678"\n')
    one, two = (batch_file(place.pk, reference, "zip", FONTS, WHO, at) for at in (now, now + timedelta(2)))
    assert one == two
    with ZipFile(BytesIO(one)) as packed:
        assert len(packed.namelist()) == 20
        assert all(b"<memo:senderID>12345678<" in packed.read(name) for name in packed.namelist())

"""A list becomes the population whole or not at all, whatever breaks on the way."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from borgerpuls.fieldwork import population
from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Person, Upload
from borgerpuls.fieldwork.population import acceptance, approval
from borgerpuls.fieldwork.responses.access_codes import code_hash, code_of
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

WHO = "karen@example.org"


def content(many: int, *, name: str = "P", bad: int = 0) -> bytes:
    rows = [
        f"{n % 28 + 1:02d}{n % 12 + 1:02d}{50 + n % 49}{n:04d};{name}{n};p{n}@example.dk;Lag {n % 3}"
        for n in range(many)
    ]
    rows += [f"3113{50 + n}{n:04d};Forkert;x@example.dk;Lag 0" for n in range(bad)]
    return "\r\n".join(["CPR;Navn;E-mail;Lag", *rows]).encode("cp1252")


def staged(enrolment: Enrolment, now: datetime, many: int = 30, **how: Any) -> population.Staged:
    return population.stage(enrolment.pk, WHO, "liste.csv", content(many, **how), now)


def whole(enrolment: Enrolment) -> tuple[int, int]:
    """Persons and contact data of the enrolment; each person's data are there and nobody else's."""
    people = set(Person.objects.filter(enrolment=enrolment).values_list("pseudonym", flat=True))
    held = set(Contact.objects.filter(enrolment=enrolment.pk).values_list("person", flat=True))
    assert people <= held
    return len(people), len(held)


def test_everybody_gets_a_pseudonym_a_code_and_contact_data(enrolment: Enrolment, now: datetime) -> None:
    accepted = population.accept(staged(enrolment, now).id, WHO, now)
    assert (accepted.persons, accepted.sampled, accepted.left_out) == (30, 30, 0)
    assert whole(enrolment) == (30, 30)
    for person in Person.objects.all():
        assert len(person.pseudonym) == 22
        assert bytes(person.code_hash) == code_hash(code_of(person.pseudonym))
    first = Person.objects.order_by("pk")[0]
    assert store.contact_of(first.pseudonym) == store.ContactData("P0", "0101500000", "p0@example.dk")
    assert first.stratum == "Lag 0"
    enrolment.refresh_from_db()
    assert enrolment.list_state == Enrolment.List.ACCEPTED
    assert not StagedFile.objects.exists()


def test_errors_refuse_the_list_with_all_of_them_and_nothing_is_written(enrolment: Enrolment, now: datetime) -> None:
    upload = staged(enrolment, now, bad=3)
    with pytest.raises(Refused) as refused:
        population.accept(upload.id, WHO, now)
    assert sum(p.severity == "error" for p in refused.value.problems) == 3
    assert whole(enrolment) == (0, 0)
    assert population.staged(upload.id).bad == 3


def test_rows_with_errors_are_left_out_when_that_is_chosen_and_counted_in_the_log(
    enrolment: Enrolment, now: datetime
) -> None:
    accepted = population.accept(staged(enrolment, now, bad=3).id, WHO, now, without_bad=True)
    assert (accepted.persons, accepted.left_out) == (30, 3)
    assert AuditEntry.objects.get(act="population.accept").details["left_out"] == 3


def test_a_list_in_which_every_row_is_wrong_is_refused_however_it_is_asked(enrolment: Enrolment, now: datetime) -> None:
    with pytest.raises(Refused):
        population.accept(staged(enrolment, now, many=0, bad=3).id, WHO, now, without_bad=True)


def test_a_new_list_takes_the_place_of_the_earlier_one(enrolment: Enrolment, now: datetime) -> None:
    population.accept(staged(enrolment, now, many=30).id, WHO, now)
    before = set(Contact.objects.values_list("person", flat=True))
    population.accept(staged(enrolment, now, many=20, name="Q").id, WHO, now)
    assert whole(enrolment) == (20, 20)
    assert not before & set(Contact.objects.values_list("person", flat=True))
    assert Upload.objects.filter(state=Upload.State.ACCEPTED).count() == 1


def test_a_list_cannot_be_accepted_twice(enrolment: Enrolment, now: datetime) -> None:
    upload = staged(enrolment, now)
    population.accept(upload.id, WHO, now)
    with pytest.raises(Refused, match="no longer being worked on"):
        population.accept(upload.id, WHO, now)
    assert whole(enrolment) == (30, 30)


class Crash(BaseException):
    """The machine goes away: nothing after it runs."""


@pytest.mark.parametrize("where", ["contacts.put", "persons", "audit", "staged"])
def test_a_crash_anywhere_leaves_the_earlier_list_whole_and_the_next_one_sweeps(
    where: str, enrolment: Enrolment, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    population.accept(staged(enrolment, now, many=30).id, WHO, now)
    upload = staged(enrolment, now, many=20, name="Q")

    def crash(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(store, "delete_batch", lambda *_: None)  # a machine that is gone does not tidy up
        if where == "contacts.put":
            real = store._contact

            def dies_midway(enrolment_id: int, batch: str, person: str, data: store.ContactData) -> Contact:
                return crash() if data.name == "Q11" else real(enrolment_id, batch, person, data)  # type: ignore[func-returns-value, return-value]

            patch.setattr(store, "_contact", dies_midway)
        elif where == "persons":
            patch.setattr(Person.objects, "bulk_create", crash)
        elif where == "audit":
            patch.setattr("borgerpuls.fieldwork.staff.audit.record", crash)
        else:
            patch.setattr(acceptance, "sweep", crash)
        with pytest.raises(Crash):
            population.accept(upload.id, WHO, now)
    people, held = whole(enrolment)
    if where == "staged":  # after the commit: the new list holds, the old contact data are left over
        assert (people, held) == (20, 50)
    else:
        assert people == 30
        assert population.staged(upload.id).rows == 20
        assert population.accept(upload.id, WHO, now).persons == 20
    population.sweep(enrolment.pk)
    assert whole(enrolment) == (20, 20)


def test_contact_data_that_another_accepting_swept_away_stop_this_one(
    enrolment: Enrolment, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store.put

    def put(enrolment_id: int, contacts: Iterable[tuple[str, store.ContactData]], *, batch: str) -> int:
        many = real(enrolment_id, contacts, batch=batch)
        population.sweep(enrolment_id)
        return many

    monkeypatch.setattr(store, "put", put)
    with pytest.raises(Refused, match="at the same time"):
        population.accept(staged(enrolment, now).id, WHO, now)
    assert whole(enrolment) == (0, 0)


def test_a_list_that_the_programme_office_has_settled_is_not_replaced(enrolment: Enrolment, now: datetime) -> None:
    population.accept(staged(enrolment, now).id, WHO, now)
    upload = staged(enrolment, now, many=5)
    approval.approve("autumn-2026", "0707", "office@example.org", now)
    held = population.list_of("0707", "autumn-2026")
    assert (held.state, held.settled, held.approved_at) == ("approved", True, now)
    with pytest.raises(Refused, match="approved and settled"):
        population.accept(upload.id, WHO, now)
    assert whole(enrolment) == (30, 30)


def test_pseudonyms_say_nothing_of_persons_and_are_never_the_same(enrolment: Enrolment, now: datetime) -> None:
    population.accept(staged(enrolment, now).id, WHO, now)
    first = set(Person.objects.values_list("pseudonym", flat=True))
    population.accept(staged(enrolment, now).id, WHO, now)
    assert not first & set(Person.objects.values_list("pseudonym", flat=True))

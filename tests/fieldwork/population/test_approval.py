"""A population list in numbers, before anybody is invited."""

from datetime import timedelta
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Enrolment, Person, Wave
from borgerpuls.fieldwork.population.approval import approve, population, withdraw_approval
from borgerpuls.fieldwork.staff import audit
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


def doubts(office: Any) -> list[str]:
    return [f"{d.where['en']}: {d.what['en']}" for d in population(office.wave, "0707").doubts]


def test_a_list_is_counted_by_every_background_variable(office: Any) -> None:
    Person.objects.filter(pk__in=office.persons["0707"][:4]).update(sampled=False)
    view = population(office.wave, "0707")
    assert (view.listed, view.sampled, view.state) == (20, 16, "approved")
    assert [variable.label["en"] for variable in view.variables] == ["Sex", "Age", "Duration", "Target group"]
    for variable in view.variables:
        assert sum(cell.listed for cell in variable.cells) + variable.unknown == 20
        assert sum(cell.sampled for cell in variable.cells) == 16


def test_codes_that_are_missing_or_empty_are_doubted(office: Any) -> None:
    Person.objects.filter(pk__in=office.persons["0707"][:3]).update(background={"sex": "k", "age": None})
    assert "Age: Is missing for 3 of 20." in doubts(office)
    Person.objects.filter(pk__in=office.persons["0707"]).update(background={"sex": "k"})
    assert "Sex: Nobody is: Man." in doubts(office)
    assert "Age: Is missing for 20 of 20." in doubts(office)
    assert not any("Age: Nobody" in doubt for doubt in doubts(office))


def test_a_list_of_another_size_than_last_time_is_doubted(office: Any) -> None:
    now = Wave.objects.get()
    before = Wave.objects.create(
        name="before", title={}, opens_on=now.opens_on - timedelta(365), closes_on=now.opens_on,
        questionnaire=now.questionnaire, contact_until=now.opens_on,
    )  # fmt: skip
    old = Enrolment.objects.create(wave=before, municipality_id="0707", enrolled_at=office.now)
    Person.objects.bulk_create(
        Person(enrolment=old, pseudonym=f"old{k}", code_hash=bytes([k]), background={}) for k in range(19)
    )
    assert not any("last time" in doubt for doubt in doubts(office))
    Person.objects.filter(enrolment=old, pk__gt=Person.objects.filter(enrolment=old).order_by("pk")[9].pk).delete()
    assert "The population list: There were 10 in the list last time, and now 20." in doubts(office)


def test_an_empty_group_of_the_local_comparison_is_doubted(office: Any) -> None:
    assert population(office.wave, "0707").compared is None
    Enrolment.objects.filter(municipality="0707").update(comparison={"name": {}, "groups": [{}, {}], "column": "x"})
    Person.objects.filter(pk__in=office.persons["0707"]).update(compare="1")
    assert population(office.wave, "0707").compared == (0, 20)
    assert "The local comparison: One of the groups is empty." in doubts(office)


def test_approval_is_logged_and_given_once(office: Any) -> None:
    Wave.objects.update(state="enrolling")
    Enrolment.objects.update(list_state="accepted", approved_at=None)
    approve(office.wave, "0707", WHO, office.now)
    assert population(office.wave, "0707").approved_at == office.now
    with pytest.raises(Refused, match="no longer as the page showed"):
        approve(office.wave, "0707", WHO, office.now)
    withdraw_approval(office.wave, "0707", WHO, office.now)
    assert [(e.act, e.municipality) for e in audit.entries(municipality="0707")][:2] == [
        ("population.give_back", "0707"),
        ("population.approve", "0707"),
    ]


def test_no_list_is_approved_that_is_not_there_or_when_the_field_is_over(office: Any) -> None:
    Enrolment.objects.update(list_state="none")
    with pytest.raises(Refused):
        approve(office.wave, "0707", WHO, office.now)
    Wave.objects.update(state="closed")
    Enrolment.objects.update(list_state="accepted")
    with pytest.raises(Refused):
        approve(office.wave, "0707", WHO, office.now)

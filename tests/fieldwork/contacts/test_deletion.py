"""Contact data go on their day, and every figure can be made again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from borgerpuls.dataset.folder import open_wave
from borgerpuls.fieldwork.contacts.deletion import delete_contacts, delete_due
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.freeze import freeze
from borgerpuls.fieldwork.models import Person, Wave
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.staff import audit
from borgerpuls.problems import Refused
from borgerpuls.results.build import build

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "worker"


def test_nothing_is_deleted_while_anybody_is_asked(office: Any) -> None:
    with pytest.raises(Refused, match="in use"):
        delete_contacts(office.wave, WHO, office.now)
    Wave.objects.update(contact_until=office.now.date())
    assert delete_due(WHO, office.now) == {}
    assert Contact.objects.count() == 40


def test_contact_data_are_deleted_on_their_day_and_logged_once(office: Any) -> None:
    waves.close(office.wave, WHO, office.now)
    until = waves.wave(office.wave).plan.contact_until
    before = office.now + (until - office.now.date()) - timedelta(1)
    assert delete_due(WHO, before) == {}
    assert delete_due(WHO, before + timedelta(1)) == {office.wave: 40}
    assert delete_due(WHO, before + timedelta(2)) == {}
    assert Contact.objects.count() == 0
    logged = audit.entries(act="contacts.delete")
    assert [entry.details for entry in logged] == [{"persons": 40}]


def test_another_waves_contact_data_are_left_alone(office: Any) -> None:
    Contact.objects.create(person="somebody-else", enrolment=max(office.enrolments.values()) + 1)
    waves.close(office.wave, WHO, office.now)
    delete_contacts(office.wave, WHO, office.now)
    assert list(Contact.objects.values_list("person", flat=True)) == ["somebody-else"]
    assert not StagedFile.objects.exists()


def test_every_figure_can_be_made_again_without_them(office: Any, tmp_path: Path) -> None:
    Person.objects.update(started_at=office.now)
    waves.close(office.wave, WHO, office.now)
    answered = {item.id: 4 for item in waves.questionnaire_of(office.wave).items}
    for person in Person.objects.all():
        person.events.create(at=office.now, language="da", answers=str(answered).replace("'", '"'), key="1")
    Person.objects.update(submitted_at=office.now)
    frozen = freeze(office.wave, tmp_path / "first", WHO, office.now)
    before = build([open_wave(tmp_path / "first")])
    delete_contacts(office.wave, WHO, office.now)
    Wave.objects.update(state="closed")
    again = freeze(office.wave, tmp_path / "again", WHO, office.now)
    assert again.digests == frozen.digests
    assert build([open_wave(tmp_path / "again")]).table.equals(before.table)

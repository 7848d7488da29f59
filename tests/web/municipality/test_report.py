"""The page of the report, its files, and citizens' comments."""

from pathlib import Path
from typing import Any

import pytest
from municipality_pages import SignedIn, here, words
from pytest_django import Settings

from borgerpuls.fieldwork.models import AuditEntry, Comment, Person, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_the_report_is_served_when_published_and_before_to_the_programme_alone(
    staff_client: SignedIn, office: Any, settings: Settings
) -> None:
    folder = Path(settings.REPORTS) / office.wave / "reports"
    folder.mkdir(parents=True)
    (folder / "0707.da.pdf").write_bytes(b"%PDF")
    (folder.parent / ".secret.pdf").write_bytes(b"%PDF")
    coordinator, programme = staff_client("coordinator", "0707"), staff_client("programme")
    file = here(office.wave, "rapport/reports/0707.da.pdf")
    assert coordinator.get(file).status_code == programme.get(file).status_code == 404
    Wave.objects.update(state="frozen")
    assert coordinator.get(file).status_code == 404
    assert b"".join(programme.get(file)) == b"%PDF"
    assert "0707.da.pdf" not in words(coordinator, here(office.wave, "rapport/"))
    Wave.objects.update(state="published")
    assert b"".join(coordinator.get(file)) == b"%PDF"
    assert "0707.da.pdf" in words(coordinator, here(office.wave, "rapport/"))
    for outside in (".secret.pdf", "../../keys.json", "reports/../../../keys.json", "reports"):
        assert coordinator.get(here(office.wave, f"rapport/{outside}")).status_code == 404


def test_comments_are_the_coordinators_once_frozen_and_fetching_them_is_logged(
    staff_client: SignedIn, office: Any
) -> None:
    person = Person.objects.get(pk=office.persons["0707"][0])
    Person.objects.filter(pk=person.pk).update(submitted_at=office.now)
    Comment.objects.create(person=person, at=office.now, words="=Tak for hjælpen")
    coordinator = staff_client("coordinator", "0707")
    address = here(office.wave, "rapport/kommentarer")
    assert coordinator.get(address).status_code == 404
    Wave.objects.update(state="frozen")
    assert staff_client("reader", "0707").get(address).status_code == 404
    assert staff_client("programme").get(address).status_code == 404
    assert "1 borger har skrevet en kommentar." in words(coordinator, here(office.wave, "rapport/"))
    assert "'=Tak for hjælpen" in coordinator.get(address).content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(act="comments.read", municipality="0707").count() == 1

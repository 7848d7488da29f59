"""``borgerpuls manage reencrypt``: everything closed with the newest key, told in a number of persons."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.cipher import Unreadable, decrypt_bytes, encrypt_bytes
from borgerpuls.fieldwork.contacts.models import Contact, StagedFile
from borgerpuls.fieldwork.contacts.store import FIELDS, ContactData

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
ANNE = ContactData("Anne Æbelø", "0707614285", "anne@example.dk", "+4520304050", "Åvej 1\n8500 Grenaa")


def reencrypt() -> str:
    told = StringIO()
    call_command("reencrypt", stdout=told)
    return told.getvalue()


def closed(person: str) -> list[bytes]:
    held = Contact.objects.get(person=person)
    return [bytes(getattr(held, field)) for field in FIELDS]


def test_a_site_without_contact_data_has_nobody_to_close() -> None:
    assert reencrypt() == "0 persons\n"


def test_contact_data_and_staged_lists_open_with_the_new_key_alone(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    store.put(1, [("p1", ANNE), ("p2", ContactData(name="Bo"))], batch="b")
    StagedFile.objects.create(
        upload=9, content=encrypt_bytes(b"list", "9/content"), problems=encrypt_bytes(b"[]", "9/problems")
    )
    settings.CONTACT_KEYS = ["new", "old"]
    assert reencrypt() == "2 persons\n"
    settings.CONTACT_KEYS = ["new"]
    assert store.contacts_of(["p1", "p2"]) == {"p1": ANNE, "p2": ContactData(name="Bo")}
    assert {contact.batch for contact in Contact.objects.all()} == {"b"}
    staged = StagedFile.objects.get()
    assert decrypt_bytes(staged.content, "9/content") == b"list"
    assert decrypt_bytes(staged.problems, "9/problems") == b"[]"


def test_it_may_be_run_again(settings: Settings) -> None:
    store.put(1, [("p1", ANNE)])
    settings.CONTACT_KEYS = ["new", *settings.CONTACT_KEYS]
    assert [reencrypt(), reencrypt()] == ["1 persons\n"] * 2
    assert store.contact_of("p1") == ANNE
    assert closed("p1")[1] != b""


def test_what_is_not_known_stays_empty(settings: Settings) -> None:
    store.put(1, [("p1", ContactData(email="anne@example.dk"))])
    settings.CONTACT_KEYS = ["new", *settings.CONTACT_KEYS]
    reencrypt()
    assert [bool(field) for field in closed("p1")] == [field == "email" for field in FIELDS]


def test_a_key_that_is_lost_leaves_every_person_as_they_were_and_shows_none_of_them(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["lost"]
    store.put(1, [("p2", ContactData(name="Bo"))])
    settings.CONTACT_KEYS = ["old"]
    store.put(1, [("p1", ANNE)])
    before = closed("p1"), closed("p2")
    settings.CONTACT_KEYS = ["new", "old"]
    with pytest.raises(Unreadable, match=r"^name$"):
        reencrypt()
    assert (closed("p1"), closed("p2")) == before


def test_the_same_number_is_still_known_by_the_new_key(settings: Settings) -> None:
    store.put(1, [("p1", ANNE)])
    settings.CONTACT_KEYS = ["new", *settings.CONTACT_KEYS]
    reencrypt()
    with pytest.raises(Exception, match=r"UNIQUE|one_person_one_record"):
        store.put(1, [("p3", ANNE)])

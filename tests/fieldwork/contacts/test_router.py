"""Contact data lie in a database of their own, and no key crosses."""

import pytest

from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.contacts.router import ContactsApart
from borgerpuls.fieldwork.models import Person, Wave

ROUTER = ContactsApart()


@pytest.mark.parametrize(("model", "database"), [(Contact, "contacts"), (Person, "default")])
def test_a_model_is_read_and_written_in_its_own_database(model: type, database: str) -> None:
    assert (ROUTER.db_for_read(model), ROUTER.db_for_write(model)) == (database, database)


def test_tables_are_made_in_their_own_database_only() -> None:
    assert ROUTER.allow_migrate("contacts", "contacts")
    assert ROUTER.allow_migrate("default", "fieldwork")
    assert not ROUTER.allow_migrate("default", "contacts")
    assert not ROUTER.allow_migrate("contacts", "fieldwork")


def test_no_key_leads_from_answers_to_contact_data() -> None:
    assert not ROUTER.allow_relation(Contact(), Person())
    assert ROUTER.allow_relation(Person(), Wave())

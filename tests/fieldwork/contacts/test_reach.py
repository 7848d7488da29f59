"""Which contact data are known is seen without opening them."""

import pytest

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.reach import known_addresses
from borgerpuls.fieldwork.contacts.store import ContactData

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_each_filled_field_is_an_address_and_a_deleted_person_is_missing() -> None:
    store.put(1, [("a", ContactData(name="Åse", email="a@example.org", cpr="0101019999")), ("b", ContactData("Bo"))])
    assert known_addresses(["a", "b", "gone"]) == {"a": frozenset({"email", "cpr"}), "b": frozenset()}


def test_nothing_is_decrypted_to_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(1, [("a", ContactData(phone="+4520304050"))])
    monkeypatch.setattr(store, "decrypt", lambda *_: pytest.fail("a field was opened"))
    assert known_addresses(["a"]) == {"a": frozenset({"phone"})}

"""One field of contact data opens in its own place only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.cipher import Unreadable, decrypt, decrypt_bytes, encrypt, encrypt_bytes
from borgerpuls.fieldwork.contacts.models import Contact
from borgerpuls.fieldwork.contacts.store import ContactData

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
ANNE = ContactData("Anne Æbelø", "0707614285", "anne@example.dk", "+4520304050", "Åvej 1\n8500 Grenaa")


def test_a_field_that_is_moved_to_another_person_or_column_does_not_open() -> None:
    store.put(1, [("p1", ANNE), ("p2", ContactData(name="Bo"))])
    stolen = bytes(Contact.objects.get(person="p1").email)
    for person, field in (("p2", "email"), ("p1", "name")):
        with pytest.raises(Unreadable):
            decrypt(stolen, f"{person}/{field}")


@given(st.binary(max_size=60), st.integers(0, 10_000))
def test_a_changed_byte_never_opens(content: bytes, where: int) -> None:
    closed = bytearray(encrypt_bytes(content, "p/name"))
    closed[where % len(closed)] ^= 1
    with pytest.raises(Unreadable) as refused:
        decrypt_bytes(bytes(closed), "p/name")
    assert content not in str(refused.value).encode() or len(content) < 5


@given(st.text(max_size=40))
def test_the_same_words_are_never_closed_alike(words: str) -> None:
    first, second = encrypt(words, "p/name"), encrypt(words, "p/name")
    assert first != second
    assert decrypt(first, "p/name") == decrypt(second, "p/name") == words

"""One field of contact data, encrypted so that it can be read only in its own place.

AES-256-GCM (NIST SP 800-38D) with a fresh nonce a field. The person's pseudonym and the field's name are authenticated
with it, so a value that is moved to another person or column does not open. The first key encrypts; all of them
decrypt, so that keys can be changed.
"""

import os
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Unreadable(Exception):
    """None of the keys opens the value: a key is missing, or the value was moved or changed."""


def encrypt(value: str, place: str) -> bytes:
    """A value of ``place`` (person and field), as nonce and ciphertext."""
    return encrypt_bytes(value.encode(), place)


def decrypt(value: bytes, place: str) -> str:
    """The value again. Raises ``Unreadable``, which never holds the value."""
    return decrypt_bytes(value, place).decode()


def encrypt_bytes(value: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _ciphers()[0].encrypt(nonce, value, place.encode())


def decrypt_bytes(value: bytes, place: str) -> bytes:
    value = bytes(value)
    for cipher in _ciphers():
        try:
            return cipher.decrypt(value[:NONCE], value[NONCE:], place.encode())
        except InvalidTag:
            continue
    raise Unreadable(place.partition("/")[2])


def _ciphers() -> tuple[AESGCM, ...]:
    return _made_of(tuple(settings.CONTACT_KEYS))


@cache
def _made_of(keys: tuple[str, ...]) -> tuple[AESGCM, ...]:
    return tuple(AESGCM(sha256(key.encode()).digest()) for key in keys)

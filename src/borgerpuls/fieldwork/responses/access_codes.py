"""The code that opens one citizen's questionnaire: 80 bits, made from the pseudonym, kept as a keyed hash.

Nothing but the hash is stored. The code itself is made again whenever a letter is written, so that a copy of the
database opens nothing, and a lost letter can be sent again with the same code.

Letters are Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U to mistake.
"""

import hmac
import unicodedata
from base64 import b32encode
from hashlib import sha256

from django.conf import settings

CODE_BITS = 80
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", LETTERS)
_MEANT = str.maketrans("OIL", "011")


def code_of(pseudonym: str) -> str:
    """The person's code as a letter prints it: ``ABCD-EFGH-JKMN-PQRS``."""
    letters = b32encode(_keyed("code", pseudonym)[: CODE_BITS // 8]).decode().translate(_CROCKFORD)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def code_hash(code: str) -> bytes:
    """What is stored of a code (16 bytes), however it is typed: small letters, spaces, O for 0, I or L for 1."""
    return _keyed("hash", plain(code))[:16]


def link_of(pseudonym: str) -> str:
    """The short link in a message: the site's address, ``/k/`` and the code."""
    return f"{settings.SITE_URL}/k/{plain(code_of(pseudonym))}"


def plain(code: str) -> str:
    """The letters and digits alone, each as it was meant; Arabic digits and full-width letters too."""
    folded = unicodedata.normalize("NFKC", code).upper()
    kept = (str(unicodedata.decimal(c, c)) for c in folded if c.isalnum())
    return "".join(kept).translate(_MEANT)


def _keyed(purpose: str, words: str) -> bytes:
    return hmac.digest(settings.CODE_KEY.encode(), f"{purpose}:{words}".encode(), sha256)

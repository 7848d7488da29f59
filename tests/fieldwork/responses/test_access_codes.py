"""The citizen's code: 80 bits, forgiving to type, stored as a keyed hash."""

import secrets
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.responses.access_codes import CODE_BITS, LETTERS, code_hash, code_of, link_of, plain


def test_a_code_is_eighty_bits_in_four_groups_of_letters_that_cannot_be_mistaken() -> None:
    code = code_of("a-pseudonym")
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(plain(code)) <= set(LETTERS)
    assert len(plain(code)) * 5 == CODE_BITS


def test_a_person_has_one_code_and_no_two_persons_share_it() -> None:
    pseudonyms = [secrets.token_urlsafe(16) for _ in range(2000)]
    assert len({code_of(p) for p in pseudonyms}) == len({code_hash(code_of(p)) for p in pseudonyms}) == 2000
    assert code_of("one") == code_of("one")


def test_another_key_makes_other_codes_and_other_hashes(settings: Any) -> None:
    code, kept = code_of("one"), code_hash("0123-4567-89AB-CDEF")
    settings.CODE_KEY = "another key"
    assert code_of("one") != code
    assert code_hash("0123-4567-89AB-CDEF") != kept


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789abcdef",
        " 0123 4567 89ab cdef ",
        "O123-4567-89AB-CDEF",
        "oi23_4567.89ab/cdef",
        "0l23 4567 89AB CDEF",
        "٠١٢٣-٤٥٦٧-٨٩AB-CDEF",
        "０１２３ ４５６７ ８９ＡＢ ＣＤＥＦ",
        "0123\u20114567\u201189AB\u2011CDEF",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert code_hash(typed) == code_hash("0123-4567-89AB-CDEF")


@given(st.text(max_size=60))
def test_anything_can_be_typed_and_opens_nothing_by_accident(typed: str) -> None:
    assert len(code_hash(typed)) == 16
    assert (code_hash(typed) == code_hash("0123-4567-89AB-CDEF")) == (plain(typed) == "0123456789ABCDEF")


def test_a_link_is_short_and_holds_the_code(settings: Any) -> None:
    settings.SITE_URL = "https://borgerpuls.dk"
    link = link_of("one")
    assert link == f"https://borgerpuls.dk/k/{code_of('one').replace('-', '')}"
    assert len(link) < 45

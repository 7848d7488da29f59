"""CPR numbers: what they say, what they cannot be, and that they are never shown in full. All are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.population.reading.cpr import ImpossibleDay, masked, read_cpr

SPANS = {0: (1900, 1999), 3: (1900, 1999), 4: (1937, 2036), 5: (1858, 2057), 8: (1858, 2057), 9: (1937, 2036)}
"""The years that a seventh digit can tell."""


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("0101000000", date(1900, 1, 1)),
        ("0101993999", date(1999, 1, 1)),
        ("0101364000", date(2036, 1, 1)),
        ("0101374000", date(1937, 1, 1)),
        ("0101575000", date(2057, 1, 1)),
        ("0101585000", date(1858, 1, 1)),
        ("0101578000", date(2057, 1, 1)),
        ("0101369000", date(2036, 1, 1)),
        ("0101379000", date(1937, 1, 1)),
        ("2902004000", date(2000, 2, 29)),
    ],
)
def test_the_seventh_digit_tells_the_century(digits: str, born: date) -> None:
    cpr = read_cpr(digits)
    assert cpr is not None
    assert cpr.born == born


@pytest.mark.parametrize("written", ["070761-4285", "0707614285", "070761 4285", " 707614285 "])
def test_a_number_is_read_however_it_is_written(written: str) -> None:
    cpr = read_cpr(written)
    assert cpr is not None
    assert (cpr.digits, cpr.born, cpr.sex) == ("0707614285", date(1961, 7, 7), "m")
    assert cpr.passes_modulus  # the example of CPR-kontoret's own paper on modulus 11


def test_modulus_eleven_is_seen_to_fail_and_the_number_is_read_all_the_same() -> None:
    cpr = read_cpr("0707614286")
    assert cpr is not None
    assert not cpr.passes_modulus
    assert cpr.sex == "k"


def test_sixty_added_to_the_day_is_a_replacement_number() -> None:
    cpr = read_cpr("6707614285")
    assert cpr is not None
    assert cpr.replacement
    assert cpr.born == date(1961, 7, 7)


@pytest.mark.parametrize("digits", ["3113901234", "3002901234", "0013901234", "0100901234", "2902000000", "9901901234"])
def test_a_day_that_does_not_exist_is_told_apart_from_what_is_no_number(digits: str) -> None:
    with pytest.raises(ImpossibleDay):
        read_cpr(digits)


@pytest.mark.parametrize(
    "written", ["", "12345678", "01019012345", "010190-123a", "010190/1234", "１２３４５６７８９０"]
)
def test_what_is_not_ten_digits_is_no_number(written: str) -> None:
    assert read_cpr(written) is None


@given(st.dates(date(1937, 1, 1), date(1999, 12, 31)), st.integers(0, 3999))
def test_every_day_and_number_of_the_last_century_is_read_back(born: date, number: int) -> None:
    cpr = read_cpr(f"{born:%d%m%y}-{number:04d}")
    assert cpr is not None
    assert cpr.born == born
    assert cpr.sex == ("m" if number % 2 else "k")


@given(st.dates(date(1858, 1, 1), date(2057, 12, 31)), st.sampled_from(sorted(SPANS)), st.integers(0, 999))
def test_the_year_that_is_read_lies_where_its_seventh_digit_can_reach(born: date, seventh: int, rest: int) -> None:
    try:
        cpr = read_cpr(f"{born:%d%m%y}{seventh}{rest:03d}")
    except ImpossibleDay:  # 29 February in a century that did not have it
        assert (born.day, born.month) == (29, 2)
        return
    assert cpr is not None
    low, high = SPANS[seventh]
    assert low <= cpr.born.year <= high
    assert cpr.born.year % 100 == born.year % 100


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reader(written: str) -> None:
    try:
        cpr = read_cpr(written)
    except ImpossibleDay:
        return
    assert cpr is None or len(cpr.digits) == 10


@given(
    st.text("abc ,", max_size=8), st.from_regex(r"[0-9]{6}[- ]?[0-9]{4}", fullmatch=True), st.text("abc .", max_size=8)
)
def test_the_last_four_digits_are_struck_wherever_a_number_stands(before: str, digits: str, after: str) -> None:
    told = masked(f"{before}{digits}{after}")
    assert told == f"{before}{digits[:6]}-****{after}"


def test_a_number_without_its_first_zero_is_struck_too_and_a_phone_number_is_not() -> None:
    assert masked("101901234") == "10190-****"
    assert masked("20304050") == "20304050"


def test_a_number_does_not_show_itself() -> None:
    cpr = read_cpr("0707614285")
    assert repr(cpr) == "Cpr(070761-****)"
    assert "4285" not in f"{cpr}"

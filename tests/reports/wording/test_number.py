"""Number forms: Danish and English, halves away from zero, never a minus before nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.wording import number
from borgerpuls.rounding import rounded

NB = "\u00a0"
languages = st.sampled_from(["da", "en"])
values = st.floats(-1e6, 1e6, allow_nan=False)


def parse(words: str, language: str) -> Decimal:
    """Read a written number back, as a person of that country would."""
    decimal, thousand = {"da": (",", "."), "en": (".", ",")}[language]
    return Decimal(words.replace(thousand, "").replace(decimal, ".").replace("−", "-").replace("+", ""))


@given(values, languages, st.integers(0, 4))
def test_a_written_number_reads_back_as_the_rounded_number(value: float, language: str, decimals: int) -> None:
    assert parse(number.fixed(value, language, decimals), language) == rounded(value, decimals)


@given(values, languages, st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_step_at_most(value: float, language: str, decimals: int) -> None:
    written = parse(number.signed(value, language, decimals), language)
    assert abs(written - Decimal(repr(value))) <= Decimal(5).scaleb(-decimals - 1)


@given(values, languages, st.integers(0, 4))
def test_a_sign_never_stands_before_zero(value: float, language: str, decimals: int) -> None:
    words = number.signed(value, language, decimals)
    assert words[0] not in "+−" or any(digit in words for digit in "123456789")


@given(values, st.integers(0, 3))
def test_a_number_and_its_opposite_round_alike(value: float, decimals: int) -> None:
    assert rounded(value, decimals) == -rounded(-value, decimals)


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [(3.32, "3,32", "3.32"), (2.675, "2,68", "2.68"), (-0.125, "−0,13", "−0.13"), (-0.004, "0,00", "0.00")],
)
def test_a_mean_has_two_decimals_and_a_half_goes_away_from_zero(value: float, danish: str, english: str) -> None:
    assert (number.mean(value, "da"), number.mean(value, "en")) == (danish, english)


def test_thousands_are_parted_as_the_country_does() -> None:
    assert number.count(33000, "da") == "33.000"
    assert number.count(33000, "en") == "33,000"
    assert number.count(1234567, "da") == "1.234.567"
    assert number.n(870, "da") == f"n{NB}={NB}870"


def test_a_share_is_per_cent_with_its_unit_never_parted_from_it() -> None:
    assert number.share(0.388, "da") == f"38,8{NB}pct."
    assert number.share(0.388, "en") == "38.8%"
    assert number.share(0.0285, "en", 1) == "2.9%"
    assert number.share_with_interval(0.388, 0.361, 0.415, "da") == f"38,8{NB}pct. (36,1–41,5)"


def test_an_interval_of_signed_numbers_has_a_word_between_them() -> None:
    assert number.mean_with_interval(3.32, 3.24, 3.40, "da") == "3,32 (3,24–3,40)"
    assert number.difference_with_interval(-0.32, -0.40, -0.24, "da") == "−0,32 (−0,40 til −0,24)"
    assert number.difference_with_interval(0.1, -0.02, 0.22, "en") == "+0.10 (−0.02 to +0.22)"


def test_a_whole_year_is_a_year_and_not_two_days() -> None:
    assert number.period(date(2018, 1, 1), date(2018, 12, 31), "en") == "2018"
    assert number.period(date(2024, 3, 4), date(2024, 4, 19), "da") == f"4.{NB}marts 2024 til 19.{NB}april 2024"
    assert number.period(date(2018, 1, 1), date(2019, 12, 31), "en") == f"1{NB}January 2018 to 31{NB}December 2019"


def test_a_p_value_is_never_zero() -> None:
    assert number.p_value(0.0, "da") == f"p{NB}<{NB}0,001"
    assert number.p_value(0.032, "en") == f"p{NB}={NB}0.032"


def test_the_middle_of_a_scale_has_no_more_decimals_than_it_needs() -> None:
    assert [number.least(v, "da") for v in (3, 2.5, 10, 2.25)] == ["3", "2,5", "10", "2,25"]


def test_a_day_is_written_out() -> None:
    assert number.day(date(2024, 3, 4), "da") == f"4.{NB}marts 2024"
    assert number.day(date(2024, 3, 4), "en") == f"4{NB}March 2024"


@pytest.mark.parametrize(
    ("kind", "value", "decimals", "words"),
    [("mean", 3.5, 1, "3,5"), ("difference", 0.2, 1, "+0,2"), ("difference", 0.0, 1, "0,0"), ("share", 0.5, 1, "50")],
)
def test_a_tick_is_written_like_the_numbers_of_its_chart(
    kind: number.Kind, value: float, decimals: int, words: str
) -> None:
    assert number.tick(kind, value, decimals, "da").startswith(words)

"""How each language writes numbers, days, lists and names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls import languages
from borgerpuls.text import Text


@pytest.mark.parametrize(("language", "decimal", "thousand"), [("da", ",", "."), ("en", ".", ",")])
def test_decimals_and_thousands_are_parted_by_the_marks_of_the_language(
    language: str, decimal: str, thousand: str
) -> None:
    assert languages.marks(language) == languages.Marks(decimal, thousand)


@pytest.mark.parametrize(
    ("language", "words"), [("da", "4.\u00a0marts 2024"), ("en", "4\u00a0March 2024"), ("ar", "4\u00a0مارس 2024")]
)
def test_a_day_is_never_parted_from_its_month(language: str, words: str) -> None:
    assert languages.day(date(2024, 3, 4), language) == words


def test_a_year_has_twelve_months_in_order() -> None:
    assert languages.months("da")[::11] == ("januar", "december")
    assert len(languages.months("ar")) == 12


@pytest.mark.parametrize(("language", "words"), [("da", "a, b og c"), ("en", "a, b and c")])
def test_a_list_ends_with_the_languages_own_and(language: str, words: str) -> None:
    assert languages.listed(("a", "b", "c"), language) == words
    assert languages.listed(("a",), language) == "a"
    assert languages.listed((), language) == ""


def test_a_language_is_found_by_what_it_calls_itself() -> None:
    assert [languages.own_name(code) for code in ("da", "en", "ar")] == ["Dansk", "English", "العربية"]


def test_a_language_is_called_by_each_readers_own_word_for_it() -> None:
    assert languages.called("ar") == Text(da="arabisk", en="Arabic")
    assert languages.called("en") == Text(da="engelsk", en="English")
    assert languages.called("tlh") == Text(da="tlh", en="tlh")


def test_arabic_and_persian_are_written_from_right_to_left_and_unknown_ones_are_not() -> None:
    assert [code for code in ("da", "ar", "fa", "tlh") if languages.right_to_left(code)] == ["ar", "fa"]


def test_the_double_a_sorts_as_an_aa_with_a_ring() -> None:
    names = ["Aarhus", "Albertslund", "Ærø", "Ølstykke", "Vejle", "Aabenraa", "Åbyhøj", "Faaborg-Midtfyn", "Fredericia"]
    assert sorted(names, key=languages.alphabetical) == [
        "Albertslund", "Fredericia", "Faaborg-Midtfyn", "Vejle", "Ærø", "Ølstykke", "Aabenraa", "Åbyhøj", "Aarhus",
    ]  # fmt: skip


def test_numbers_in_names_follow_their_size() -> None:
    names = ["Company 10", "Company 2", "Afsnit 1b", "Afsnit 1", "Company 9"]
    assert sorted(names, key=languages.alphabetical) == [
        "Afsnit 1", "Afsnit 1b", "Company 2", "Company 9", "Company 10",
    ]  # fmt: skip


@given(st.permutations(["zebra", "Æble", "æble", "øre", "Aa", "å", "a", "A"]))
def test_the_order_does_not_depend_on_where_one_begins(names: list[str]) -> None:
    assert sorted(names, key=languages.alphabetical) == sorted(sorted(names), key=languages.alphabetical)

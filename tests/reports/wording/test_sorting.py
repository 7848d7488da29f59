"""Danish alphabetical order."""

from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.wording.sorting import danish


def test_the_double_a_sorts_as_an_aa_with_a_ring() -> None:
    names = ["Aarhus", "Albertslund", "Ærø", "Ølstykke", "Vejle", "Aabenraa", "Åbyhøj", "Faaborg-Midtfyn", "Fredericia"]
    assert sorted(names, key=danish) == [
        "Albertslund", "Fredericia", "Faaborg-Midtfyn", "Vejle", "Ærø", "Ølstykke", "Aabenraa", "Åbyhøj", "Aarhus",
    ]  # fmt: skip


def test_numbers_in_names_follow_their_size() -> None:
    names = ["Company 10", "Company 2", "Afsnit 1b", "Afsnit 1", "Company 9"]
    assert sorted(names, key=danish) == ["Afsnit 1", "Afsnit 1b", "Company 2", "Company 9", "Company 10"]


@given(st.permutations(["zebra", "Æble", "æble", "øre", "Aa", "å", "a", "A"]))
def test_the_order_does_not_depend_on_where_one_begins(names: list[str]) -> None:
    assert sorted(names, key=danish) == sorted(sorted(names), key=danish)

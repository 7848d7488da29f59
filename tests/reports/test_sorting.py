"""Danish alphabetical order."""

from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.reports.sorting import danish


def test_the_double_a_sorts_as_an_aa_with_a_ring() -> None:
    names = ["Aarhus", "Albertslund", "Ærø", "Ølstykke", "Vejle", "Aabenraa", "Åbyhøj", "Faaborg-Midtfyn", "Fredericia"]
    assert sorted(names, key=danish) == [
        "Albertslund", "Fredericia", "Faaborg-Midtfyn", "Vejle", "Ærø", "Ølstykke", "Aabenraa", "Åbyhøj", "Aarhus",
    ]  # fmt: skip


@given(st.permutations(["zebra", "Æble", "æble", "øre", "Aa", "å", "a", "A"]))
def test_the_order_does_not_depend_on_where_one_begins(names: list[str]) -> None:
    assert sorted(names, key=danish) == sorted(sorted(names), key=danish)

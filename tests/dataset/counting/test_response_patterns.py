"""The table of all patterns of answering."""

from fractions import Fraction
from itertools import product

import pytest

from borgerpuls.dataset.counting.count_plan import Choice, Plan, Theme
from borgerpuls.dataset.counting.response_patterns import MAX_PATTERNS, PatternTable, lookup_table, pattern_tables

FIVE = (1, 2, 3, 4, 5, 8, 9)


def choice(name: str) -> Choice:
    return Choice(name, FIVE, (1, 2, 3, 4, 5, None, None), (False, False, False, True, True, False, False))


def plan(*sizes: int, alone: int = 0) -> Plan:
    themes = tuple(
        Theme(f"t{t}", tuple(choice(f"t{t}_{n}") for n in range(size)), max(1, (size + 1) // 2))
        for t, size in enumerate(sizes)
    )
    single = tuple(choice(f"a{n}") for n in range(alone))
    return Plan(("unit",), (*(c for t in themes for c in t.choices), *single), themes, ())


def key(table: PatternTable, codes: tuple[int | None, ...]) -> int:
    return table.start + sum(key_terms[code] for key_terms, code in zip(table.key_terms, codes, strict=True))


def test_every_way_of_answering_has_a_key_of_its_own_over_all_sheets() -> None:
    tables = pattern_tables(plan(2, 3, alone=2))
    keys = [key(s, codes) for s in tables for codes in product((*FIVE, None), repeat=len(s.choices))]
    assert len(set(keys)) == len(keys) == 8**2 + 8**3 + 8 + 8
    assert sorted(keys) == sorted(lookup_table(tables)["key"].to_pylist())


def test_a_way_adds_one_to_each_category_chosen_and_its_score_to_the_theme() -> None:
    (table,) = pattern_tables(plan(3))
    row = table.keys.tolist().index(key(table, (5, 8, 2)))
    added = {name: int(counts[row]) for name, counts in table.counts.items() if counts[row]}
    assert added == {
        ("t0_0", 5): 1, ("t0_1", 8): 1, ("t0_2", 2): 1,
        ("t0", "n"): 1, ("t0", "above"): 15, ("t0", "squares"): 225, ("t0", "top"): 3, ("t0", "top_squares"): 9,
    }  # fmt: skip
    assert table.to_arrow(table.words)["score"][row].as_py() == Fraction(7, 2) * 6


def test_too_few_answers_give_no_score() -> None:
    (table,) = pattern_tables(plan(3))
    row = table.keys.tolist().index(key(table, (5, 9, None)))
    assert all(table.counts["t0", part][row] == 0 for part in ("n", "above", "squares", "top", "top_squares"))
    assert table.to_arrow(table.words)["score"][row].as_py() is None


@pytest.mark.parametrize("size", [6, 11])
def test_a_theme_of_many_items_is_looked_up_by_its_sums_and_its_items_one_by_one(size: int) -> None:
    assert 9**size > MAX_PATTERNS
    whole, *singles = pattern_tables(plan(size))
    assert [c.id for s in singles for c in s.choices] == [c.id for c in whole.choices]
    assert len(whole.keys) < 10_000
    codes = (4, 2, 9, 5, 5, 1, *[None] * (size - 6))
    row = whole.keys.tolist().index(key(whole, codes))
    answered, lift = 5, Fraction(1, 5) * whole.theme.divisor if whole.theme else 0
    enough = answered >= (size + 1) // 2
    assert whole.counts["t0", "n"][row] == enough
    assert whole.counts["t0", "above"][row] == (4 + 2 + 5 + 5 + 1 - answered) * lift * enough
    assert whole.counts["t0", "top"][row] == 3 * lift * enough


def test_the_keys_of_large_and_small_sheets_lie_apart() -> None:
    tables = pattern_tables(plan(2, 8, 1))
    keys = [n for s in tables for n in s.keys.tolist()]
    assert len(set(keys)) == len(keys)

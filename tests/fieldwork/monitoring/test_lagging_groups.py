"""Groups that fall behind are named only beyond chance, and small ones are not broken down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.monitoring.lagging_groups import FEWEST, eligible, lagging_groups, rows
from borgerpuls.fieldwork.monitoring.rates import Breakdown, Counts, GroupCounts
from borgerpuls.text import Text


def breakdown(*groups: tuple[int, int], variable: str = "target_group") -> Breakdown:
    """``(asked, answered)`` a group, called a, b, c …"""
    found = []
    for code, (many, answered) in zip("abcdefghij", groups, strict=False):
        found.append(GroupCounts(code, Text(da=code, en=code), Counts(sampled=many, answered=answered)))
    return Breakdown(variable, Text(da=variable, en=variable), tuple(found))


def total(of: Breakdown) -> Counts:
    return sum((group.counts for group in of.groups), Counts())


def names(of: Breakdown) -> list[str]:
    return [one.group["da"] for one in lagging_groups(total(of), [of])]


def test_a_group_far_below_the_whole_is_named_with_both_rates() -> None:
    of = breakdown((60, 3), (140, 63))
    found = lagging_groups(total(of), [of])
    assert [(one.group["en"], one.rate, one.whole) for one in found] == [("a", 0.05, 0.33)]


def test_a_group_that_answers_more_is_not_named() -> None:
    assert names(breakdown((60, 58), (140, 20))) == ["b"]


def test_a_difference_that_chance_makes_is_not_named() -> None:
    assert names(breakdown((20, 6), (180, 72))) == []


def test_the_limit_is_that_of_the_exact_test() -> None:
    # Two groups, so both p are the same and no adjusting changes them; R: 2 * phyper(k, 80, 120, 50) is 0.0640 at 14
    # and 0.0280 at 13.
    assert names(breakdown((50, 14), (150, 66))) == []
    assert names(breakdown((50, 13), (150, 67))) == ["a"]


def test_a_group_tested_alone_has_the_same_limit() -> None:
    # The same numbers with nobody else in a group: one p, twice the smaller tail, 0.0640 and 0.0280.
    everybody = Counts(sampled=200, answered=80)
    assert lagging_groups(everybody, [breakdown((50, 14))]) == ()
    assert [one.group["en"] for one in lagging_groups(everybody, [breakdown((50, 13))])] == ["a"]


def test_many_groups_share_the_risk_of_naming_one_by_chance() -> None:
    alone = breakdown((50, 13), (150, 67))
    among = [alone, *(breakdown(*[(20, 8)] * 10, variable=f"other{k}") for k in range(3))]
    assert lagging_groups(total(alone), [alone]) != ()
    assert lagging_groups(total(alone), among) == ()


@pytest.mark.parametrize("of", [breakdown(), breakdown((0, 0)), breakdown((30, 0), (40, 0)), breakdown((4, 0), (3, 3))])
def test_where_nothing_can_be_told_nothing_is(of: Breakdown) -> None:
    assert names(of) == []


def test_persons_who_are_not_in_the_group_are_not_counted() -> None:
    assert eligible(Counts(sampled=10, ineligible=3)) == 7


def test_small_groups_stand_together_with_the_smallest_other() -> None:
    shown = rows(breakdown((40, 10), (3, 1), (9, 2), (30, 4)))
    assert [[label["da"] for label in row.labels] for row in shown] == [["a"], ["d"], ["b", "c"]]
    assert (shown[-1].eligible, shown[-1].counts.answered) == (12, 3)


def test_groups_large_enough_are_shown_one_by_one_in_their_order() -> None:
    assert [row.labels[0]["da"] for row in rows(breakdown((9, 1), (5, 1), (7, 0)))] == ["a", "b", "c"]


@given(st.lists(st.tuples(st.integers(0, 12), st.just(0)), min_size=1, max_size=10))
def test_no_group_of_fewer_than_five_can_be_found(groups: list[tuple[int, int]]) -> None:
    of = breakdown(*groups)
    shown = rows(of)
    assert sum(row.eligible for row in shown) == eligible(total(of))
    assert sorted(label["da"] for row in shown for label in row.labels) == sorted(g.label["da"] for g in of.groups)
    if len(shown) > 1:
        assert all(row.eligible >= FEWEST for row in shown)

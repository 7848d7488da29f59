from collections.abc import Callable
from datetime import date

import pytest

from borgerpuls.questionnaire.read import read

AGE = 'label = { da = "Alder", en = "Age" }'
YOUNG = '{ id = "18-29", label = { da = "Ung", en = "Young" }, low = 18, high = 29 },'
OLDER = '{ id = "30plus", label = { da = "Ældre", en = "Older" }, low = 30 },'
A_TO_C = 'to_next = { a = "c" }'
B = '{ id = "b", label = { da = "B", en = "B" } },'
AFTER = 'id = "after"'
FROM = "valid_from = 2027-01-01"
C = 'codes = [{ id = "c", label = { da = "C", en = "C" } }]'


@pytest.mark.parametrize(
    ("line", "old", "new", "words"),
    [
        (FROM, "2027-01-01", "2026-12-31", "hold at the same time"),
        (FROM, "2027-01-01", "2027-01-02", "No code list holds between"),
        (FROM, "2027-01-01", '"2027-01-01"', "Write it without quotes"),
        (FROM, "2027-01-01", "2027-01-01T00:00:00", "must be a date"),
        ("valid_to = 2027-01-01", "valid_to", "valid_from = 2028-01-01\nvalid_to", "ends before it begins"),
        (A_TO_C, '"c"', '"d"', 'The code "d" is not in the code list "after"'),
        (A_TO_C, "a =", "x =", 'The code "x" is not in the code list "before"'),
        (A_TO_C, '"c"', "1", 'Write "1" in quotes'),
        (A_TO_C, "to_next", "to_nxt", 'Did you mean "to_next"?'),
        (C, "codes", 'to_next = { c = "a" } #!\ncodes', "no later code list"),
        (C, C, "codes = []", "code list is empty"),
        (C, "codes", "code", 'Did you mean "codes"?'),
        (AFTER, "after", "before", "used twice"),
        (AFTER, "after", "after the law", "cannot be used as a name"),
        (B, '"b"', '"a"', "used twice"),
        (B, '"b"', '"b/c"', "cannot be used as a name"),
        (B, '"b"', "7", 'Write "7" in quotes'),
        (B, 'id = "b", ', "", '"id" is missing'),
        (YOUNG, "high = 29", "high = 17", "below its lower"),
        (YOUNG, "high = 29", 'high = "29"', "Write it without quotes"),
        (OLDER, "low = 30", "low = 29", "overlap"),
        (OLDER, "low = 30", "high = 99", "overlap"),
        (AGE, ', en = "Age"', "", 'language "en"'),
        (AGE, "label", "labels", 'Did you mean "label"?'),
    ],
)
def test_a_mistake_in_a_background_variable_is_told_with_its_line(
    *, line: str, old: str, new: str, words: str, changed: Callable[..., str], tells: Callable[..., None]
) -> None:
    assert old in line
    tells(changed((line, line.replace(old, new, 1) + " #!")), words, alone=False)


def test_a_list_that_never_begins_holds_at_the_same_time_as_the_one_before(
    changed: Callable[..., str], tells: Callable[..., None]
) -> None:
    text = changed(('[[backgrounds.lists]]\nid = "after"\n' + FROM, '[[backgrounds.lists]] #!\nid = "after"'))
    tells(text, "hold at the same time")


def test_a_variable_without_a_list_is_told(changed: Callable[..., str], tells: Callable[..., None]) -> None:
    start, end = '[[backgrounds]]\nid = "kind"', C
    text = changed()
    body = text[text.index(start) : text.index(end) + len(end)]
    none = '[[backgrounds]]\nid = "kind"\nlabel = { da = "x", en = "x" }\nlists = [] #!'
    tells(text.replace(body, none), "has no code list")


def test_a_hole_between_bands_is_a_doubt(changed: Callable[..., str]) -> None:
    found = read(changed(("low = 30", "low = 31")))  # a warning does not stop the work
    assert found.background("age").lists[0].codes[1].low == 31


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(1970, 1, 1), "before"), (date(2026, 12, 31), "before"), (date(2027, 1, 1), "after"), (date.max, "after")],
)
def test_each_day_has_one_code_list(tiny: str, day: date, name: str) -> None:
    codes = read(tiny).background("kind").at(day)
    assert codes is not None
    assert codes.id == name


def test_a_code_that_is_left_out_of_a_mapping_has_no_successor(tiny: str) -> None:
    before = read(tiny).background("kind").lists[0]
    assert before.to_next == {"a": "c"}
    assert [c.id for c in before.codes] == ["a", "b"]


def test_a_band_keeps_its_bounds(tiny: str) -> None:
    assert [(c.low, c.high) for c in read(tiny).background("age").lists[0].codes] == [(18, 29), (30, None)]

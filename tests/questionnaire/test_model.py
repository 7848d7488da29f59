from collections.abc import Callable
from datetime import date

import pytest

from borgerpuls.questionnaire.read import read


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("How good is it?", "How good is it."),
        ("Hvor godt er det?", "Hvor godt er det ?"),
        ('en = "Some"', 'en = "some"'),
        ("code = 2,", "code = 2, favourable = true,"),
        ('kind = "dont_know"', 'kind = "not_relevant"'),
        ("code = 1,", "code = 1, value = 0,"),
    ],
)
def test_one_letter_makes_another_question(old: str, new: str, tiny: str, changed: Callable[..., str]) -> None:
    before, after = read(tiny), read(changed((old, new)))
    assert before.item("help").fingerprint != after.item("help").fingerprint
    assert before.theme_fingerprint("whole") != after.theme_fingerprint("whole")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Er der larm", "Er der megen larm"),
        ('da = "Godt", en = "Good"', 'da = "Fint", en = "Fine"'),
        ("Er her rart?", "Er her rart nu?"),
        ('da = "Det hele"', 'da = "Alt"'),
        ('id = "tiny"', 'id = "other"'),
        ('id = "degree"', 'id = "degree" # the same'),
    ],
)
def test_what_is_not_asked_by_a_question_leaves_it_the_same(
    old: str, new: str, tiny: str, changed: Callable[..., str]
) -> None:
    before, after = read(tiny), read(changed((old, new)))
    assert before.fingerprint != after.fingerprint
    assert before.item("help").fingerprint == after.item("help").fingerprint
    assert before.theme_fingerprint("whole") == after.theme_fingerprint("whole")


def test_one_more_language_leaves_a_question_the_same_in_the_others(changed: Callable[..., str]) -> None:
    before, after = read(changed()), read(changed(("How good is it?", "How fine is it?")))
    assert before.item("help").fingerprint_in(["da"]) == after.item("help").fingerprint_in(["da"])
    assert before.item("help").fingerprint_in(["en"]) != after.item("help").fingerprint_in(["en"])
    assert before.theme_fingerprint("whole", ["da"]) == after.theme_fingerprint("whole", ["da"])


def test_a_question_asked_of_others_is_another_question(changed: Callable[..., str]) -> None:
    before, after = read(changed()), read(changed(("codes = [1, 2]", "codes = [1]")))
    assert before.item("noise").fingerprint != after.item("noise").fingerprint


def test_a_theme_scored_otherwise_is_another_theme(changed: Callable[..., str]) -> None:
    before, after = read(changed()), read(changed(('id = "whole"\nname', 'id = "whole"\nanswered = "1"\nname')))
    assert before.theme_fingerprint("whole") != after.theme_fingerprint("whole")
    assert before.item("help").fingerprint == after.item("help").fingerprint


def test_a_day_that_no_code_list_covers_has_none(changed: Callable[..., str]) -> None:
    found = read(changed(('id = "years"', 'id = "years"\nvalid_from = 2020-01-01')))
    assert found.background("age").at(date(2019, 12, 31)) is None

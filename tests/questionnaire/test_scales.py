from collections.abc import Callable

import pytest

from borgerpuls.questionnaire.read import read

LITTLE = '{ code = 1, label = { da = "Lidt", en = "Little" } },'
SOME = '{ code = 2, label = { da = "Noget", en = "Some" } },'
MUCH = '{ code = 3, label = { da = "Meget", en = "Much" }, favourable = true },'
ALWAYS = '{ code = 4, label = { da = "Altid", en = "Always" } },'
NEVER = '{ code = 0, label = { da = "Aldrig", en = "Never" }, favourable = true },'
DONT_KNOW = '{ code = 8, label = { da = "Ved ikke", en = "Do not know" }, kind = "dont_know" },'


@pytest.mark.parametrize(
    ("category", "old", "new", "words"),
    [
        (DONT_KNOW, "code = 8", "code = 2", "The code 2 is used twice"),
        (DONT_KNOW, '"dont_know"', '"dont_no"', 'Did you mean "dont_know"?'),
        (DONT_KNOW, '"dont_know"', '"dont_know", value = 4', "cannot count"),
        (DONT_KNOW, '"dont_know"', '"dont_know", favourable = true', "cannot count"),
        (DONT_KNOW, "code = 8, ", "", '"code" is missing'),
        (DONT_KNOW, "code = 8", 'code = "8"', "Write it without quotes"),
        (DONT_KNOW, "code = 8", "code = 8.5", '"code" must be a whole number'),
        (DONT_KNOW, "code = 8", "code = true", '"code" must be a whole number'),
        (DONT_KNOW, "code = 8", "code = 40000", "too large"),
        (DONT_KNOW, ', en = "Do not know"', "", 'missing in the language "en"'),
        (DONT_KNOW, "label", "lable", 'Did you mean "label"?'),
        (LITTLE, "code = 1", "code = 1, value = -40000", "too large"),
        (SOME, "code = 2", "code = 1", "The code 1 is used twice"),
        (SOME, "code = 2", "code = 2, value = 1", 'The answer "1" is out of order after "1"'),
        (SOME, "code = 2", "code = 2, value = 0", 'The answer "0" is out of order after "1"'),
        (MUCH, "code = 3", "code = -3", 'so that their numbers rise (better = "high")'),
        (MUCH, "favourable = true", "favourable = 1", '"favourable" must be true or false'),
        (NEVER, "code = 0", "code = 5", 'so that their numbers fall (better = "low")'),
    ],
)
def test_a_mistake_in_a_category_is_told_with_its_line(
    *, category: str, old: str, new: str, words: str, changed: Callable[..., str], tells: Callable[..., None]
) -> None:
    assert old in category
    tells(changed((category, category.replace(old, new, 1) + " #!")), words, alone=False)


def test_a_good_answer_below_a_less_good_one_is_told(changed: Callable[..., str], tells: Callable[..., None]) -> None:
    tells(changed((LITTLE, LITTLE.replace("} }", "}, favourable = true }")), (SOME, SOME + "#!")), "A less good answer")


@pytest.mark.parametrize(
    ("replacements", "words"),
    [
        ([('better = "low"', 'better = "lower" #!')], 'Did you mean "low"?'),
        ([(SOME, ""), (MUCH, ""), ("categories = [", "categories = [ #!")], "at least two answers"),
        ([("categories = [", "categories = 3 #!\nx = [")], '"categories" must be a list'),
        ([("categories = [", "categories = [ 5, #!")], '"categories" must be a table'),
        ([('id = "degree"', 'id = "2nd" #!')], "cannot be used as a name"),
    ],
)
def test_a_mistake_in_a_scale_is_told_with_its_line(
    replacements: list[tuple[str, str]], words: str, changed: Callable[..., str], tells: Callable[..., None]
) -> None:
    tells(changed(*replacements), words, alone=False)


def test_a_scale_may_run_from_nought_and_downwards(tiny: str) -> None:
    scale = read(tiny).item("noise").scale
    assert scale.better == "low"
    assert [(c.code, c.value, c.kind, c.favourable) for c in scale.categories] == [
        (4, 4, "answer", False), (0, 0, "answer", True), (6, None, "not_relevant", False),
    ]  # fmt: skip


def test_a_value_may_differ_from_the_code_in_the_file(changed: Callable[..., str]) -> None:
    text = changed((LITTLE, LITTLE.replace("code = 1", "code = 99, value = 1")), ("[1, 2]", "[99, 2]"))
    assert [(c.code, c.value) for c in read(text).item("help").scale.answers] == [(99, 1), (2, 2), (3, 3)]


def test_no_answer_may_stand_first_on_the_scale(changed: Callable[..., str]) -> None:
    blank = '{ code = 0, label = { da = "Tom", en = "Blank" }, kind = "not_relevant" },'
    scale = read(changed((LITTLE, blank + LITTLE))).item("help").scale
    assert [c.code for c in scale.answers] == [1, 2, 3]

from collections.abc import Callable
from pathlib import Path

import pytest

from borgerpuls.questionnaire.read import check

ALIKE = """
[[items]] #!
id = "again"
scale = "degree"
wording = { da = "Hvor godt går det på arbejde?", en = "How good is it at work?" } #!
short = { da = "Godt nu", en = "Good now" }
"""
LOCAL = """
[[local]]
unit = "%s"
scale = "degree"
wording = { da = "Er her rart?", en = "Is it nice here?" }
short = { da = "Rart", en = "Nice" }
"""


@pytest.fixture
def doubts(tmp_path: Path) -> Callable[[str], list[str]]:
    """What is doubted of a questionnaire in which nothing is wrong."""

    def tell(text: str) -> list[str]:
        (tmp_path / "tiny.toml").write_text(text, encoding="utf-8")
        problems = check(tmp_path / "tiny.toml")
        assert all(p.severity == "warning" for p in problems), [p.say("en") for p in problems]
        return [p.say("en") for p in problems]

    return tell


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("How good is it?", "Regarding assistance provided throughout, satisfaction?", 'hard to read in "en" (LIX'),
        ("Er her rart?", "Oplever borgerne velfungerende, sammenhængende processer?", 'hard to read in "da" (LIX'),
        ('scale = "trouble"', 'scale = "degree"', 'The scale "trouble" is never used'),
        (', favourable = true },\n  { code = 6', '},\n  { code = 6', "no favourable answer"),
        ('en = "Nice" }', 'en = "Nice", de = "Nett" }', 'The language "de" is not one of the file'),
        ("low = 30", "low = 40", "a hole between the bands"),
    ],
)  # fmt: skip
def test_a_doubt_is_a_warning_with_its_line(
    old: str, new: str, words: str, changed: Callable[..., str], doubts: Callable[[str], list[str]]
) -> None:
    replacements = [(old, new)]
    if "trouble" in old:
        replacements.append(('asked_when = { item = "help", codes = [1, 2] }', ""))
    (told,) = doubts(changed(*replacements))
    assert words in told
    assert told.startswith("tiny.toml, line ")


def test_items_that_look_alike_are_doubted_once(tiny: str, doubts: Callable[[str], list[str]]) -> None:
    text = tiny + ALIKE.replace("går det på arbejde?", "er det ?").replace("at work?", "?")
    line = text.splitlines().index('wording = { da = "Hvor godt er det ?", en = "How good is it ?" } #!') + 1
    (told,) = doubts(text)
    assert told.startswith(f'tiny.toml, line {line}: Items "help" and "again" are nearly the same in ')


def test_items_that_only_begin_alike_are_not_doubted(tiny: str, doubts: Callable[[str], list[str]]) -> None:
    assert doubts(tiny + ALIKE) == []


def test_two_units_may_ask_the_same_but_one_unit_not_twice(tiny: str, doubts: Callable[[str], list[str]]) -> None:
    assert doubts(tiny + LOCAL % "0147") == []
    (told,) = doubts(tiny + LOCAL % "0101")
    assert '"local_0101_1" and "local_0101_2"' in told


def test_a_local_item_that_copies_a_shared_one_is_doubted(
    changed: Callable[..., str], doubts: Callable[[str], list[str]]
) -> None:
    (told,) = doubts(changed(("Is it nice here?", "How good is it?")))
    assert '"help" and "local_0101_1"' in told


def test_a_label_is_no_sentence_and_cannot_be_hard_to_read(
    changed: Callable[..., str], doubts: Callable[[str], list[str]]
) -> None:
    assert not doubts(changed(("How good is it?", "Restaurants")))

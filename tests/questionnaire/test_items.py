from collections.abc import Callable

import pytest

from borgerpuls.questionnaire.model import Condition
from borgerpuls.questionnaire.read import read

LOCAL = """
[[local]]
unit = "0101"
scale = "degree"
wording = { da = "Er %s rart her?", en = "Is %s nice here?" }
short = { da = "Rart", en = "Nice" }
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "noise"', 'id = "no-ise" #!', "small letters"),
        ('scale = "trouble"', 'scale = "troubles" #!', 'Did you mean "trouble"?'),
        ('scale = "trouble"', 'scale = "" #!', "does not exist"),
        ('scale = "trouble"', 'scale = 3 #!', '"scale" must be text'),
        ('[[items]]\nid = "noise"\nscale = "trouble"', '[[items]] #!\nid = "noise"', '"scale" is missing'),
        ('short = { da = "Larm", en = "Noise" }', 'short = { da = "Larm" } #!', 'language "en"'),
        ('short = { da = "Larm", en = "Noise" }', 'shrot = { da = "Larm", en = "Noise" } #!', 'Did you mean "short"?'),
        ('wording = { da = "Er der', 'wording = { da = 4, en = "Hm" } #! { da = "Er der', 'Write "4" in quotes'),
        ('{ item = "help", codes = [1, 2] }', '{ item = "helper", codes = [1, 2] } #!', "is not an item"),
        ('{ item = "help", codes = [1, 2] }', '{ item = "noise", codes = [1, 2] } #!', "is not an item"),
        ('{ item = "help", codes = [1, 2] }', '{ item = "help", codes = [1, 7] } #!', 'Nobody can have the answer "7"'),
        ('{ item = "help", codes = [1, 2] }', '{ item = "help", codes = ["1"] } #!', '"codes" must be a whole number'),
        ('{ item = "help", codes = [1, 2] }', '{ item = "help", codes = [] } #!', "never asked"),
        ('{ item = "help", codes = [1, 2] }', '{ item = "help" } #!', '"codes" is missing'),
        ('{ item = "help", codes = [1, 2] }', '{ item = 3, codes = [1] } #!', '"item" must be text'),
        ('{ item = "help", codes = [1, 2] }', '{ background = "kin", codes = ["a"] } #!', 'Did you mean "kind"?'),
        ('{ item = "help", codes = [1, 2] }', '{ background = "kind", codes = ["d"] } #!', 'the answer "d"'),
        ('{ item = "help", codes = [1, 2] }', '{ codes = ["a"] } #!', '"background" is missing'),
        ('{ item = "help", codes = [1, 2] }', '{ item = "help", code = [1] } #!', 'Did you mean "codes"?'),
        ('{ item = "help", codes = [1, 2] }', '"always" #!', '"asked_when" must be a table'),
        ('unit = "0101"', 'unit = "01 01" #!', "cannot be used as a name"),
        ('unit = "0101"', 'unit = "0101/x" #!', "cannot be used as a name"),
        ('unit = "0101"', 'unit = 101 #!', 'Write "101" in quotes'),
        ('[[local]]\nunit = "0101"', '[[local]] #!', '"unit" is missing'),
        ('unit = "0101"', 'unit = "0101"\ntheme = "whole" #!', '"theme" is not known here'),
        ('unit = "0101"\nscale = "degree"', 'unit = "0101"\nscale = "degre" #!', 'Did you mean "degree"?'),
    ],
)  # fmt: skip
def test_a_mistake_in_an_item_is_told_with_its_line(
    old: str, new: str, words: str, changed: Callable[..., str], tells: Callable[..., None]
) -> None:
    tells(changed((old, new)), words, alone=False)


def test_a_route_may_follow_a_background_of_any_time(changed: Callable[..., str]) -> None:
    text = changed(('{ item = "help", codes = [1, 2] }', '{ background = "kind", codes = ["a", "c"] }'))
    assert read(text).item("noise").asked_when == Condition("background", "kind", ("a", "c"))


def test_a_unit_asks_three_local_items_and_not_four(tiny: str, tells: Callable[..., None]) -> None:
    three = tiny + LOCAL % ("maden", "the food") + LOCAL % ("luften", "the air")
    assert [i.column for i in read(three).local_of("0101")] == ["local_1", "local_2", "local_3"]
    fourth = (LOCAL % ("huset", "the house")).replace("[[local]]", "[[local]] #!")
    tells(three + fourth, "more than 3 local items")
    other = (LOCAL % ("huset", "the house")).replace("0101", "0147")
    assert [i.column for i in read(three + other).local_of("0147")] == ["local_1"]


def test_local_items_of_one_column_have_the_same_codes(tiny: str, tells: Callable[..., None]) -> None:
    two = tiny + LOCAL % ("byen", "the town")
    scale = next(line for line in LOCAL.splitlines() if line.startswith("scale"))
    other = """
[[scales]]
id = "two"
categories = [
  { code = 0, label = { da = "Nej", en = "No" } },
  { code = 1, label = { da = "Ja", en = "Yes" }, favourable = true },
]
"""
    elsewhere = (LOCAL % ("huset", "the house")).replace('"0101"', '"0147"').replace(scale, 'scale = "two" #!')
    tells(two + other + elsewhere, '"two" has other codes than')


def test_a_local_item_belongs_to_a_unit_of_the_register(tiny: str) -> None:
    assert read(tiny, units=["0101", "0147"]).local_of("0101")
    with pytest.raises(Exception, match=r'no unit "0101". Did you mean "0111"'):
        read(tiny, units=["0111", "0747"])

"""A tiny questionnaire, whole and sound, that each test breaks in one place."""

from collections.abc import Callable

import pytest

from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.read import read

TINY = """\
id = "tiny"
title = { da = "Lille", en = "Tiny" }
languages = ["da", "en"]
overall = "whole"

[words]
unit = { da = "kommune", en = "municipality" }
units = { da = "kommuner", en = "municipalities" }
whole = { da = "alle", en = "all" }
person = { da = "borger", en = "citizen" }
persons = { da = "borgere", en = "citizens" }

[[scales]]
id = "degree"
categories = [
  { code = 1, label = { da = "Lidt", en = "Little" } },
  { code = 2, label = { da = "Noget", en = "Some" } },
  { code = 3, label = { da = "Meget", en = "Much" }, favourable = true },
  { code = 8, label = { da = "Ved ikke", en = "Do not know" }, kind = "dont_know" },
]

[[scales]]
id = "trouble"
better = "low"
categories = [
  { code = 4, label = { da = "Altid", en = "Always" } },
  { code = 0, label = { da = "Aldrig", en = "Never" }, favourable = true },
  { code = 6, label = { da = "Uden for emnet", en = "Beside the point" }, kind = "not_relevant" },
]

[[themes]]
id = "whole"
name = { da = "Det hele", en = "The whole" }

[[items]]
id = "help"
theme = "whole"
scale = "degree"
wording = { da = "Hvor godt er det?", en = "How good is it?" }
short = { da = "Godt", en = "Good" }

[[items]]
id = "noise"
scale = "trouble"
wording = { da = "Er der larm, hvor du bor?", en = "Do you hear noise at home?" }
short = { da = "Larm", en = "Noise" }
asked_when = { item = "help", codes = [1, 2] }

[[backgrounds]]
id = "age"
label = { da = "Alder", en = "Age" }
[[backgrounds.lists]]
id = "years"
codes = [
  { id = "18-29", label = { da = "Ung", en = "Young" }, low = 18, high = 29 },
  { id = "30plus", label = { da = "Ældre", en = "Older" }, low = 30 },
]

[[backgrounds]]
id = "kind"
label = { da = "Slags", en = "Kind" }
[[backgrounds.lists]]
id = "before"
valid_to = 2027-01-01
codes = [
  { id = "a", label = { da = "A", en = "A" } },
  { id = "b", label = { da = "B", en = "B" } },
]
to_next = { a = "c" }
[[backgrounds.lists]]
id = "after"
valid_from = 2027-01-01
codes = [{ id = "c", label = { da = "C", en = "C" } }]

[[local]]
unit = "0101"
scale = "degree"
wording = { da = "Er her rart?", en = "Is it nice here?" }
short = { da = "Rart", en = "Nice" }
"""


@pytest.fixture(scope="session")
def tiny() -> str:
    return TINY


@pytest.fixture
def changed() -> Callable[..., str]:
    """The tiny questionnaire with some words replaced; each must be there to be replaced, the first time only."""

    def change(*replacements: tuple[str, str]) -> str:
        text = TINY
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return change


@pytest.fixture
def problems_of() -> Callable[[str], tuple[Problem, ...]]:
    """What is told of a questionnaire that is refused."""

    def tell(text: str) -> tuple[Problem, ...]:
        with pytest.raises(Refused) as refused:
            read(text, "tiny.toml")
        return refused.value.problems

    return tell


@pytest.fixture
def tells(problems_of: Callable[[str], tuple[Problem, ...]]) -> Callable[..., None]:
    """An error in Danish and English on the line that the test has marked with ``#!``; no other, when ``alone``."""

    def check(text: str, words: str, alone: bool = True) -> None:
        errors = [p for p in problems_of(text) if p.severity == "error"]
        assert len(errors) == 1 or not alone, [p.say("en") for p in errors]
        marked = 1 + next(n for n, line in enumerate(text.splitlines()) if "#!" in line)
        where = {"da": f"tiny.toml, linje {marked}", "en": f"tiny.toml, line {marked}"}
        assert any(p.where == where and words in p.say("en") for p in errors), [p.say("en") for p in errors]
        for part in (part for p in errors for part in (p.what, p.remedy)):
            assert set(part) == {"da", "en"}
            assert all(part.values())

    return check

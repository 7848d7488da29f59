"""A tiny questionnaire, whole and sound, that each test breaks in one place."""

from collections.abc import Callable

import pytest
from made.questionnaires import TINY

from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.read import read


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

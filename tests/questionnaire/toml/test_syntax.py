from collections.abc import Callable

import pytest

from borgerpuls.problems import Problem

BROKEN = [
    ("a = 0101", 1, "codes like 0101 in quotes"),
    ('a = "x', 1, "not closed"),
    ('a = "x\nb = 1', 1, "not closed"),
    ("a = 1\nb = 'x", 2, "not closed"),
    ('a = "\x01"', 1, "bad sign"),
    ('a = "\\q"', 1, "bad sign"),
    ("\na = x", 2, "cannot be read"),
    ("a = 31-03-2024", 1, "2024-03-31"),
    ("a = 2024-02-30", 1, "2024-03-31"),
    ('a = "x" y', 1, "cannot be read"),
    ("a = yes", 1, "yes/no as true/false"),
    ("a b = 1", 1, "key = value"),
    ("a", 1, "key = value"),
    ("= 3", 1, "key = value"),
    ("# fine\n\u00e6 = 1", 2, "key = value"),
    ("a = { b = 1, }", 1, "key = value"),
    ("a = [1 2]", 1, "not closed"),
    ("a = [1,\n2", 2, "not closed"),
    ("a = { b = 1\n}", 1, "not closed"),
    ("[a", 1, "not closed"),
    ("[[a]", 1, "not closed"),
    ("[a]\n[a]", 2, "stands twice"),
    ("a = 1\na = 2", 2, "stands twice"),
    ("a = 1\n[a.b]", 2, "stands twice"),
    ("a = { b = 1 }\n[a.c]", 2, "stands twice"),
    ("\x00", 1, "key = value"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN)
def test_broken_toml_is_told_with_its_line_and_a_remedy(
    text: str, line: int, words: str, problems_of: Callable[[str], tuple[Problem, ...]]
) -> None:
    (problem,) = problems_of(text)
    assert problem.where == {"da": f"tiny.toml, linje {line}", "en": f"tiny.toml, line {line}"}
    assert words in problem.say("en")
    assert set(problem.what) == set(problem.remedy) == {"da", "en"}


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000])
def test_a_value_beyond_all_measure_is_refused(value: str, problems_of: Callable[[str], tuple[Problem, ...]]) -> None:
    (problem,) = problems_of(f"a = {value}")
    assert problem.say("da").startswith("tiny.toml: Et tal er for langt")

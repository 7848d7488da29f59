import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.questionnaire.toml.positions import Path, lines

EVERYTHING = r"""# a comment with [[table]] and "quotes
title = "a # no comment, \" ["

[words]
unit = { da = "x", en = "y = [1]" } # { not a table
a.b."c d" = 1
[[items]]
id = '''
[[items]]
''' # three lines
"key = [" = [1,
 2, # a comment, ]
 { a = "]" }, [3,
  4]]
[[items]]
[items.sub.x]
z = 1.5
[[items.list]]
day = 2020-01-01 10:00:00
[[items.list]]
raw = 'C:\'
many = '''it''s'''''
'quoted'.'key' = true
[last]
empty = []
none = {}
open = [

  ]
end = -inf"""

PLACES: dict[Path, int] = {
    (): 1,
    ("title",): 2,
    ("words",): 4,
    ("words", "unit"): 5,
    ("words", "unit", "en"): 5,
    ("words", "a"): 6,
    ("words", "a", "b", "c d"): 6,
    ("items",): 7,
    ("items", 0): 7,
    ("items", 0, "id"): 8,
    ("items", 0, "key = ["): 11,
    ("items", 0, "key = [", 0): 11,
    ("items", 0, "key = [", 1): 12,
    ("items", 0, "key = [", 2, "a"): 13,
    ("items", 0, "key = [", 3): 13,
    ("items", 0, "key = [", 3, 1): 14,
    ("items", 1): 15,
    ("items", 1, "sub", "x"): 16,
    ("items", 1, "sub", "x", "z"): 17,
    ("items", 1, "list", 0): 18,
    ("items", 1, "list", 0, "day"): 19,
    ("items", 1, "list", 1): 20,
    ("items", 1, "list", 1, "raw"): 21,
    ("items", 1, "list", 1, "many"): 22,
    ("items", 1, "list", 1, "quoted", "key"): 23,
    ("last",): 24,
    ("last", "none"): 26,
    ("last", "end"): 30,
}


@pytest.mark.parametrize("path", PLACES)
def test_a_value_is_found_on_its_line(path: Path) -> None:
    assert lines(EVERYTHING)[path] == PLACES[path]


def paths(value: object, path: Path = ()) -> set[Path]:
    """Every place in what tomllib reads."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return {path}.union(*(paths(v, (*path, k)) for k, v in inside))


@pytest.mark.parametrize("text", [EVERYTHING, EVERYTHING.replace("\n", "\r\n")])
def test_everything_that_is_read_has_a_line_and_nothing_else_has(text: str) -> None:
    assert set(lines(text)) == paths(tomllib.loads(text))


strings = st.sampled_from(['"a # ]"', "'{'", '"""\nx = 1\n"""', "'''[y]\n'''", '"\\""'])
values = st.recursive(
    st.integers() | st.booleans() | st.dates() | strings,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from(["p", '"q r"', "s-t"]), v, max_size=2),
)


def written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ",\n".join(map(written, value)) + " # end\n]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {written(v)}" for k, v in value.items()) + "}"
    return str(value)


@given(st.lists(st.tuples(st.sampled_from(["", "\n", "[[t]]\n", "# c\n"]), values), max_size=6))
def test_any_toml_has_a_line_for_everything(rows: list[tuple[str, object]]) -> None:
    text = "".join(f"{before}key{n} = {written(value)}\n" for n, (before, value) in enumerate(rows))
    found = lines(text)
    assert set(found) == paths(tomllib.loads(text))
    for n in range(len(rows)):
        (line,) = {line for path, line in found.items() if path[-1:] == (f"key{n}",)}
        assert text.splitlines()[line - 1].startswith(f"key{n} = ")

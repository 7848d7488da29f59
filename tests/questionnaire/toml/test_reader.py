from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from borgerpuls.problems import Problems
from borgerpuls.questionnaire.toml.reader import Source, Table, check_distinct, open_toml, suggestion

FILE = """\
name = "one"
both = { da = "et", en = "one" }
size = 3
half = 0.5
day = 2024-03-31
ids = ["a", "b"]

[sizes]
a = "1"
[[rows]]
id = "x"
[[rows]]
id = "x"
"""


@pytest.fixture
def problems() -> Problems:
    return Problems()


@pytest.fixture
def table(tmp_path: Path, problems: Problems) -> Table:
    (tmp_path / "file.toml").write_text(FILE, encoding="utf-8")
    found = open_toml(tmp_path / "file.toml", problems)
    assert found is not None
    return found


def test_what_is_rightly_asked_for_is_given_and_nothing_is_told(table: Table, problems: Problems) -> None:
    assert table.string("name") == "one"
    assert table.name("name", ["da", "en"]) == {"da": "one", "en": "one"}
    assert table.name("both", ["da", "en"]) == {"da": "et", "en": "one"}
    assert (table.integer("size"), table.number("size"), table.number("half")) == (3, 3.0, 0.5)
    assert table.day("day") == date(2024, 3, 31)
    assert table.strings("ids") == ("a", "b")
    assert table.pairs("sizes") == {"a": "1"}
    assert list(table)[:2] == ["name", "both"]
    assert [row.string("id") for row in table.tables("rows")] == ["x", "x"]
    table.close()
    assert problems.found == []


@pytest.mark.parametrize(
    ("ask", "line", "words"),
    [
        (lambda t: t.string("size"), 3, '"size" must be text in quotes. Write "3" in quotes.'),
        (lambda t: t.string("day"), 5, 'Write "2024-03-31" in quotes.'),
        (lambda t: t.integer("name"), 1, '"name" must be a whole number. Write it without quotes.'),
        (lambda t: t.integer("half"), 4, '"half" must be a whole number.'),
        (lambda t: t.number("name"), 1, '"name" must be a number. Write it without quotes.'),
        (lambda t: t.flag("size"), 3, '"size" must be true or false.'),
        (lambda t: t.day("size"), 3, '"size" must be a date like 2024-03-31.'),
        (lambda t: t.tables("sizes"), 8, '"sizes" must be a list in [ ].'),
        (lambda t: t.tables("ids"), 6, '"ids" must be a table in { }.'),
        (lambda t: t.table("rows"), 10, '"rows" must be a table in { }.'),
        (lambda t: t.pairs("both") and t.words("both", ["da", "de"]), 2, 'missing in the language "de"'),
        (lambda t: t.choice("name", ["two", "three"], "two"), 1, '"name" cannot be "one". Choose among: two, three.'),
        (lambda t: t.reference("name", ["ones"]), 1, 'Did you mean "ones"?'),
        (lambda t: t.elements("ids", int), 6, '"ids" must be a whole number.'),
        (lambda t: t.string("nowhere"), 1, '"nowhere" is missing. nowhere = … (text in quotes)'),
    ],
)
def test_what_is_asked_for_and_not_right_is_told_with_its_line(
    ask: Callable[[Table], object], line: int, words: str, table: Table, problems: Problems
) -> None:
    ask(table)
    told = [p.say("en") for p in problems.errors]
    assert any(t.startswith(f"file.toml, line {line}: ") and words in t for t in told), told


def test_an_optional_value_may_be_missing(table: Table, problems: Problems) -> None:
    assert table.string("a", required=False) == ""
    assert table.integer("b") is None
    assert table.day("c") is None
    assert table.text("d", ["da"], required=False) is None
    assert table.choice("e", ["x", "y"], "y") == "y"
    assert (table.strings("f"), table.tables("g"), table.table("h"), dict(table.pairs("i"))) == ((), (), None, {})
    assert problems.found == []


def test_a_key_that_nobody_asked_for_is_told_with_what_was_meant(table: Table, problems: Problems) -> None:
    for key in ("name", "both", "size", "half", "day", "idz"):
        assert (key in table) == (key != "idz")
        table.strings(key) if key == "idz" else table.holds(key, str)
    table.close()
    told = {p.say("en") for p in problems.found}
    assert 'file.toml, line 6: The key "ids" is not known here. Did you mean "idz"?' in told


def test_an_id_used_twice_is_told_at_its_second_place(table: Table, problems: Problems) -> None:
    rows = table.tables("rows")
    check_distinct([(row, row.string("id")) for row in rows])
    assert [p.where["da"] for p in problems.found] == ["file.toml, linje 13"]


def test_a_line_is_counted_in_the_part_it_was_written_in() -> None:
    source = Source("a = 1\nb = 2\nc = 3\nd = 4\n", [("one.toml", 1), ("two.toml", 3)])
    told = [source.where((key,))["en"] for key in "abcd"]
    assert told == ["one.toml, line 1", "one.toml, line 2", "two.toml, line 1", "two.toml, line 2"]
    assert source.where(("missing", 3, "deep"))["en"] == "one.toml, line 1"


@pytest.mark.parametrize(
    ("wrong", "known", "words"),
    [
        ("satisfied", ["dissatisfied", "agree"], 'Did you mean "dissatisfied"?'),
        ("x", ["a", "b"], "Choose among: a, b."),
        ("x", [], "Delete it, or define it first."),
    ],
)
def test_a_suggestion_is_what_was_meant_or_what_there_is(wrong: str, known: list[str], words: str) -> None:
    assert suggestion(wrong, known)["en"] == words

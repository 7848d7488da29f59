import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.model import Condition
from borgerpuls.questionnaire.read import check, read

Change = Callable[..., str]
Tells = Callable[..., None]


def test_a_sound_questionnaire_is_read_as_it_is_written(tiny: str) -> None:
    found = read(tiny)
    assert (found.id, found.languages, found.overall, found.source) == ("tiny", ("da", "en"), "whole", tiny)
    assert [i.id for i in found.items] == ["help", "noise"]
    assert found.theme("whole").items == ("help",)
    assert found.theme("whole").answered == Fraction(1, 2)
    assert found.item("noise").asked_when == Condition("item", "help", (1, 2))
    assert [(c.code, c.value, c.kind) for c in found.item("help").scale.categories] == [
        (1, 1, "answer"), (2, 2, "answer"), (3, 3, "answer"), (8, None, "dont_know"),
    ]  # fmt: skip
    assert [c.value for c in found.item("noise").scale.answers] == [4, 0]
    (local,) = found.local_of("0101")
    assert (local.id, local.column, local.unit, local.theme) == ("local_0101_1", "local_1", "0101", None)
    assert found.words.persons["en"] == "citizens"


def test_a_sound_questionnaire_raises_no_doubt(tiny: str, tmp_path: Path) -> None:
    (tmp_path / "tiny.toml").write_text(tiny, encoding="utf-8")
    assert check(tmp_path / "tiny.toml") == ()


def test_nothing_assumes_danish_municipalities_or_a_concept(changed: Change) -> None:
    text = re.sub(r'da = "[^"]*", ', "", changed(('["da", "en"]', '["en"]'), ("municipality", "company")))
    found = read(text)
    assert found.languages == ("en",)
    assert found.words.unit == {"en": "company"}
    assert found.concept is None


def test_a_file_keeps_its_bytes(tiny: str, tmp_path: Path) -> None:
    written = ("\ufeff" + tiny).replace("\n", "\r\n").encode()
    (tmp_path / "windows.toml").write_bytes(written)
    found = read(tmp_path / "windows.toml")
    assert found.source.encode() == written
    assert found.items == read(tiny).items


def test_the_fingerprint_of_a_file_is_that_of_its_bytes(tiny: str) -> None:
    assert read(tiny).fingerprint != read(tiny + "# a comment\n").fingerprint


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "tiny"', 'id = "ti/ny" #!', "cannot be used as a name"),
        ('id = "tiny"', '#!', '"id" is missing'),
        ('title = { da = "Lille", en = "Tiny" }', 'title = { da = "Lille" } #!', 'missing in the language "en"'),
        ('title = { da = "Lille", en = "Tiny" }', 'title = "Tiny" #!', '"title" must be a table'),
        ('title = { da = "Lille", en = "Tiny" }', 'title = { da = "Lille", en = " " } #!', '"title" is empty'),
        ('title = { da = "Lille", en = "Tiny" }', 'title = { da = "Lille", en = 7 } #!', 'Write "7" in quotes'),
        ('overall = "whole"', 'overall = "hole" #!', 'Did you mean "whole"?'),
        ('overall = "whole"', 'overal = "whole" #!', 'Did you mean "overall"?'),
        ('overall = "whole"', 'overall = 1 #!', '"overall" must be text'),
        ('overall = "whole"', 'comment = { da = "Mere?" } #!', 'missing in the language "en"'),
        ('overall = "whole"', 'concept = { id = "c", name = { da = "C", en = "C" } } #!', '"description" is missing'),
        ('name = { da = "Det hele", en = "The whole" }', 'name = { en = "The whole" } #!', 'language "da"'),
        ('id = "whole"\nname', 'id = "whole"\nanswered = "3/2" #!\nname', "not a share"),
        ('id = "whole"\nname', 'id = "whole"\nanswered = "1/0" #!\nname', "not a share"),
        ('id = "whole"\nname', 'id = "whole"\nanswered = "half" #!\nname', "not a share"),
        ('id = "whole"\nname', 'id = "whole"\nanswered = 0.5 #!\nname', "text in quotes"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(old: str, new: str, words: str, changed: Change, tells: Tells) -> None:
    tells(changed((old, new)), words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('languages = ["da", "en"]', 'languages = "da" #!', "must be a list"),
        ('languages = ["da", "en"]', 'languages = [] #!', "has no language"),
        ('languages = ["da", "en"]', 'languages = ["da", "english"] #!', "is not a language"),
        ('languages = ["da", "en"]', 'languages = ["da", 4] #!', '"languages" must be text'),
        ('[words]', '[wording]', '"words" is missing'),
        ('whole = { da = "alle", en = "all" }', 'hole = { da = "alle", en = "all" } #!', 'Did you mean "whole"?'),
        ('id = "whole"\nname', 'id = "Whole" #!\nname', "small letters"),
        ('[[themes]]', '[themes] #!', '"themes" must be a list'),
        ('theme = "whole"', 'theme = "hole" #!', 'Did you mean "whole"?'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_follows_from_it(
    old: str, new: str, words: str, changed: Change, tells: Tells
) -> None:
    text = changed((old, new))
    tells(text if "#!" in text else text.replace('id = "tiny"', 'id = "tiny" #!'), words, alone=False)


def test_a_theme_without_items_is_told(changed: Change, tells: Tells) -> None:
    tells(changed(("[[themes]]", "[[themes]] #!"), ('theme = "whole"\n', "")), 'The theme "whole" has no items')


def test_a_theme_takes_items_that_count_alike_and_no_others(changed: Change, tells: Tells) -> None:
    mixed = changed(('scale = "trouble"\n', 'theme = "whole"\nscale = "trouble" #!\n'))
    tells(mixed, '"trouble" counts otherwise than "degree"')


def test_labels_may_differ_in_a_theme_when_the_numbers_are_the_same(changed: Change) -> None:
    alike = changed(
        ('better = "low"\n', ""),
        ('code = 4, label = { da = "Altid"', 'code = 1, label = { da = "Altid"'),
        ('code = 0, label = { da = "Aldrig", en = "Never" }, fav', 'code = 2, label = { da = "A", en = "B" } },\n'
         '{ code = 3, label = { da = "Aldrig", en = "Never" }, fav'),
        ('scale = "trouble"\n', 'theme = "whole"\nscale = "trouble"\n'),
    )  # fmt: skip
    assert read(alike).theme("whole").items == ("help", "noise")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "noise"', 'id = "help" #!', '"help" is used twice'),
        ('id = "noise"', 'id = "age" #!', '"age" is used twice'),
        ('id = "noise"', 'id = "weight" #!', '"weight" is taken'),
        ('id = "noise"', 'id = "local_2" #!', '"local_2" is taken'),
        ('id = "kind"', 'id = "unit" #!', '"unit" is taken'),
        ('[[items]]', '[[themes]]\nid = "whole" #!\nname = { da = "x", en = "x" }\n[[items]]', "used twice"),
        ('[[themes]]', '[[scales]]\nid = "degree" #!\ncategories = [{ code = 1, label = { da = "x", en = "x" } }, '
         '{ code = 2, label = { da = "y", en = "y" } }, { code = 3, label = { da = "z", en = "z" } }]\n[[themes]]',
         "used twice"),
    ],
)  # fmt: skip
def test_an_id_names_one_thing(old: str, new: str, words: str, changed: Change, tells: Tells) -> None:
    tells(changed((old, new)), words, alone="themes" not in new)


def test_every_problem_is_told_at_once_in_the_order_of_the_lines(
    changed: Change, problems_of: Callable[[str], tuple[Problem, ...]]
) -> None:
    text = changed(
        ('overall = "whole"', 'overall = "x"'), ("favourable", "favorable"), ('scale = "degree"', 'scale = "degre"'),
        ("valid_from = 2027-01-01", "valid_from = 2028-01-01"), ('unit = "0101"', "unit = 101"),
    )  # fmt: skip
    problems = problems_of(text)
    told = [int(p.where["en"].rsplit(" ", 1)[1]) for p in problems]
    assert told == sorted(told)
    assert [p.say("en").split(": ")[1].split(" ")[0] for p in problems if p.severity == "error"] == [
        '"overall"', "The", '"scale"', "No", '"unit"',
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not exist"):
        read(tmp_path / "nowhere.toml")


def test_a_file_in_another_encoding_is_told_with_its_line(tiny: str, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_bytes(tiny.encode("cp1252"))
    (problem,) = check(tmp_path / "old.toml")
    assert problem.where["en"] == f"old.toml, line {1 + tiny[: tiny.index('Æ')].count(chr(10))}"
    assert "UTF-8" in problem.what["da"]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)


def quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def questionnaires(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A generated questionnaire as TOML, and what must be found in it."""
    size = draw(st.integers(2, 7))
    values = sorted(draw(st.sets(st.integers(-50, 50), min_size=size, max_size=size)))
    codes = draw(st.permutations(range(size)))
    labels = draw(st.lists(words, min_size=size, max_size=size))
    themes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    wordings = draw(st.lists(words, min_size=sum(themes), max_size=sum(themes)))
    blank = draw(st.sampled_from(["", "\n", "# note [x]\n", "\n\n"]))
    lines = ['id = "g"', f"title = {{ xx = {quote(labels[0])} }}", 'languages = ["xx"]', "[words]"]
    lines += [f'{key} = {{ xx = "w" }}' for key in ("unit", "units", "whole", "person", "persons")]
    lines += ["[[scales]]", 'id = "s"', "categories = ["]
    lines += [
        f"{{ code = {c}, value = {v}, label = {{ xx = {quote(t)} }} }},"
        for c, v, t in zip(codes, values, labels, strict=True)
    ]
    lines += ["]"]
    asked = iter(wordings)
    for t, count in enumerate(themes):
        lines += ["[[themes]]", f'id = "t{t}"', f"name = {{ xx = {quote(labels[1])} }}"]
        for i in range(count):
            lines += [f"[[items]]{blank}", f'id = "t{t}_{i}"', f'theme = "t{t}"', 'scale = "s"']
            lines += [f"wording = {{ xx = {quote(next(asked))} }}", 'short = { xx = "s" }']
    expected = {"values": values, "codes": list(codes), "labels": labels, "themes": themes, "wordings": wordings}
    return "\n".join(lines), expected


@given(questionnaires())
def test_any_questionnaire_comes_back_as_it_was_meant(made: tuple[str, dict[str, object]]) -> None:
    text, expected = made
    found = read(text)
    (scale,) = found.scales
    assert found.source == text
    assert [c.value for c in scale.categories] == expected["values"]
    assert [c.code for c in scale.categories] == expected["codes"]
    assert [c.label["xx"] for c in scale.categories] == expected["labels"]
    assert [len(t.items) for t in found.themes] == expected["themes"]
    assert [i.wording["xx"] for i in found.items] == expected["wordings"]


@given(st.text())
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, "any.toml")
    assert all(re.fullmatch(r"any.toml, line \d+", p.where["en"]) for p in refused.value.problems)


@given(percent=st.integers(0, 99))
def test_half_a_questionnaire_is_refused_and_never_crashes(tiny: str, percent: int) -> None:
    with pytest.raises(Refused):
        read(tiny[: percent * tiny.index("[[items]]") // 100])


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [path, *(p for key, v in inside for p in places(v, (*path, key)))]


@given(data=st.data())
def test_any_value_of_another_kind_is_read_or_told_and_never_crashes(tiny: str, data: st.DataObject) -> None:
    whole = tomllib.loads(tiny)
    *above, last = data.draw(st.sampled_from(places(whole)[1:]))
    holder: Any = whole
    for key in above:
        holder = holder[key]
    strange = [0, -7, 1.5, float("nan"), True, "", "x", "help", [], {}, [[]], [{}], [1, "x"], date(2025, 1, 1)]
    holder[last] = data.draw(st.sampled_from([*strange, datetime(2025, 1, 1), time(12)]))
    text = tomlkit.dumps(whole)
    told: tuple[Problem, ...] = ()
    try:
        assert read(text, "tiny.toml").source == text
    except Refused as refused:
        told = refused.problems
    assert all(re.fullmatch(r"tiny.toml, line \d+", problem.where["en"]) for problem in told)

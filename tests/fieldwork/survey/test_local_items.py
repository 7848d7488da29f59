"""Local questions as TOML, and what is told of them."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.survey.local_items import Question, place, toml
from borgerpuls.text import Text

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3))
def test_any_words_come_back_from_the_toml_as_they_were(written: list[tuple[str, str]]) -> None:
    asked = [Question("degree", Text(da=one, ar=other), Text(da=other, ar=one)) for one, other in written]
    tables = tomllib.loads(toml("0707", asked))["local"]
    assert [table["wording"] for table in tables] == [dict(question.wording) for question in asked]
    assert [table["short"] for table in tables] == [dict(question.short) for question in asked]
    assert {table["unit"] for table in tables} == {"0707"}


def test_a_value_stands_on_a_line_of_its_own() -> None:
    two = [Question("degree", Text(da="a\nb", en="c"), Text(da="d", en="e"))] * 2
    assert len(toml("0707", two).splitlines()) == 2 * 9


def test_a_place_names_question_field_and_language() -> None:
    assert place(2, "short", "ar") == Text(
        da="Lokalt spørgsmål 2, kort navn på arabisk", en="Local question 2, short name in Arabic"
    )

"""What a municipality may write itself: limits, languages and links."""

from datetime import UTC, datetime

import pytest

from borgerpuls.fieldwork.enrolment import decisions
from borgerpuls.fieldwork.enrolment.municipality_text import (
    COLUMN,
    REPLY_TO,
    SENDER,
    Comparison,
    comparison_place,
    paragraph_place,
)
from borgerpuls.problems import Refused
from borgerpuls.text import Text

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = "karen@norddjurs.example"


def wheres(refused: pytest.ExceptionInfo[Refused]) -> list[Text]:
    return [problem.where for problem in refused.value.problems]


def test_a_comparison_needs_names_in_every_language_groups_apart_and_a_column(enrolled: int) -> None:
    wrong = Comparison(Text(da="Hold"), (Text(da="Med", en="with"), Text(da="Uden", en="With")), "")
    with pytest.raises(Refused) as refused:
        decisions.set_comparison(enrolled, wrong, WHO, NOW)
    assert set(wheres(refused)) == {comparison_place("name", "en"), comparison_place("1", "en"), COLUMN}


@pytest.mark.parametrize(
    "words", ["Se www.norddjurs.dk", "Læs https://x.y", "Skriv til a@b.example", "Læs mere på norddjurs.dk her"]
)
def test_no_link_stands_in_the_letter_but_the_citizens_own(enrolled: int, words: str) -> None:
    with pytest.raises(Refused, match="holds a link") as refused:
        decisions.set_letter(enrolled, "Norddjurs", "", {"da": words, "en": "Fine."}, WHO, NOW)
    assert wheres(refused) == [paragraph_place("da")]


def test_sender_address_and_paragraph_are_judged_together(enrolled: int) -> None:
    with pytest.raises(Refused) as refused:
        decisions.set_letter(enrolled, "", "not an address", {"da": "x" * 601, "en": ""}, WHO, NOW)
    errors = [problem.where for problem in refused.value.problems if problem.severity == "error"]
    assert errors == [SENDER, REPLY_TO, paragraph_place("da"), paragraph_place("en")]

"""What is said when a list cannot be taken in at all, in the words of each reader."""

import pytest

from borgerpuls.dataset.importing.readers.sheet import Sheet, make_sheet
from borgerpuls.fieldwork.population import messages
from borgerpuls.languages import OFFERED
from borgerpuls.problems import Problem

EVERY = [
    messages.APPROVED,
    messages.CLOSED,
    messages.GONE,
    messages.AT_ONCE,
    messages.NO_LIST,
    messages.no_file(),
    messages.too_large("liste.csv", 60),
    messages.sample_size(100),
]


def headed(*headings: str) -> Sheet:
    return make_sheet("liste.csv", headings, [["x"] * len(headings)], [2])


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("problem", EVERY, ids=lambda problem: problem.what["en"])
def test_each_problem_says_where_what_and_what_to_do_and_stops_the_work(problem: Problem, language: str) -> None:
    assert problem.where[language]
    assert problem.what[language].endswith(".")
    assert problem.remedy[language].endswith(".")
    assert problem.severity == "error"


def test_a_file_that_is_too_large_is_named_with_how_much_is_taken() -> None:
    problem = messages.too_large("stor.csv", 60)
    assert problem.say("da").startswith("stor.csv: Filen fylder over 60 MB.")
    assert problem.say("en").startswith("stor.csv: The file is larger than 60 MB.")


def test_a_sample_is_told_its_bounds() -> None:
    assert messages.sample_size(100).remedy["en"] == "Write a whole number from 1 to 100."
    assert messages.sample_size(100).remedy["da"] == "Skriv et helt tal fra 1 til 100."


@pytest.mark.parametrize(
    "heading",
    [
        "070761-4285",
        "070761 4285",
        "0707614285",
        "707614285",  # its first zero eaten by Excel
        "anne@example.dk",
        "20304050",
        "20 30 40 50",
        "+45 20304050",
        "004520304050",
    ],
)
def test_a_first_row_that_is_a_person_is_refused_and_nothing_of_it_is_said(heading: str) -> None:
    problem = messages.unheaded(headed("Anne Æbelø", heading))
    assert problem is not None
    assert problem.say("en") == (
        "liste.csv: The first row looks like a person, not headings. Put a row with the columns' names first."
    )
    for language in OFFERED:
        assert heading not in problem.say(language)
        assert "Anne" not in problem.say(language)


@pytest.mark.parametrize(
    "heading", ["CPR", "E-mail", "Født", "2026", "Uge 36", "Mail @ arbejde", "8 cifre", "Svar 2026-09-01", "12345"]
)
def test_ordinary_headings_are_no_person(heading: str) -> None:
    assert messages.unheaded(headed("Navn", heading)) is None

"""Citizens' own words, for their municipality alone."""

import csv
import io
from typing import Any

import pytest

from borgerpuls.fieldwork.models import Comment, Person
from borgerpuls.fieldwork.responses.comments import comments, comments_csv

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def said(office: Any, person: int, words: str) -> None:
    Comment.objects.create(person_id=person, at=office.now, words=words)
    Person.objects.filter(pk=person).update(started_at=office.now, submitted_at=office.now)


def rows(office: Any) -> list[list[str]]:
    file = comments_csv(office.wave, "0707", "da")
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def test_the_last_words_of_each_are_told_to_their_own_municipality(office: Any) -> None:
    mine, other, *_ = office.persons["0707"]
    for person, words in ((mine, "Første"), (mine, "Sidste"), (other, "Andre")):
        said(office, person, words)
    assert sorted(comments(office.wave, "0707")) == ["Andre", "Sidste"]
    assert comments(office.wave, "0101") == ()


def test_words_that_were_taken_back_are_not_told(office: Any) -> None:
    emptied, declined, out, unsent, *_ = office.persons["0707"]
    for person in (emptied, declined, out, unsent):
        said(office, person, "Slet mig")
    said(office, emptied, "")
    Person.objects.filter(pk=declined).update(declined_at=office.now)
    Person.objects.filter(pk=out).update(ineligible_at=office.now)
    Person.objects.filter(pk=unsent).update(submitted_at=None)
    assert comments(office.wave, "0707") == ()


def test_the_order_tells_nothing_of_who_said_it_or_when(office: Any) -> None:
    words = [f"Ord {k}" for k in range(10)]
    for person, word in zip(office.persons["0707"], words, strict=False):
        said(office, person, word)
    first = comments(office.wave, "0707")
    Comment.objects.all().delete()
    for person, word in zip(office.persons["0707"], reversed(words), strict=False):
        said(office, person, word)
    assert comments(office.wave, "0707") == first
    assert list(first) != words


@pytest.mark.parametrize("words", ["=1+1", "+45", "-2", "@SUM(A1)", "  =cmd()", "\t=1"])
def test_what_looks_like_a_formula_is_only_words(office: Any, words: str) -> None:
    said(office, office.persons["0707"][0], words)
    assert rows(office)[1] == [f"'{words}"]


def test_quotes_semicolons_and_lines_come_through(office: Any) -> None:
    words = 'Tak; "godt"\nog mere – شكرا'
    said(office, office.persons["0707"][0], words)
    assert rows(office) == [["Kommentar"], [words]]

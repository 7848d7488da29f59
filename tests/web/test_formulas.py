"""No file that the program writes for a spreadsheet does anything but show words.

Every module that writes CSV or a workbook is named here: tried below, tried in its own tests, or known to write codes
and numbers alone. A new one fails the first test until somebody has thought of it.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from borgerpuls.commands.console import Teller
from borgerpuls.fieldwork.channels.digital_post import hand_over_csv
from borgerpuls.fieldwork.models import Comment, Person
from borgerpuls.fieldwork.population.reading.findings import Finding, as_csv
from borgerpuls.fieldwork.responses.comments import comments_csv
from borgerpuls.problems import Problem
from borgerpuls.text import Text

WRITERS = {
    "commands/console.py": "tried below",
    "fieldwork/channels/digital_post.py": "tried below",
    "fieldwork/responses/comments.py": "tried below",
    "fieldwork/population/reading/findings.py": "tried below",
    "reports/formats/xlsx.py": "tests/reports/test_workbook.py",
    "results/figures/export.py": "addresses, codes and numbers",
    "results/estimation/microdata.py": "codes and numbers, for R",
}
WRITES = re.compile(r'csv\.(?:Dict)?[wW]riter\(|xlsxwriter\.Workbook|";"\.join')
ACTS = re.compile(r"^\s*[=+\-@\t\r]")
FORMULAS = ("=1+1", "+45 12 34 56 78", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1", "=cmd|' /C calc'!A0")

each_formula = pytest.mark.parametrize("formula", FORMULAS)


def cells(content: bytes, delimiter: str = ";") -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter) for cell in row]


def harmless(content: bytes, formula: str, delimiter: str = ";") -> bool:
    """The words are there, and no cell is a formula."""
    found = cells(content, delimiter)
    return any(formula.strip() in cell for cell in found) and not any(ACTS.match(cell) for cell in found)


def test_every_writer_of_files_for_spreadsheets_is_known(repository: Path) -> None:
    source = repository / "src" / "borgerpuls"
    rooms = [p for p in source.rglob("*.py") if p.relative_to(source).parts[0] not in ("web", "dataset")]
    found = {str(p.relative_to(source)) for p in rooms if WRITES.search(p.read_text("utf-8"))}
    assert found == set(WRITERS)


def test_the_web_writes_no_spreadsheet_itself(repository: Path) -> None:
    web = repository / "src" / "borgerpuls" / "web"
    assert [p.name for p in web.rglob("*.py") if re.search(r"^import csv|xlsxwriter", p.read_text("utf-8"), re.M)] == []


@each_formula
def test_a_name_in_the_file_for_digital_post_is_words(formula: str) -> None:
    assert harmless(hand_over_csv([("0101019999", formula, "http://localhost/k/X")]), formula)


@each_formula
def test_the_column_and_the_value_of_a_problem_are_words(formula: str) -> None:
    found = [
        Finding(2, formula, "not_cpr", formula),
        Finding(3, formula, "unread_row", said={"da": (formula, formula), "en": (formula, formula)}),
    ]
    assert harmless(as_csv(found, "da"), formula)


@each_formula
@pytest.mark.django_db(databases=["default", "contacts"])
def test_a_citizens_comment_is_words(office: Any, formula: str) -> None:
    person = Person.objects.get(pk=office.persons["0707"][0])
    person.submitted_at = timezone.now()
    person.save()
    Comment.objects.create(person=person, at=timezone.now(), words=formula)
    assert harmless(comments_csv(office.wave, "0707", "da"), formula)


@each_formula
def test_a_problem_told_by_a_command_is_words(tmp_path: Path, formula: str) -> None:
    words = Text(da=formula, en=formula)
    listing = tmp_path / "problems.csv"
    Teller("da", listing).tell([Problem(words, words, words)])
    assert harmless(listing.read_bytes(), formula, ",")

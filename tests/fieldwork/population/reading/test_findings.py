"""What is wrong, in words, and as a file that no spreadsheet calculates."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.fieldwork.population.reading.findings import KINDS, Finding, as_csv, counted, quote, read
from borgerpuls.problems import Problem
from borgerpuls.text import Text


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_same_blanks_in_both_languages(kind: str) -> None:
    for text in (KINDS[kind].what, KINDS[kind].remedy):
        assert set(text) == {"da", "en"}
        assert set(re.findall(r"{\w+}", text["da"])) == set(re.findall(r"{\w+}", text["en"]))


def test_a_finding_says_where_what_and_what_to_do() -> None:
    problem = Finding(7, "CPR", "cpr_twice", "070761-****", "3").problem("liste.csv")
    assert problem.say("da") == (
        'liste.csv, række 7, CPR: "070761-****" står også i række 3. Lad hver person stå én gang.'
    )
    assert problem.say("en") == (
        'liste.csv, row 7, CPR: "070761-****" stands in row 3 too. Let each person stand once.'
    )


def test_the_file_of_problems_opens_in_danish_excel() -> None:
    content = as_csv([Finding(7, "Målgruppe", "unknown_code", 'a;"b"'), Finding(0, "", "nobody")], "da")
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows(content) == [
        ["Række", "Kolonne", "Art", "Hvad", "Hvad gør jeg"],
        ["7", "Målgruppe", "fejl", '"a;"b"" er ikke oversat til en kode.',
         "Oversæt værdien under kolonnen, eller ret rækken."],
        ["", "", "fejl", "Listen har ingen personer.",
         "Første række skal være overskrifter; skriv en række for hver person under den."],
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.text(max_size=12), st.sampled_from(sorted(KINDS)), st.text(max_size=12))
    )
)
def test_no_cell_of_the_file_is_a_formula_and_no_row_is_lost(told: list[tuple[int, str, str, str]]) -> None:
    found = [Finding(row, column, kind, value) for row, column, kind, value in told]
    written = rows(as_csv(found, "en"))
    assert len(written) == len(found) + 1
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in written for cell in row)


def test_readers_own_words_are_formulas_no_more_than_ours() -> None:
    said = Text(da="=1+1", en="=1+1")
    finding = read(Problem(Text(da="l.csv, række 4", en="l.csv, row 4"), said, said))
    assert (finding.row, finding.kind) == (4, "unread_row")
    assert rows(as_csv([finding], "da"))[1][3:] == ["'=1+1", "'=1+1"]


def test_a_warning_of_the_reader_stops_nothing() -> None:
    finding = read(Problem(Text(da="l.csv", en="l.csv"), Text(da="Obs", en="Note"), Text(da="Se", en="See"), "warning"))
    assert (finding.row, finding.severity, finding.blocks) == (0, "warning", False)


def test_kinds_are_counted_errors_first_and_the_most_first() -> None:
    found = [Finding(n, "A", "email") for n in range(3)] + [Finding(9, "B", "foreign")] + [Finding(8, "C", "phone")]
    assert counted(found) == [("foreign", "B", 1), ("email", "A", 3), ("phone", "C", 1)]


def test_what_is_quoted_is_short_on_one_line_and_without_secret_digits() -> None:
    assert quote("070761-4285\n  x") == "070761-**** x"
    assert len(quote("x" * 5000)) < 70

"""The list for a municipality's own Digital Post system."""

import csv
from io import StringIO

import pytest

from borgerpuls.fieldwork.channels.digital_post import hand_over_csv


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_list_is_written_as_danish_excel_reads_it() -> None:
    content = hand_over_csv([("0101019999", "Åse Ærø; Prøve", "https://svar.example.org/k/ABC")])
    assert content.startswith(b"\xef\xbb\xbfcpr;navn;link\r\n")
    assert read(content) == [
        ["cpr", "navn", "link"],
        ["0101019999", "Åse Ærø; Prøve", "https://svar.example.org/k/ABC"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+45", "-2", "@sum", "\t=1", "\r=1"])
def test_a_name_that_a_spreadsheet_would_run_is_only_text(name: str) -> None:
    assert read(hand_over_csv([("0101019999", name, "x")]))[1][1] == f"'{name}"


def test_a_name_with_quotes_and_lines_stays_one_field() -> None:
    assert read(hand_over_csv([("0101019999", 'A "B"\nC', "x")]))[1] == ["0101019999", 'A "B"\nC', "x"]

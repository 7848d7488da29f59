"""Cells as they are read from a column, and what is found wrong with them on the way."""

from collections.abc import Callable

import pytest

from borgerpuls.fieldwork.population.reading.cells import Cells
from borgerpuls.text import Text

CellsOf = Callable[..., Cells]
KINDS_OF_ERROR = ["#REF!", "#N/A", "#I/T", "#VÆRDI!", "#value!", "#NAVN?", "#DIV/0!", "#NUL!"]


def told(cells: Cells) -> list[tuple[int, str, str, str]]:
    return [(finding.row, finding.column, finding.kind, finding.value) for finding in cells.findings]


def test_a_column_is_read_without_the_blanks_around_its_cells(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn;Mail", "  Anne Æbelø ;a@b.dk", "   ;c@d.dk")
    assert cells.of("name") == ["Anne Æbelø", ""]
    assert told(cells) == []


def test_a_variable_without_a_column_has_no_cells(cells_of: CellsOf) -> None:
    assert cells_of({"name": "Navn"}, "Navn", "Anne").of("email") is None


def test_zeros_that_excel_keeps_by_a_formula_of_text_are_kept(cells_of: CellsOf) -> None:
    cells = cells_of({"unit": "Kommune"}, "Kommune", '="0101"', '=" 0707 "', '=""')
    assert cells.of("unit") == ["0101", "0707", ""]
    assert told(cells) == []


@pytest.mark.parametrize("formula", ["=1+1", "=A2", "=cmd|'/C calc'!A0", '="0101"&A1', "="])
def test_any_other_formula_is_told_and_read_as_empty(formula: str, cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", "Anne", formula)
    assert cells.of("name") == ["Anne", ""]
    assert told(cells) == [(3, "Navn", "formula", formula)]


@pytest.mark.parametrize("error", KINDS_OF_ERROR)
def test_an_error_of_a_danish_or_english_spreadsheet_is_told_and_read_as_empty(error: str, cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", error)
    assert cells.of("name") == [""]
    assert told(cells) == [(2, "Navn", "cell_error", error)]


def test_a_word_that_only_begins_like_an_error_is_a_word(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", "#1", "#REFERAT", "# N/A")
    assert cells.of("name") == ["#1", "#REFERAT", "# N/A"]
    assert told(cells) == []


def test_every_wrong_cell_is_told_with_the_row_that_the_spreadsheet_shows(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn", "email": "Mail"}, "Navn;Mail", "=A;=B", ";", "#REF!;c@d.dk")
    cells.of("name")
    cells.of("email")
    assert told(cells) == [
        (2, "Navn", "formula", "=A"),
        (4, "Navn", "cell_error", "#REF!"),  # the empty row 3 is left out and keeps its number
        (2, "Mail", "formula", "=B"),
    ]


def test_what_is_told_never_holds_the_secret_digits_of_a_cpr_number(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", "=070761-4285")
    cells.of("name")
    cells.tell(0, "name", "not_cpr", "0707614285")
    cells.tell_all("Navn", "column_gone", "707614285")
    cells.tell_all("Navn", "column_shared", "0707614285", Text(da="Navn", en="Name"))
    said = [finding.problem("liste.csv").say(language) for finding in cells.findings for language in ("da", "en")]
    assert len(said) == 8
    assert not any("4285" in words for words in said)
    assert all("****" in words for words in said)


def test_what_is_wrong_with_a_person_and_no_column_stands_at_the_row_alone(cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", "Anne")
    cells.tell(0, "", "unreachable")
    assert cells.findings[0].problem("liste.csv").where["en"] == "liste.csv, row 2"


def test_another_things_name_is_told_in_each_readers_language(cells_of: CellsOf) -> None:
    cells = cells_of({"language": "Sprog"}, "Sprog", "tysk")
    name = Text(da="køn", en="sex", ar="الجنس")
    cells.tell_all("", "needed", name)
    cells.tell(0, "language", "no_language", "tysk", Text(da="dansk", en="Danish"))
    needed, language = (finding.problem("liste.csv") for finding in cells.findings)
    assert needed.say("da") == "liste.csv: Målingen opregner efter køn, og ingen kolonne giver det. Vælg en kolonne."
    assert needed.say("en") == "liste.csv: The wave is weighted by sex, and no column gives it. Choose a column."
    assert language.where["da"] == "liste.csv, række 2, Sprog"
    assert language.what["da"] == 'Skemaet findes ikke på "tysk"; personen får det på dansk.'
    assert language.what["en"] == 'The questionnaire is not in "tysk"; the person gets it in Danish.'


def test_rows_with_an_error_are_wrong_and_rows_with_a_warning_are_not(cells_of: CellsOf) -> None:
    cells = cells_of({"email": "Mail"}, "Mail", "bo@", "=A", "c@d.dk")
    cells.of("email")
    cells.tell(0, "email", "email", "bo@")
    assert cells.wrong() == {3}


@pytest.mark.parametrize("value", ["GrÃ¸n", "Gr\ufffdn", "Ã…se", "KÃ¦r"])
def test_letters_of_another_character_set_are_warned_of(value: str, cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", value)
    cells.broken(0, "name", value)
    assert told(cells) == [(2, "Navn", "letters_lost", value)]
    assert cells.wrong() == set()


@pytest.mark.parametrize("value", ["Grøn Ærø Å", "Ãvila", "São", "Ånglä", ""])
def test_letters_of_any_language_are_left_alone(value: str, cells_of: CellsOf) -> None:
    cells = cells_of({"name": "Navn"}, "Navn", "x")
    cells.broken(0, "name", value)
    assert told(cells) == []

"""Columns that become codes: labels, what somebody said, numbers and days in bands."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from borgerpuls.fieldwork.population.reading.cells import Cells
from borgerpuls.fieldwork.population.reading.coded_columns import OLDEST, band, from_cpr, read_codes
from borgerpuls.fieldwork.population.reading.cpr import read_cpr
from borgerpuls.fieldwork.population.reading.suggest import CODES
from borgerpuls.fieldwork.population.reading.variables import MISSING, Variable
from borgerpuls.messages import verbatim
from borgerpuls.questionnaire.model import Code
from borgerpuls.text import Text

CellsOf = Callable[..., Cells]
DAY = date(2026, 9, 1)
SEX = Variable(
    "sex",
    Text(da="Køn", en="Sex"),
    "codes",
    codes=(Code("k", Text(da="Kvinde", en="Woman")), Code("m", Text(da="Mand", en="Man"))),
    cpr="sex",
)
AGE = Variable(
    "age",
    Text(da="Alder", en="Age"),
    "codes",
    codes=(
        Code("18-29", verbatim("18–29"), low=18, high=29),
        Code("30-59", verbatim("30–59"), low=30, high=59),
        Code("60plus", verbatim("60+"), low=60),
    ),
    banded="years",
    cpr="age",
)
MONTHS = Variable(
    "duration",
    Text(da="Varighed", en="Duration"),
    "codes",
    codes=(Code("0-2", verbatim("0–2"), low=0, high=2), Code("3plus", verbatim("3+"), low=3)),
    banded="months",
)
DISTRICT = Variable(
    "district",
    Text(da="Distrikt", en="District"),
    "codes",
    codes=(Code("01", Text(da="Nord", en="North")), Code("02", Text(da="Syd", en="South"))),
)


def read(
    cells_of: CellsOf, variable: Variable, *values: str, said: Mapping[str, str] | None = None
) -> tuple[list[str | None], list[tuple[int, str, str]]]:
    """The codes of a column's cells, and the row, value and kind of everything that was found wrong."""
    cells = cells_of({variable.id: "K"}, "K;Navn", *(f"{value};Bo" for value in values))
    codes = read_codes(cells, variable, said or {}, DAY)
    assert all(finding.column == "K" for finding in cells.findings)
    return codes, [(finding.row, finding.value, finding.kind) for finding in cells.findings]


def test_a_value_is_its_code_or_its_label_in_any_language_and_case(cells_of: CellsOf) -> None:
    codes, wrong = read(cells_of, SEX, "k", "KVINDE", "woman", " Mand ", "Man", "M")
    assert codes == ["k", "k", "k", "m", "m", "m"]
    assert wrong == []


def test_an_empty_cell_has_no_code_and_is_no_error(cells_of: CellsOf) -> None:
    assert read(cells_of, SEX, "", "   ", "k") == ([None, None, "k"], [])


def test_a_code_that_has_lost_its_first_zero_is_still_that_code(cells_of: CellsOf) -> None:
    assert read(cells_of, DISTRICT, "1", "01", "2.0", "02,0") == (["01", "01", "02", "02"], [])


def test_a_value_means_what_somebody_said_it_means_before_anything_else(cells_of: CellsOf) -> None:
    codes, wrong = read(cells_of, SEX, "F", "ukendt", "k", said={"F": "k", "ukendt": MISSING, "k": "m"})
    assert codes == ["k", None, "m"]
    assert wrong == []


def test_a_value_that_nobody_knows_is_told_at_each_of_its_rows(cells_of: CellsOf) -> None:
    codes, wrong = read(cells_of, SEX, "x", "k", "y", "x")
    assert codes == [None, "k", None, None]
    assert wrong == [(2, "x", "unknown_code"), (4, "y", "unknown_code"), (5, "x", "unknown_code")]


def test_what_is_wrong_with_a_value_is_told_with_row_column_and_remedy_in_both_languages(cells_of: CellsOf) -> None:
    cells = cells_of({"sex": "Køn"}, "Køn", "070761-4285")
    read_codes(cells, SEX, {}, DAY)
    problem = cells.findings[0].problem("liste.csv")
    assert problem.say("da") == (
        'liste.csv, række 2, Køn: "070761-****" er ikke oversat til en kode. '
        "Oversæt værdien under kolonnen, eller ret rækken."
    )
    assert problem.say("en") == (
        'liste.csv, row 2, Køn: "070761-****" is not translated to a code. '
        "Translate the value at its column, or mend the row."
    )


@pytest.mark.parametrize(("many", "kinds"), [(CODES, {"unknown_code"}), (CODES + 1, {"too_many_values"})])
def test_a_column_of_more_values_than_codes_can_be_is_told_once(many: int, kinds: set[str], cells_of: CellsOf) -> None:
    codes, wrong = read(cells_of, SEX, *(f"Navn {n}" for n in range(many)), "Navn 0")
    assert codes == [None] * (many + 1)
    assert {kind for _, _, kind in wrong} == kinds
    assert len(wrong) == (many + 1 if many == CODES else 1)


def test_other_errors_are_told_beside_the_column_that_looks_like_no_codes(cells_of: CellsOf) -> None:
    _, wrong = read(cells_of, AGE, *(f"Navn {n}" for n in range(CODES + 1)), "31-02-1990")
    assert wrong == [(0, "Navn 0", "too_many_values"), (CODES + 3, "31-02-1990", "impossible_day")]


@pytest.mark.parametrize("must", ["needed", "wanted"])
def test_empty_cells_are_counted_where_the_wave_asks_for_the_variable(must: str, cells_of: CellsOf) -> None:
    asked = Variable(SEX.id, SEX.label, "codes", codes=SEX.codes, must="needed" if must == "needed" else "wanted")
    cells = cells_of({"sex": "Køn"}, "Køn;Navn", ";A", "k;B", ";C")
    assert read_codes(cells, asked, {}, DAY) == [None, "k", None]
    assert [(f.row, f.column, f.kind, f.other) for f in cells.findings] == [(0, "Køn", "emptyish", "2")]
    assert cells.wrong() == set()


def test_labels_of_an_spss_file_come_before_its_codes_and_its_missing_ones_are_empty(cells_of: CellsOf) -> None:
    cells = cells_of({"district": "v1"}, "v1", "1", "2", "9", "8")
    cells.sheet = type(cells.sheet)(
        cells.sheet.file,
        cells.sheet.columns,
        cells.sheet.rows,
        value_labels={"v1": {"1": "Syd", "2": "Nord"}},
        missing={"v1": frozenset({"9"})},
    )
    assert read_codes(cells, DISTRICT, {}, DAY) == ["02", "01", None, None]
    assert [(f.row, f.kind) for f in cells.findings] == [(5, "unknown_code")]


@pytest.mark.parametrize(
    ("written", "code"),
    [("18", "18-29"), ("29", "18-29"), ("29,9", "18-29"), ("30", "30-59"), ("60", "60plus"), (str(OLDEST), "60plus")],
)
def test_a_number_belongs_to_the_band_that_holds_it_with_both_its_ends(
    written: str, code: str, cells_of: CellsOf
) -> None:
    assert read(cells_of, AGE, written) == ([code], [])


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("17", "outside"),
        ("17,9", "outside"),
        ("-1", "outside"),
        (str(OLDEST + 1), "outside"),
        ("1985", "outside"),  # the year of birth, where the age should stand
        ("01-01-1890", "outside"),
        ("01-01-2015", "outside"),
        ("31-02-1990", "impossible_day"),
        ("1990-13-01", "impossible_day"),
        ("03/04/1990", "day_order"),
        ("02-09-2026", "future_day"),
        ("halvgammel", "unknown_code"),
    ],
)
def test_an_age_or_a_day_that_cannot_be_is_told_and_has_no_code(written: str, kind: str, cells_of: CellsOf) -> None:
    assert read(cells_of, AGE, "30", written) == (["30-59", None], [(3, written, kind)])


def test_a_day_is_counted_to_the_day_the_wave_opens(cells_of: CellsOf) -> None:
    birthdays = ("02-09-1996", "01-09-1996", "1996-08-31", "31.12.1950", "31/12/1990")
    assert read(cells_of, AGE, *birthdays) == (["18-29", "30-59", "30-59", "60plus", "30-59"], [])
    begun = ("02-06-2026", "01-06-2026", "01-09-2026", "15.01.2020")
    assert read(cells_of, MONTHS, *begun) == (["0-2", "3plus", "0-2", "3plus"], [])


def test_months_may_be_any_number_that_has_a_band(cells_of: CellsOf) -> None:
    assert read(cells_of, MONTHS, "0", "2", "3", "400", "-1") == (
        ["0-2", "0-2", "3plus", "3plus", None],
        [(6, "-1", "outside")],
    )


def test_the_code_of_a_band_and_none_outside_all() -> None:
    assert [band(AGE, age) for age in (17, 18, 29, 30, 59, 60, 119)] == [
        None, "18-29", "18-29", "30-59", "30-59", "60plus", "60plus",
    ]  # fmt: skip
    assert band(SEX, 1) is None


def test_age_and_sex_come_from_the_number_and_a_replacement_number_tells_no_sex() -> None:
    numbers = [read_cpr("0707614285"), read_cpr("6707614286"), None, read_cpr("0101104000")]
    assert from_cpr(numbers, SEX, DAY) == ["m", None, None, "k"]
    assert from_cpr(numbers, AGE, DAY) == ["60plus", "60plus", None, None]  # the last one is sixteen

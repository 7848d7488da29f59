"""Values become codes: by recode, label, number or date, and every value that does not is told with its row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.dataset.importing.readers.sheet import Sheet, make_sheet
from borgerpuls.dataset.importing.rule import Band, Rule
from borgerpuls.dataset.importing.translate import number, translate
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Code
from borgerpuls.text import Text

LINE = Text(da="m.toml, linje 3", en="m.toml, line 3")
SCALE = (Code("1", Text(da="Uenig", en="Disagree")), Code("5", Text(da="Enig", en="Agree")))
RULE = Rule("q", LINE, SCALE, missing=frozenset({"0", "Blank"}))
UNITS = Rule("q", LINE, (Code("0101", Text(en="Copenhagen")), Code("0751", Text(en="Aarhus"))))
BANDS = (Band("18-29", Decimal(18), Decimal(29)), Band("30-", Decimal(30), None))
AGES = Rule("q", LINE, (Code("18-29", Text(en="young")), Code("30-", Text(en="old"))), bands=BANDS)


def sheet_of(*values: str) -> Sheet:
    filled = [[value, "x"] for value in values]
    return make_sheet("svar.csv", ["q", "other"], filled, range(2, len(values) + 2))


def codes(sheet: Sheet, rule: Rule, **options: str) -> tuple[list[str | None], list[str]]:
    problems = Problems()
    column = translate(sheet, rule, problems, **options)
    return [] if column is None else column.to_pylist(), [p.say("en") for p in problems.found]


def test_codes_labels_and_numbers_in_other_dress_all_mean_their_code() -> None:
    sheet = sheet_of("1", "5", "5.0", "5,0", "05", "enig", "DISAGREE", "", "0", "Blank")
    assert codes(sheet, RULE) == (["1", "5", "5", "5", "5", "5", "1", None, None, None], [])


def test_recode_comes_first_and_may_say_what_empty_means() -> None:
    rule = replace(RULE, recode={"5": "1", "": "5", "0": ""})
    assert codes(sheet_of("5", "", "0"), rule) == (["1", "5", None], [])


def test_a_label_that_two_codes_share_is_no_guide() -> None:
    rule = Rule("q", LINE, (Code("1", Text(en="Same")), Code("2", Text(en="Same"))))
    found, problems = codes(sheet_of("Same", "1"), rule)
    assert found == [None, "1"]
    assert len(problems) == 1


def test_an_spss_label_is_believed_before_its_code() -> None:
    sheet = replace(sheet_of("1", "2"), value_labels={"q": {"1": "Agree", "2": "Disagree"}})
    assert codes(sheet, RULE) == (["5", "1"], [])


def test_what_an_spss_user_declared_missing_is_missing_unless_it_is_on_the_scale() -> None:
    sheet = replace(sheet_of("5", "9"), missing={"q": frozenset({"5", "9"})})
    assert codes(sheet, RULE) == (["5", None], [])


def test_zeros_that_excel_ate_are_put_back() -> None:
    assert codes(sheet_of("101", "0751", "aarhus"), UNITS) == (["0101", "0751", "0751"], [])


def test_each_wrong_row_is_told_with_the_number_that_excel_shows() -> None:
    found, problems = codes(sheet_of("1", "7", "", "7"), RULE)
    assert found == ["1", None, None, None]
    remedy = "Make it one of 1, 5, or write it in recode or missing."
    assert problems == [
        f'svar.csv, row 3, q: "7" is not a code here. {remedy}',
        f'svar.csv, row 5, q: "7" is not a code here. {remedy}',
    ]


def test_where_most_rows_are_wrong_it_is_the_rule_that_is_told() -> None:
    (problem,) = codes(sheet_of(*["7"] * 40, "1"), RULE)[1]
    assert problem.startswith('m.toml, line 3: 40 of 41 rows of column "q" do not fit: "7".')


def test_numbers_fall_in_their_band_and_outside_is_told() -> None:
    found, problems = codes(sheet_of("18", "29", "30", "99", "17"), AGES)
    assert found == ["18-29", "18-29", "30-", "30-", None]
    assert problems == ['svar.csv, row 6, q: "17" (17) lies outside every range. Correct the number or the ranges.']


def test_dates_of_birth_become_ages_on_the_day() -> None:
    rule = replace(AGES, age_on=date(2024, 2, 29))
    dates = sheet_of("1994-02-28", "1994-03-01", "13-02-1972", "13.02.1972", "1972-02-13 00:00:00")
    assert codes(dates, rule) == (["30-", "18-29", "30-", "30-", "30-"], [])


@pytest.mark.parametrize("value", ["1972-13-02", "02/13/1972", "31-02-1972", "old", "72"])
def test_what_is_not_a_date_is_told(value: str) -> None:
    (problem,) = codes(sheet_of(value), replace(AGES, age_on=date(2024, 3, 1)))[1]
    assert problem == f'svar.csv, row 2, q: "{value}" is not a date. Write YYYY-MM-DD.'


def test_a_missing_column_is_told_at_the_rules_line_with_what_was_meant() -> None:
    sheet = make_sheet("svar.csv", ["Q7All", "x"], [["1", "2"]], [2])
    (problem,) = codes(sheet, replace(RULE, column="Q7ALL"))[1]
    assert problem == 'm.toml, line 3: svar.csv has no column "Q7ALL". Did you mean "Q7All"?'


def test_a_doubled_column_is_refused() -> None:
    sheet = make_sheet("svar.csv", ["q", "q "], [["1", "5"]], [2])
    (problem,) = codes(sheet, RULE)[1]
    assert 'several columns "q"' in problem


@given(st.decimals(-1000, 1000, places=3))
def test_a_number_is_the_same_with_comma_and_with_point(value: Decimal) -> None:
    point = f"{value:f}"
    comma = point.replace(".", ",")
    assert number(point) == number(comma) == number(comma, ",") == value
    assert number(comma, ".") is None


@pytest.mark.parametrize("value", ["1.234,5", "1e3", "½", "", "NaN", "--1", "٣"])
def test_what_is_not_plainly_a_number_is_none(value: str) -> None:
    assert number(value) is None

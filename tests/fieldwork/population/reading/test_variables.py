"""What a population list may hold in a wave: contact data, backgrounds, the local comparison."""

from datetime import date
from pathlib import Path

import pytest

from borgerpuls.fieldwork.models.waves import KeptComparison
from borgerpuls.fieldwork.population.reading.variables import BACKGROUND, CONTACT, Variable, languages, variables
from borgerpuls.languages import OFFERED
from borgerpuls.questionnaire.read import read

DAY = date(2026, 9, 1)
ASKED = read(Path(__file__).resolve().parents[4] / "survey" / "2026.toml")


def comparison(column: str) -> KeptComparison:
    return {
        "name": {"da": "Ny indsats", "en": "New programme"},
        "groups": [{"da": "Ikke med", "en": "Not in it"}, {"da": "Med", "en": "In it"}],
        "column": column,
    }


def variable(name: str, day: date = DAY) -> Variable:
    return next(one for one in variables(ASKED, day) if one.id == BACKGROUND + name)


def test_contact_data_come_first_and_then_every_background_variable_once() -> None:
    names = [one.id for one in variables(ASKED, DAY)]
    assert names[: len(CONTACT)] == [one.id for one in CONTACT]
    assert names[len(CONTACT) :] == [BACKGROUND + b.id for b in ASKED.backgrounds]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", OFFERED)
def test_everything_is_called_something_of_its_own_in_each_language_of_the_staff(language: str) -> None:
    labels = [one.label[language] for one in variables(ASKED, DAY, comparison=comparison("Hold"))]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_no_heading_means_two_things() -> None:
    words = [word for one in variables(ASKED, DAY) for word in {word.casefold() for word in one.words}]
    assert len(set(words)) == len(words)


def test_what_the_wave_is_weighted_by_is_needed_and_its_groups_are_wanted() -> None:
    found = variables(ASKED, DAY, needed=("sex", "age"), wanted=("age", "target_group"))
    must = {one.id: one.must for one in found if one.must}
    assert must == {
        f"{BACKGROUND}sex": "needed",
        f"{BACKGROUND}age": "needed",
        f"{BACKGROUND}target_group": "wanted",
    }


def test_numbers_and_days_are_banded_in_years_and_months_and_named_codes_are_not() -> None:
    banded = {name: variable(name).banded for name in ("age", "duration", "sex", "target_group")}
    assert banded == {"age": "years", "duration": "months", "sex": "", "target_group": ""}


def test_the_cpr_number_tells_age_and_sex_and_nothing_else() -> None:
    told = {one.id: one.cpr for one in variables(ASKED, DAY) if one.cpr}
    assert told == {f"{BACKGROUND}age": "age", f"{BACKGROUND}sex": "sex"}


def test_codes_are_those_in_force_on_the_day_the_wave_opens() -> None:
    before, after = (
        {code.id for code in variable("target_group", day).codes} for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    assert "jobparat" in before
    assert "jobhjaelp" not in before
    assert "jobhjaelp" in after


def test_the_two_groups_of_a_comparison_are_wanted_under_its_own_name_and_column() -> None:
    *_, compare = variables(ASKED, DAY, comparison=comparison("Hold"))
    assert (compare.id, compare.must, compare.words) == ("compare", "wanted", ("Hold",))
    assert (compare.label["da"], compare.label["en"]) == ("Ny indsats", "New programme")
    assert [(code.id, code.label["en"]) for code in compare.codes] == [("0", "Not in it"), ("1", "In it")]


def test_a_comparison_without_a_column_is_known_by_its_name_alone() -> None:
    assert variables(ASKED, DAY, comparison=comparison(""))[-1].words == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [("da", "da"), ("dansk", "da"), ("danish", "da"), ("arabisk", "ar"), ("arabic", "ar"), ("engelsk", "en")],
)
def test_a_list_may_call_a_language_by_its_code_or_its_name(written: str, code: str) -> None:
    assert languages(ASKED)[written] == code


def test_a_language_that_the_questionnaire_is_not_in_is_not_known() -> None:
    assert set(languages(ASKED).values()) == set(ASKED.languages)
    assert "tysk" not in languages(ASKED)

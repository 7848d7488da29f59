"""Codes of a background variable, counted in the database."""

import pytest
from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from borgerpuls.fieldwork.models import Enrolment, Person
from borgerpuls.fieldwork.population.background import coded

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def persons(enrolment: Enrolment) -> None:
    backgrounds: list[dict[str, str | None]] = [
        {"sex": "k", "målgruppe": "60plus"},
        {"sex": "k", "målgruppe": "3-11"},
        {"sex": "m", "målgruppe": "0101"},
        {"sex": None},
        {},
    ]
    Person.objects.bulk_create(
        Person(enrolment=enrolment, pseudonym=f"p{n}", code_hash=bytes([n]), background=background)
        for n, background in enumerate(backgrounds)
    )


def counted(variable: str) -> dict[str | None, int]:
    rows = Person.objects.values(code=coded(variable)).annotate(many=Count("pk"))
    return {row["code"]: row["many"] for row in rows}


@pytest.mark.usefixtures("persons")
def test_persons_are_counted_by_code_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert counted("sex") == {"k": 2, "m": 1, None: 2}


@pytest.mark.usefixtures("persons")
def test_a_code_that_is_null_and_one_that_was_never_there_are_both_none() -> None:
    none = Person.objects.annotate(code=coded("sex")).filter(code=None)
    assert sorted(none.values_list("pseudonym", flat=True)) == ["p3", "p4"]


@pytest.mark.usefixtures("persons")
def test_a_code_keeps_its_zeros_and_signs_and_a_variable_its_letters() -> None:
    assert counted("målgruppe") == {"60plus": 1, "3-11": 1, "0101": 1, None: 2}


@pytest.mark.usefixtures("persons")
def test_a_variable_that_nobody_has_is_none_for_all() -> None:
    assert counted("age") == {None: 5}

"""The register of municipalities in the table."""

from datetime import date

import pytest

from borgerpuls.fieldwork.models import Municipality
from borgerpuls.fieldwork.survey import registers

pytestmark = pytest.mark.django_db


def test_all_municipalities_are_laid_with_their_zeros_and_names() -> None:
    assert registers.lay_municipalities() == 98
    name = Municipality.objects.get(pk="0101").name
    assert (name["da"], name["en"]) == ("København", "Copenhagen")


def test_laying_them_again_mends_a_name_and_doubles_nothing() -> None:
    registers.lay_municipalities()
    Municipality.objects.filter(pk="0751").update(name={"da": "Århus", "en": "Århus"})
    registers.lay_municipalities()
    assert Municipality.objects.count() == 98
    assert Municipality.objects.get(pk="0751").name["da"] == "Aarhus"


def test_municipalities_of_a_day_come_by_code() -> None:
    codes = [unit.code for unit in registers.municipalities(date(2026, 3, 1))]
    assert codes == sorted(codes)
    assert len(codes) == 98


def test_a_code_that_the_register_does_not_know_is_its_own_name() -> None:
    assert registers.name_of("9999")["da"] == "9999"
    assert registers.name_of("0707")["en"] == "Norddjurs"

"""What the memory of columns refuses: two headings for one variable."""

import pytest
from django.db import IntegrityError

from borgerpuls.fieldwork.models import ColumnMemory, Municipality

pytestmark = pytest.mark.django_db


def test_a_municipality_remembers_one_column_for_a_variable(municipality: Municipality) -> None:
    ColumnMemory.objects.create(municipality=municipality, variable="cpr", heading="CPR")
    with pytest.raises(IntegrityError):
        ColumnMemory.objects.create(municipality=municipality, variable="cpr", heading="Personnummer")


def test_other_variables_and_other_municipalities_are_remembered_beside_it(municipality: Municipality) -> None:
    other = Municipality.objects.create(code="0101", name={})
    for place, variable in ((municipality, "cpr"), (municipality, "email"), (other, "cpr")):
        ColumnMemory.objects.create(municipality=place, variable=variable, heading="CPR")
    assert ColumnMemory.objects.filter(heading="CPR").count() == 3

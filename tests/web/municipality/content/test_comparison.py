"""The page of the local comparison."""

import pytest
from municipality_pages import LANGUAGES, SignedIn, here, listed, words

from borgerpuls.fieldwork.enrolment import enrolments

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_a_comparison_is_told_beforehand_what_it_can_show(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "0,34" in words(client, here(wave, "sammenligning/"))  # 100 against 100 at 0.85
    listed(wave, 1000)
    page = words(client, here(wave, "sammenligning/"))
    assert "150" in page
    assert "0,28" in page  # 150 against 150: 30 % of 500 and 500
    assert "Ja" in page


def test_a_comparison_is_saved_removed_and_its_faults_are_told(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    names = {f"{part}-{lang}": f"{part} {lang}" for part in ("name", "one", "zero") for lang in LANGUAGES}
    refused = client.post(here(wave, "sammenligning/"), names)
    assert refused.status_code == 422
    assert 'value="one da"' in refused.content.decode()
    client.post(here(wave, "sammenligning/"), {**names, "column": "Hold", "randomised": "1"})
    found = enrolments.enrolment("0707", wave).comparison
    assert found is not None
    assert (found.column, found.groups[1]["en"], found.randomised) == ("Hold", "one en", True)
    assert 'value="1" aria-describedby="randomised-hint" checked' in words(client, here(wave, "sammenligning/"))
    listed(wave, 0)
    assert "ingen kolonne »Hold«" in words(client, here(wave))
    client.post(here(wave, "sammenligning/"), {"remove": "1"})
    assert enrolments.enrolment("0707", wave).comparison is None

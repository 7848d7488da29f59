"""The page of the sample."""

import pytest
from municipality_pages import SignedIn, here, listed, words

from borgerpuls.fieldwork.enrolment import enrolments

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_a_sample_is_proposed_drawn_and_kept_with_its_seed(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "Populationslisten kommer først." in words(client, here(wave, "stikproeve/"))
    listed(wave, 400)
    page = words(client, here(wave, "stikproeve/") + "?width=0.2&rate=0.5&by=target_group")
    assert '<option value="0.2" selected>' in page
    assert 'value="139"' in page  # 69.4 answers for ± 0.2 at 0.85, half of those asked answering
    client.post(here(wave, "stikproeve/"), {"size": "100", "by": "target_group"})
    view = enrolments.enrolment("0707", wave)
    assert (view.sampled, view.sample_size, view.sample_by) == (100, 100, "target_group")
    assert str(view.sample_seed) in words(client, here(wave, "stikproeve/"))
    client.post(here(wave, "stikproeve/"), {"everybody": "1", "by": ""})
    assert enrolments.enrolment("0707", wave).sampled == 400


@pytest.mark.parametrize("size", ["", "0", "401", "-5", "ti", "²", "9" * 40])
def test_a_size_that_cannot_be_is_refused_and_kept(staff_client: SignedIn, wave: str, size: str) -> None:
    listed(wave, 400)
    answer = staff_client("coordinator", "0707").post(here(wave, "stikproeve/"), {"size": size, "by": ""})
    assert answer.status_code == 422
    assert f'value="{size}" aria-describedby="size-error"' in answer.content.decode()

"""What a text-only patch says anew."""

from typing import Any

import pytest

from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.wording_patch import words_changed
from borgerpuls.questionnaire.read import read

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def shared(office: Any) -> str:
    """The shared questionnaire's source."""
    return questionnaires.read(waves.wave(office.wave).plan.questionnaire).source


def test_every_changed_word_is_named_in_its_language(shared: str) -> None:
    better = shared.replace('en = "Respect', 'en = "Respect').replace(
        'label = { da = "Helt uenig", en = "Strongly disagree"',
        'label = { da = "Meget uenig", en = "Strongly disagree"',
    )
    better = better.replace("Samtalen", "Samtalerne", 1)
    changed = {
        (where["en"], language): (old, new) for where, language, old, new in words_changed(read(shared), read(better))
    }
    assert changed == {
        ('scale "agreement", answer 1', "da"): ("Helt uenig", "Meget uenig"),
        ('theme "conversation"', "da"): ("Samtalen", "Samtalerne"),
    }

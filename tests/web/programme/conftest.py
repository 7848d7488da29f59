"""The programme office's browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.survey import questionnaires


@pytest.fixture
def client(office: Any, staff_client: Callable[..., Client]) -> Client:
    """Signed in as the programme office, with a wave in the field."""
    return staff_client("programme")


@pytest.fixture
def show(client: Client) -> Callable[..., str]:
    """``show(address)``: what the page says, with ordinary blanks."""

    def page(address: str, status: int = 200) -> str:
        answer = client.get(address)
        words = str(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")
        assert answer.status_code == status, words[:2000]
        return words

    return page


@pytest.fixture
def shared(office: Any) -> str:
    """The questionnaire of the wave, as its file has it."""
    return questionnaires.read(waves.wave(office.wave).plan.questionnaire).source

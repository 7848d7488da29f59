"""Better words in an open wave: shown before they are used, and anything but words refused."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borgerpuls.fieldwork.models import AuditEntry, SaveEvent, Wave
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.survey import questionnaires

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
ADDRESS = "/program/trial-2026/ord/"


def file(content: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("better.toml", content.encode())}


def better(shared: str) -> str:
    """The same questions in other words."""
    changed = shared.replace("den hjælp, du får af din kommune", "kommunens hjælp")
    assert changed != shared
    return changed


def test_better_words_are_shown_before_they_are_used(client: Client, shared: str) -> None:
    before = waves.wave("trial-2026").fielded
    page = client.post(ADDRESS, file(better(shared))).content.decode()
    assert "Én tekst ændres" in page
    assert "kommunens hjælp?" in page
    assert waves.wave("trial-2026").fielded == before
    version = questionnaires.versions()[0].fingerprint
    assert client.post(ADDRESS, {"version": version}).status_code == 302
    assert "kommunens hjælp" in waves.questionnaire_of("trial-2026").source
    assert len(waves.questionnaire_of("trial-2026").local_of("0707")) == 2


def test_more_than_words_is_refused_with_what_differs(client: Client, shared: str) -> None:
    answer = client.post(ADDRESS, file(shared.replace("code = 8, label", "code = 7, label")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "skalaen" in page
    assert "næste måling" in page
    assert 'name="version"' not in page


def test_the_same_words_and_a_broken_file_and_no_file_are_told(client: Client, shared: str) -> None:
    assert "Ingen ord er anderledes" in client.post(ADDRESS, file(shared)).content.decode()
    assert client.post(ADDRESS, file("x = ")).status_code == 422
    assert "Vælg en fil" in client.post(ADDRESS).content.decode()


def test_an_unknown_version_is_refused(client: Client) -> None:
    assert client.post(ADDRESS, {"version": "0" * 64}).status_code == 422


def test_who_took_the_words_into_use_stands_in_the_log_and_every_answer_is_kept(
    client: Client, shared: str, office: Any
) -> None:
    person = answers.respondent(office.persons["0707"][0])
    assert person is not None
    answers.save(person, 1, {"overall_help": "4"}, "da", "form", office.now)
    client.post(ADDRESS, file(better(shared)))
    version = questionnaires.versions()[0].fingerprint
    page = client.post(ADDRESS, {"version": version}, follow=True).content.decode()
    assert "De nye ord er i brug" in page
    entry = AuditEntry.objects.get(act="wave.patch")
    assert (entry.who, entry.wave) == ("programme-all@example.org", office.wave)
    assert answers.answers_of(person.person) == {"overall_help": 4}
    assert SaveEvent.objects.count() == 1


def test_a_version_that_was_shown_is_found_again_by_its_address(client: Client, shared: str) -> None:
    client.post(ADDRESS, file(better(shared)))
    version = questionnaires.versions()[0].fingerprint
    page = client.get(ADDRESS, {"version": version}).content.decode()
    assert "kommunens hjælp?" in page
    assert f'name="version" value="{version}"' in page


def test_arabic_words_are_shown_from_right_to_left(client: Client, shared: str) -> None:
    changed = shared.replace("هل هناك شيء آخر تود أن تخبرنا به؟", "هل تود أن تخبرنا بشيء آخر؟")
    page = client.post(ADDRESS, file(changed)).content.decode()
    assert page.count('<span lang="ar" dir="rtl">') == 2
    assert 'dir="ltr"' not in page


def test_a_wave_that_is_over_keeps_its_words(client: Client, shared: str) -> None:
    before = waves.wave("trial-2026").fielded
    client.post(ADDRESS, file(better(shared)))
    version = questionnaires.versions()[0].fingerprint
    Wave.objects.update(state=Wave.State.CLOSED)
    assert client.post(ADDRESS, {"version": version}).status_code == 422
    assert waves.wave("trial-2026").fielded == before


def test_looking_changes_nothing(client: Client) -> None:
    before = waves.wave("trial-2026").fielded
    assert client.get(ADDRESS).status_code == 200
    assert (waves.wave("trial-2026").fielded, len(questionnaires.versions())) == (before, 1)

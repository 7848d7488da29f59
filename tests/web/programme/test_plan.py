"""The form of a plan."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from borgerpuls.fieldwork.models import Wave
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.specification import fix_plan
from borgerpuls.fieldwork.survey import questionnaires

Show = Callable[..., str]
pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def form(office: Any) -> dict[str, Any]:
    """A form as a careful person fills it in."""
    today = timezone.localdate()
    return {
        "questionnaire": waves.wave(office.wave).plan.questionnaire,
        "name": "2027-foraar",
        "title-da": "Foråret 2027",
        "title-en": "Spring 2027",
        "title-ar": "ربيع 2027",
        "asks-da": "Kommunen spørger.",
        "asks-en": "The municipality asks.",
        "asks-ar": "تسأل البلدية.",
        "opens_on": (today + timedelta(30)).isoformat(),
        "closes_on": (today + timedelta(60)).isoformat(),
        "contact_until": (today + timedelta(200)).isoformat(),
        "channels-1": "digital_post",
        "channels-2": "letter",
        "reminders": "7, 14",
        "groups": ["target_group", "sex"],
        "weighting_by": ["sex", "age"],
        "case_mix": ["age"],
        "national": "citizens",
        "previous": "",
    }


def test_a_new_wave_is_made_of_the_newest_questionnaire(client: Client, show: Show, form: dict[str, Any]) -> None:
    page = show("/program/ny/")
    assert 'name="title-ar"' in page
    assert 'dir="rtl"' in page
    answer = client.post("/program/ny/", form)
    assert answer.headers["Location"] == "/program/2027-foraar/"
    plan = waves.wave("2027-foraar").plan
    assert plan.channels == ("digital_post", "letter")
    assert plan.reminders == (7, 14)
    assert plan.title["ar"] == "ربيع 2027"
    assert plan.weighting_by == ("sex", "age")
    assert "Planen er gemt" in show("/program/2027-foraar/")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client: Client, form: dict[str, Any]) -> None:
    form |= {"title-en": "", "reminders": "14, 7", "channels-2": "digital_post", "asks-da": "Vi <b>spørger</b>."}
    answer = client.post("/program/ny/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Titel på engelsk", "Dagene skal stige", "Det samme er valgt to gange", "Foråret 2027", "14, 7"):
        assert words in page
    assert "Vi &lt;b&gt;spørger&lt;/b&gt;." in page
    assert 'class="form-error-message"' in page
    assert not Wave.objects.filter(name="2027-foraar").exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("opens_on", "i morgen"), ("closes_on", ""), ("reminders", "syv"), ("reminders", "-7"), ("reminders", "9" * 40),
     ("name", "Forår 2027"), ("national", "x"), ("groups", ["shoe_size"]), ("channels-1", "due"), ("name", "x" * 99)],
)  # fmt: skip
def test_what_cannot_be_read_is_told(client: Client, form: dict[str, Any], field: str, typed: object) -> None:
    answer = client.post("/program/ny/", form | {field: typed})
    assert answer.status_code == 422
    assert "form-error-message" in answer.content.decode()
    assert Wave.objects.count() == 1


def test_an_unknown_questionnaire_is_not_found(client: Client, form: dict[str, Any]) -> None:
    assert client.get("/program/ny/?skema=nothing").status_code == 404
    assert client.post("/program/ny/", form | {"questionnaire": "0" * 64}).status_code == 404


def test_a_plan_is_changed_and_shown_as_it_is(client: Client, show: Show, form: dict[str, Any]) -> None:
    client.post("/program/ny/", form)
    assert 'value="7, 14"' in show("/program/2027-foraar/plan/")
    client.post("/program/2027-foraar/plan/", form | {"reminders": "10"})
    assert waves.wave("2027-foraar").plan.reminders == (10,)


def test_another_questionnaire_is_chosen_for_a_draft(
    office: Any, client: Client, show: Show, form: dict[str, Any]
) -> None:
    client.post("/program/ny/", form)
    shared = questionnaires.read(form["questionnaire"]).source
    other = questionnaires.add(shared.replace("2026", "2027"), "x", office.now).fingerprint
    assert other in show(f"/program/2027-foraar/plan/?skema={other}")
    client.post("/program/2027-foraar/plan/", form | {"questionnaire": other})
    assert waves.wave("2027-foraar").plan.questionnaire == other


def test_in_the_field_the_last_day_is_moved_and_the_rest_stands(client: Client, show: Show) -> None:
    assert "Målingen kører" in show("/program/trial-2026/plan/")
    before = waves.wave("trial-2026").plan
    later = before.closes_on + timedelta(7)
    typed = {"closes_on": later.isoformat(), "contact_until": before.contact_until.isoformat(), "reminders": "7"}
    answer = client.post("/program/trial-2026/plan/", typed | {"name": "hacked", "channels-1": "letter"})
    assert answer.status_code == 302
    after = waves.wave("trial-2026").plan
    assert (after.closes_on, after.reminders) == (later, (7,))
    assert (after.name, after.channels, after.groups) == (before.name, before.channels, before.groups)


def test_a_plan_that_is_over_cannot_be_saved(client: Client, show: Show) -> None:
    Wave.objects.update(state="published")
    assert "Planen ligger fast" in show("/program/trial-2026/plan/")
    client.post("/program/trial-2026/plan/", {"closes_on": "2030-01-01"})
    assert waves.wave("trial-2026").plan.closes_on.year < 2030


def test_the_page_says_when_the_plan_of_analysis_was_fixed_and_its_digest(show: Show, office: Any) -> None:
    assert "lægges fast med et fingeraftryk, når målingen åbner" in show("/program/ny/")
    one = Wave.objects.get(name=office.wave)
    assert "fingeraftryk" not in show(f"/program/{office.wave}/plan/")  # it opened by an earlier version
    fix_plan(one, timezone.now())
    one.save()
    plan = waves.wave(office.wave).analysis_plan
    assert plan is not None
    page = show(f"/program/{office.wave}/plan/")
    assert f"<code>{plan.digest}</code>" in page
    assert "Analyseplanen blev lagt fast " in page

"""The page of the log."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from borgerpuls.fieldwork.models import AuditEntry
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey.registers import lay_municipalities

pytestmark = pytest.mark.django_db
StaffClient = Callable[..., Client]
LOG = "/stab/log/"
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def acts(db: None) -> None:
    lay_municipalities()
    audit.record("pia@example.org", "wave.open", NOW, wave="trial-2026", municipalities=2)
    audit.record("karl@example.org", "enrolment.letter", NOW, wave="trial-2026", municipality="0707")
    audit.record("kim@example.org", "enrolment.letter", NOW, wave="trial-2026", municipality="0101")


def test_the_programme_office_sees_everything(staff_client: StaffClient) -> None:
    page = staff_client("programme").get(LOG).content.decode()
    assert "Åbnede målingen" in page
    assert all(who in page for who in ("pia@", "karl@", "kim@"))
    assert "Loggen er hel: alle 3 linjer passer" in page
    assert audit.verify().digest in page


def test_a_coordinator_sees_the_own_municipality(staff_client: StaffClient) -> None:
    page = staff_client("coordinator", "0707").get(LOG).content.decode()
    assert "karl@" in page
    assert "kim@" not in page
    assert "pia@" not in page


def test_a_foreign_municipalitys_log_is_not_there(staff_client: StaffClient) -> None:
    client = staff_client("coordinator", "0707")
    assert client.get(LOG, {"municipality": "0707"}).status_code == 200
    assert client.get(LOG, {"municipality": "0101"}).status_code == 404
    assert staff_client("reader", "0101").get(LOG).status_code == 404


def test_entries_are_found_by_what_one_looks_for(staff_client: StaffClient) -> None:
    client = staff_client("programme")
    assert "kim@" not in client.get(LOG, {"municipality": "0707"}).content.decode()
    assert "pia@" not in client.get(LOG, {"act": "enrolment.letter"}).content.decode()
    assert "karl@" not in client.get(LOG, {"who": "kim"}).content.decode()
    assert "Der er ikke noget" in client.get(LOG, {"since": "2026-03-11"}).content.decode()
    assert client.get(LOG, {"since": "rubbish", "before": "-1", "act": "<script>"}).status_code == 200


def test_a_broken_chain_is_said_in_red(staff_client: StaffClient) -> None:
    AuditEntry.objects.filter(number=2).update(who="somebody@example.org")
    page = staff_client("programme").get(LOG).content.decode()
    assert "Loggen er brudt ved linje 2" in page
    assert "alert-error" in page


def test_a_long_log_has_earlier_pages_that_keep_the_filter(staff_client: StaffClient) -> None:
    for k in range(150):
        audit.record("pia@example.org", "wave.open", NOW + timedelta(minutes=k), municipality="0707")
    client = staff_client("programme")
    page = client.get(LOG, {"municipality": "0707"}).content.decode()
    link = re.search(r'href="(\?[^"]+)"', page)
    assert link
    earlier = client.get(LOG + link[1].replace("&amp;", "&")).content.decode()
    assert "karl@" not in page
    assert "karl@" in earlier
    assert "kim@" not in earlier

"""The page of responses."""

from datetime import timedelta
from typing import Any

import pytest
from municipality_pages import SignedIn, here, words

from borgerpuls.fieldwork.models import Enrolment, Message, Person

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


def test_the_responses_name_groups_that_fall_behind_and_hide_small_ones(staff_client: SignedIn, office: Any) -> None:
    enrolment = Enrolment.objects.get(wave__name=office.wave, municipality="0707")
    rows = []
    for n in range(200):
        group = "sygedagpenge" if n < 60 else "jobparat"
        answered = office.now - timedelta(days=n % 5) if n % 20 < (1 if n < 60 else 9) else None
        rows.append(
            Person(
                enrolment=enrolment,
                pseudonym=f"x{n:021}",
                code_hash=b"x" + n.to_bytes(15, "big"),
                background={"target_group": group, "sex": "k", "age": "30-39"},
                started_at=answered,
                submitted_at=answered,
            )
        )
    Person.objects.bulk_create(rows)
    Message.objects.bulk_create(
        Message(
            person=person,
            enrolment=enrolment,
            occasion=0,
            channel="email",
            state="unsure" if k == 0 else "failed_for_good" if k == 1 else "delivered",
            due_at=office.now,
            begun_at=office.now,
            handed_over_at=office.now,
        )
        for k, person in enumerate(rows)
    )
    client = staff_client("coordinator", "0707")
    page = words(client, here(office.wave, "svar/"))
    assert "<strong>Sygedagpengemodtagere</strong>" in page
    assert "<strong>Jobparate</strong>" not in page
    assert "Små grupper tilsammen" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" role="img"' in page
    assert "1 besked er måske sendt, måske ikke" in page
    assert "1 besked kunne ikke afleveres" in page
    assert "Halter bagefter" in words(client, here(office.wave))
    assert "Send dem igen" not in words(staff_client("reader", "0707"), here(office.wave, "svar/"))
    client.post(here(office.wave, "svar/igen"))
    assert Message.objects.filter(state="queued").count() == 1

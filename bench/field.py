"""An invented wave in the field, in the databases that the environment names; prints a code a line.

    BORGERPULS_HOME=folder python bench/field.py 500

The questionnaire is survey/2026.toml with its local questions, asked in Norddjurs. Load bench, kill tests and browser
tests answer it.
"""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerpuls.web.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from borgerpuls.fieldwork.models import Enrolment, Person, Wave  # noqa: E402
from borgerpuls.fieldwork.responses.access_codes import code_hash, code_of  # noqa: E402
from borgerpuls.fieldwork.survey import questionnaires, registers  # noqa: E402

ASKS = {
    "da": "Norddjurs Kommune og 97 andre kommuner vil vide, hvordan hjælpen på vej mod arbejde virker.\n"
    "Svarene bruges til at gøre hjælpen bedre. Grundlaget er databeskyttelsesforordningen, artikel 6, stk. 1, litra e.",
    "en": "Norddjurs and 97 other municipalities want to know how the help on the way to work works.\n"
    "The answers are used to make the help better. The basis is the GDPR, article 6(1)(e).",
    "ar": "تريد بلدية نوردجورس و97 بلدية أخرى أن تعرف كيف تعمل المساعدة في الطريق إلى العمل.\n"
    "تُستخدم الإجابات لتحسين المساعدة. الأساس القانوني هو المادة 6 (1) (هـ) من اللائحة العامة لحماية البيانات.",
}


def make(persons: int, place: str = "0707") -> Iterator[str]:
    """Lay out the tables, open a wave, and give each person's code."""
    for database in ("default", "contacts"):
        call_command("migrate", database=database, verbosity=0)
    now = timezone.now()
    registers.lay_municipalities()
    fielded = questionnaires.add(Path(settings.SURVEY / "2026.toml").read_text("utf-8"), "bench", now).fingerprint
    wave = Wave.objects.create(
        name="bench", title=dict.fromkeys(ASKS, "Bench"), state=Wave.State.OPEN, asks=ASKS, invented=True,
        opens_on=now.date(), closes_on=now.date() + timedelta(28), contact_until=now.date() + timedelta(120),
        questionnaire_id=fielded, fielded_id=fielded,
    )  # fmt: skip
    enrolment = Enrolment.objects.create(
        wave=wave,
        municipality_id=place,
        enrolled_at=now,
        list_state=Enrolment.List.APPROVED,
        sender="Norddjurs Kommune",
    )
    names = [f"bench{k:06d}" for k in range(persons)]
    Person.objects.bulk_create(
        (
            Person(
                enrolment=enrolment,
                pseudonym=name,
                code_hash=code_hash(code_of(name)),
                background={"sex": "k", "age": "30-39", "duration": "3-11", "target_group": "jobparat"},
            )
            for name in names
        ),
        batch_size=1000,
    )
    return map(code_of, names)


if __name__ == "__main__":
    print("\n".join(make(int(sys.argv[1]))))

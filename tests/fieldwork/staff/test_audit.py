"""The log of what was done: whole, in order, and silent about persons."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction

from borgerpuls.fieldwork.models import AuditEntry, AuditHead
from borgerpuls.fieldwork.staff import audit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def make(many: int = 5) -> None:
    for k in range(many):
        place = ("0101", "0707")[k % 2]
        audit.record(f"p{k % 2}@example.org", "wave.open", NOW + timedelta(days=k), wave="w", municipality=place, n=k)


def test_an_empty_log_is_whole() -> None:
    assert audit.verify() == audit.ChainCheck(0, None, "0" * 64)


def test_the_first_digest_is_made_as_the_docstring_says() -> None:
    audit.record("pia@example.org", "wave.open", NOW, wave="w", municipalities=2)
    told = (
        '{"act":"wave.open","at":"2026-03-10T09:30:00.000000+00:00","details":{"municipalities":2},'
        '"municipality":"","number":1,"wave":"w","who":"pia@example.org"}'
    )
    assert audit.verify().digest == sha256(("0" * 64 + told).encode()).hexdigest()


def test_each_entry_holds_the_digest_of_the_one_before() -> None:
    make(4)
    rows = AuditEntry.objects.order_by("number")
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [row.previous for row in rows] == ["0" * 64, *(row.digest for row in rows[:3])]
    assert audit.verify() == audit.ChainCheck(4, None, rows[3].digest)


@pytest.mark.parametrize(
    "change",
    [
        {"who": "somebody@example.org"},
        {"act": "wave.close"},
        {"wave": "v"},
        {"municipality": "0849"},
        {"at": NOW},
        {"details": {"n": 99}},
        {"digest": "1" * 64},
        {"previous": "1" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_breaks_the_chain_there(change: dict[str, object]) -> None:
    make(5)
    AuditEntry.objects.filter(number=3).update(**change)
    assert audit.verify().broken_at == 3


def test_a_removed_entry_breaks_the_chain() -> None:
    make(5)
    AuditEntry.objects.filter(number=3).delete()
    assert audit.verify().broken_at == 3


def test_entries_removed_from_the_end_are_missed() -> None:
    make(5)
    AuditEntry.objects.filter(number__gt=3).delete()
    assert audit.verify().broken_at == 4


def test_a_log_that_was_emptied_is_missed() -> None:
    make(2)
    AuditEntry.objects.all().delete()
    assert audit.verify().broken_at == 1


def test_an_entry_put_in_behind_the_end_breaks_the_chain() -> None:
    make(2)
    last = AuditEntry.objects.get(number=2)
    AuditEntry.objects.create(number=3, at=NOW, who="x", act="y", previous=last.digest, digest="2" * 64)
    assert audit.verify().broken_at == 3


def test_an_entry_that_was_numbered_anew_with_its_digest_breaks_the_chain() -> None:
    make(3)
    last = AuditEntry.objects.get(number=3)
    AuditEntry.objects.filter(number=3).delete()
    told = {
        "number": 4,
        "at": last.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "who": last.who,
        "act": last.act,
        "wave": last.wave,
        "municipality": last.municipality,
        "details": last.details,
    }
    written = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    last.number, last.digest = 4, sha256(f"{last.previous}{written}".encode()).hexdigest()
    last.save(force_insert=True)
    AuditHead.objects.update(digest=last.digest)
    assert audit.verify().broken_at == 3


def test_an_act_that_was_undone_leaves_no_entry() -> None:
    make(1)

    def fail() -> None:
        with transaction.atomic():
            audit.record("pia@example.org", "wave.open", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert audit.verify().entries == 1
    assert audit.verify().broken_at is None
    make(1)
    assert audit.verify() == audit.ChainCheck(2, None, AuditHead.objects.get().digest)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        audit.record("pia@example.org", "wave.open", NOW.replace(tzinfo=None))


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    audit.record("pia@example.org", "wave.open", NOW.astimezone(timezone(timedelta(hours=2))))
    assert audit.verify().broken_at is None
    assert audit.entries()[0].at == NOW


@pytest.mark.parametrize("cpr", ["010180-1234", "0101801234", "liste 0101801234.csv", "å010180-1234å"])
def test_what_looks_like_a_cpr_number_is_struck_out(cpr: str) -> None:
    audit.record("pia@example.org", "population.accept", NOW, file=cpr, deep=[{"also": [cpr]}], seed=1234567890)
    kept = json.dumps(AuditEntry.objects.get().details)
    assert "1234" not in kept.replace("1234567890", "")
    assert audit.entries()[0].details["seed"] == 1234567890
    assert audit.verify().broken_at is None


def test_what_json_cannot_hold_is_an_error_and_nothing_is_written() -> None:
    with pytest.raises(TypeError):
        audit.record("pia@example.org", "wave.open", NOW, when=NOW)
    assert audit.verify().entries == 0


def test_a_municipality_sees_its_own_entries_newest_first() -> None:
    make(5)
    assert [e.number for e in audit.entries()] == [5, 4, 3, 2, 1]
    assert [e.number for e in audit.entries("0707")] == [4, 2]
    assert audit.entries("0849") == ()
    assert audit.municipalities() == ("0101", "0707")


def test_entries_are_found_by_person_act_wave_and_day() -> None:
    make(5)
    audit.record("pia@example.org", "contacts.read", NOW, wave="v")
    assert [e.number for e in audit.entries(who="P1@")] == [4, 2]
    assert [e.number for e in audit.entries(act="contacts.read")] == [6]
    assert [e.number for e in audit.entries(wave="v")] == [6]
    assert [e.number for e in audit.entries(since=(NOW + timedelta(days=3)).date())] == [5, 4]
    assert audit.acts() == ("contacts.read", "wave.open")
    assert audit.acts("0101") == ("wave.open",)


def test_a_long_log_is_read_page_by_page() -> None:
    make(7)
    first = audit.entries(limit=3)
    second = audit.entries(limit=3, before=first[-1].number)
    assert [e.number for e in (*first, *second)] == [7, 6, 5, 4, 3, 2]


@pytest.fixture
def fresh_postgres(postgres_url: str) -> str:
    name = f"audit_{uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return postgres_url.replace("/postgres?", f"/{name}?")


WRITER = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from borgerpuls.fieldwork.staff import audit
for k in range(int(sys.argv[2])):
    audit.record(sys.argv[1], "wave.open", datetime.now(UTC), k=k)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_writers_at_the_same_time_make_one_whole_chain(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Four processes, each with its own connection, write at once; the chain has every entry, once, in a line."""
    environment = {**os.environ, "BORGERPULS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "borgerpuls.web.settings"}
    if kind == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("fresh_postgres")
    python = [sys.executable, "-W", "ignore"]
    subprocess.run([*python, "-m", "django", "migrate", "--verbosity=0"], check=True, env=environment)
    writers = [subprocess.Popen([*python, "-c", WRITER, f"w{k}", "25"], env=environment) for k in range(4)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    seen = (
        "import django; django.setup(); from borgerpuls.fieldwork.staff import audit; "
        "c = audit.verify(); print(c.entries, c.broken_at)"
    )
    told = subprocess.run([*python, "-c", seen], check=True, env=environment, capture_output=True, text=True)
    assert told.stdout.split() == ["100", "None"]

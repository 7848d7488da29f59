"""The log of what was done and of who read contact data: each entry holds the hash of the one before.

An entry that was changed, removed, inserted or moved breaks the chain from there on, and ``verify`` says where. Who
can write to the database can also rewrite the entire chain; so the last digest is shown to staff, who can keep it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from borgerpuls.fieldwork.models.audit import AuditEntry, AuditHead

START = "0" * 64
_CPR = re.compile(r"(?<!\d)\d{6}-?\d{4}(?!\d)")


@dataclass(frozen=True)
class Entry:
    """One act: when (UTC), who, what, where, and the counts and codes that describe it."""

    number: int
    at: datetime
    who: str
    act: str
    wave: str
    municipality: str
    details: dict[str, Any]
    digest: str


@dataclass(frozen=True)
class ChainCheck:
    """Is the log whole? ``broken_at`` is the number of the first entry that does not fit, or None."""

    entries: int
    broken_at: int | None
    digest: str


def record(who: str, act: str, now: datetime, *, wave: str = "", municipality: str = "", **details: object) -> None:
    """Add an act to the log, in the transaction of the act itself and as its last step: others wait for it.

    ``who`` is the person's e-mail address or the worker's name, ``act`` a word like "wave.open"; ``details`` are
    counts and codes as JSON has them. Never contact data, codes of citizens or answers: what looks like a CPR number
    is struck out.
    """
    if now.tzinfo is None:
        raise ValueError("the time of an act needs its time zone")
    clean = _without_cpr(json.loads(json.dumps(details)))
    with transaction.atomic():
        # Two writers at once: PostgreSQL makes the second one wait here; SQLite let only one begin.
        head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"digest": START})
        entry = AuditEntry(
            number=head.number + 1,
            at=now,
            who=who,
            act=act,
            wave=wave,
            municipality=municipality,
            details=clean,
            previous=head.digest,
        )
        entry.digest = _digest(entry)
        entry.save(force_insert=True)
        head.number, head.digest = entry.number, entry.digest
        head.save()


def verify() -> ChainCheck:
    """Follow the chain from its first entry to its last, and see that nothing is missing at the end."""
    previous, number = START, 0
    for entry in AuditEntry.objects.order_by("number").iterator(2000):
        number += 1
        if entry.number != number or entry.previous != previous or entry.digest != _digest(entry):
            return ChainCheck(number - 1, number, previous)
        previous = entry.digest
    head = AuditHead.objects.filter(pk=1).first()
    whole = (head.number, head.digest) == (number, previous) if head else number == 0
    return ChainCheck(number, None if whole else number + 1, previous)


def acts(municipality: str | None = None) -> tuple[str, ...]:
    """The acts that the log holds, to choose from."""
    return tuple(_entries_of(municipality).order_by("act").values_list("act", flat=True).distinct())


def municipalities() -> tuple[str, ...]:
    """The municipalities that the log tells of."""
    found = AuditEntry.objects.exclude(municipality="").order_by("municipality")
    return tuple(found.values_list("municipality", flat=True).distinct())


def entries(
    municipality: str | None = None,
    *,
    who: str = "",
    act: str = "",
    wave: str = "",
    since: date | None = None,
    before: int | None = None,
    limit: int = 100,
) -> tuple[Entry, ...]:
    """The newest entries first, of one municipality or of all; ``before`` is the number where an earlier page ended."""
    found = _entries_of(municipality)
    found = found.filter(who__icontains=who) if who else found
    found = found.filter(act=act) if act else found
    found = found.filter(wave=wave) if wave else found
    found = found.filter(at__date__gte=since) if since else found
    found = found.filter(number__lt=before) if before else found
    return tuple(_shown(found.order_by("-number")[:limit]))


def _entries_of(municipality: str | None) -> "QuerySet[AuditEntry]":
    return AuditEntry.objects.all() if municipality is None else AuditEntry.objects.filter(municipality=municipality)


def _shown(found: Iterable[AuditEntry]) -> Iterable[Entry]:
    for e in found:
        yield Entry(e.number, e.at, e.who, e.act, e.wave, e.municipality, e.details, e.digest)


def _without_cpr(value: Any) -> Any:
    """The same without what looks like a CPR number, however deep it lies."""
    if isinstance(value, dict):
        return {key: _without_cpr(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_cpr(part) for part in value]
    return _CPR.sub("**********", value) if isinstance(value, str) else value


def _digest(entry: AuditEntry) -> str:
    """SHA-256 of the digest before and of the entry as canonical JSON: keys sorted, no spaces, time in UTC."""
    told = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "who": entry.who,
        "act": entry.act,
        "wave": entry.wave,
        "municipality": entry.municipality,
        "details": entry.details,
    }
    written = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{entry.previous}{written}".encode()).hexdigest()

"""A staged list becomes the population: contact data first, persons last, and nothing half whatever breaks between."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from borgerpuls.fieldwork.contacts import store
from borgerpuls.fieldwork.contacts.models import StagedFile
from borgerpuls.fieldwork.contacts.store import ContactData
from borgerpuls.fieldwork.models import ColumnMemory, Enrolment, Person, Upload
from borgerpuls.fieldwork.population import messages
from borgerpuls.fieldwork.population.reading.judge import Judged
from borgerpuls.fieldwork.population.sample import chosen, strata_by
from borgerpuls.fieldwork.population.staging import judge_again, lock_open, lock_staged
from borgerpuls.fieldwork.responses.access_codes import code_hash, code_of
from borgerpuls.fieldwork.staff import audit
from borgerpuls.problems import Refused

_AT_ONCE = 2000


@dataclass(frozen=True)
class Accepted:
    """How many persons are in the list now, how many of them are asked, and how many rows were left out."""

    persons: int
    sampled: int
    left_out: int


def accept(upload_id: int, who: str, now: datetime, *, without_bad: bool = False) -> Accepted:
    """Make a staged list the population of its enrolment, in place of an earlier one that is not approved.

    Raises ``Refused`` with every error; with ``without_bad`` rows that have one are left out instead. Contact data are
    committed first under a batch of their own, then persons in one transaction: until it commits nothing has changed,
    and what a crash leaves behind is of a batch that nobody is in and goes with the next list.
    """
    upload, judged = judge_again(upload_id)
    if judged.blocked or (judged.lost and not without_bad):
        raise Refused(finding.problem(upload.file_name) for finding in judged.findings)
    kept = [i for i in range(len(judged)) if i not in judged.bad]
    pseudonyms = [secrets.token_hex(11) for _ in kept]
    hashes = [code_hash(code_of(pseudonym)) for pseudonym in pseudonyms]  # before others must wait
    enrolment, batch = upload.enrolment_id, secrets.token_hex(11)
    try:
        store.put(enrolment, _contacts(judged, kept, pseudonyms), batch=batch)
        with transaction.atomic():
            people = list(zip(kept, pseudonyms, hashes, strict=True))
            sampled = _replace(lock_staged(upload_id), judged, people, batch, who, now)
    except BaseException:
        store.delete_batch(enrolment, batch)
        raise
    StagedFile.objects.filter(upload=upload_id).delete()
    sweep(enrolment)
    return Accepted(len(kept), sampled, judged.lost)


def sweep(enrolment_id: int) -> None:
    """Delete contact data that the accepted list has no part in: an earlier list's, or what a crash left behind."""
    with transaction.atomic():
        Enrolment.objects.select_for_update().get(pk=enrolment_id)
        accepted = Upload.objects.filter(enrolment=enrolment_id, state=Upload.State.ACCEPTED).first()
        store.delete(enrolment_id, but=accepted.batch if accepted else "")


def _replace(
    upload: Upload, judged: Judged, people: Sequence[tuple[int, str, bytes]], batch: str, who: str, now: datetime
) -> int:
    """Write people (row, pseudonym, hash of the code) in place of those of an earlier list; how many are asked."""
    kept = [i for i, _, _ in people]
    enrolment = lock_open(upload.enrolment_id)
    if store.count(enrolment.pk, batch) != len(kept):
        raise Refused([messages.AT_ONCE])
    Person.objects.filter(enrolment=enrolment).delete()
    earlier = Upload.objects.filter(enrolment=enrolment, state=Upload.State.ACCEPTED)
    earlier.update(state=Upload.State.DISCARDED)
    upload.state, upload.batch = Upload.State.ACCEPTED, batch
    upload.save()
    own = [judged.stratum[i] for i in kept] if upload.mapping.get("stratum") else None
    backgrounds = [{name: values[i] for name, values in judged.backgrounds.items()} for i in kept]
    strata = own or strata_by(backgrounds, enrolment.sample_by)
    asked = chosen(strata, enrolment.sample_size, enrolment.sample_seed)
    persons = (
        Person(
            enrolment=enrolment,
            pseudonym=pseudonym,
            code_hash=hashed,
            background=background,
            stratum=stratum,
            compare=judged.compare[i],
            language=judged.language[i],
            sampled=bool(sampled),
        )
        for (i, pseudonym, hashed), background, stratum, sampled in zip(people, backgrounds, strata, asked, strict=True)
    )
    while some := list(islice(persons, _AT_ONCE)):
        Person.objects.bulk_create(some)
    enrolment.list_state, enrolment.approved_at = Enrolment.List.ACCEPTED, None
    enrolment.save(update_fields=["list_state", "approved_at"])
    _remember(enrolment, upload)
    counts = {"upload": int(upload.pk), "persons": len(kept), "sampled": int(sum(asked)), "left_out": judged.lost}
    wave, municipality = enrolment.wave.name, enrolment.municipality_id
    audit.record(who, "population.accept", now, wave=wave, municipality=municipality, **counts)
    return counts["sampled"]


def _contacts(judged: Judged, kept: Sequence[int], pseudonyms: Sequence[str]) -> Iterator[tuple[str, ContactData]]:
    for i, pseudonym in zip(kept, pseudonyms, strict=True):
        yield pseudonym, ContactData(**{name: values[i] for name, values in judged.contact.items()})


def _remember(enrolment: Enrolment, upload: Upload) -> None:
    for variable, one in upload.mapping.items():
        if len(one["column"]) <= 200:
            ColumnMemory.objects.update_or_create(
                municipality_id=enrolment.municipality_id,
                variable=variable,
                defaults={"heading": one["column"], "codes": one.get("codes", {})},
            )

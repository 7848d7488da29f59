"""How far a municipality's list has come."""

from dataclasses import dataclass
from datetime import datetime

from borgerpuls.fieldwork.models import Enrolment, Person, Upload, Wave


@dataclass(frozen=True)
class ListView:
    """``state`` is none, accepted or approved; ``staged`` is the list being worked on, if any."""

    enrolment_id: int
    state: str
    settled: bool
    persons: int
    sampled: int
    file_name: str
    who: str
    at: datetime | None
    approved_at: datetime | None
    staged: int | None
    staged_name: str
    sample_size: int | None
    sample_by: str
    sample_seed: int | None


def list_of(code: str, wave: str) -> ListView:
    """The list of a municipality in a wave that it is enrolled in."""
    enrolment = Enrolment.objects.select_related("wave").get(municipality=code, wave__name=wave)
    persons = Person.objects.filter(enrolment=enrolment)
    uploads = {u.state: u for u in Upload.objects.filter(enrolment=enrolment).exclude(state="discarded")}
    accepted, staged = uploads.get(Upload.State.ACCEPTED), uploads.get(Upload.State.STAGED)
    open_states = (Wave.State.DRAFT, Wave.State.ENROLLING, Wave.State.OPEN)
    return ListView(
        enrolment_id=int(enrolment.pk),
        state=enrolment.list_state,
        settled=enrolment.list_state == Enrolment.List.APPROVED or enrolment.wave.state not in open_states,
        persons=persons.count(),
        sampled=persons.filter(sampled=True).count(),
        file_name=accepted.file_name if accepted else "",
        who=accepted.who if accepted else "",
        at=accepted.at if accepted else None,
        approved_at=enrolment.approved_at,
        staged=int(staged.pk) if staged else None,
        staged_name=staged.file_name if staged else "",
        sample_size=enrolment.sample_size,
        sample_by=enrolment.sample_by,
        sample_seed=enrolment.sample_seed,
    )

"""Everybody, or a sample of the accepted list: the choice is kept with its seed, so that it can be drawn again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
from django.db import transaction

from borgerpuls.fieldwork.models import Enrolment, Person, Upload
from borgerpuls.fieldwork.population import messages
from borgerpuls.fieldwork.population.sampling import draw
from borgerpuls.fieldwork.population.staging import lock_open
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused
from borgerpuls.text import Text

_AT_ONCE = 10_000


def strata_by(backgrounds: Sequence[Mapping[str, str | None]], variable: str) -> list[str]:
    """Each person's stratum: the code of a background variable, empty where it is unknown or none is chosen."""
    return [background.get(variable) or "" for background in backgrounds]


def chosen(strata: Sequence[str], size: int | None, seed: int | None) -> npt.NDArray[np.bool_]:
    """Who is asked [R]: everybody where no size is set."""
    if size is None or size >= len(strata):
        return np.ones(len(strata), dtype=bool)
    return draw(strata, size, seed or 0)


def choices(enrolment_id: int) -> tuple[tuple[str, Text], ...]:
    """What a sample can be stratified by: (variable, name); empty where the list brought strata of its own."""
    enrolment = Enrolment.objects.select_related("wave").get(pk=enrolment_id)
    if _own_strata(enrolment_id):
        return ()
    return tuple((b.id, b.label) for b in questionnaires.read(enrolment.wave.questionnaire_id).backgrounds)


def strata(enrolment_id: int, variable: str) -> dict[str, int]:
    """Persons of the accepted list in each stratum, the strata in order of their names."""
    return dict(sorted(Counter(_strata(enrolment_id, variable)[1]).items()))


def stratum_names(enrolment_id: int, variable: str) -> Mapping[str, Text]:
    """What the codes of a background variable are called on the day the wave opens."""
    wave = Enrolment.objects.select_related("wave").get(pk=enrolment_id).wave
    found = [b.at(wave.opens_on) for b in questionnaires.read(wave.questionnaire_id).backgrounds if b.id == variable]
    return {code.id: code.label for codes in found if codes for code in codes.codes}


def set_sample(enrolment_id: int, size: int | None, by: str, seed: int, who: str, now: datetime) -> int:
    """Ask everybody (``size`` None) or a sample drawn with ``seed``, stratified by the background variable ``by``.

    How many are asked. Raises ``Refused`` when there is no list, it is approved, or the size cannot be.
    """
    with transaction.atomic():
        enrolment = lock_open(enrolment_id)
        pks, of = _strata(enrolment_id, by)
        if not pks:
            raise Refused([messages.NO_LIST])
        if size is not None and not 1 <= size <= len(pks):
            raise Refused([messages.sample_size(len(pks))])
        asked = chosen(of, size, seed)
        persons = Person.objects.filter(enrolment=enrolment)
        persons.update(sampled=False)
        _update(np.asarray(pks)[asked], sampled=True)
        if not _own_strata(enrolment_id):
            held = np.asarray(of, dtype=str)
            for stratum in set(of):
                _update(np.asarray(pks)[held == stratum], stratum=stratum)
        census = size is None
        enrolment.sample_size, enrolment.sample_by = size, by
        enrolment.sample_seed = None if census else seed
        enrolment.save(update_fields=["sample_size", "sample_seed", "sample_by"])
        counts = {"persons": len(pks), "sampled": int(asked.sum()), "by": by, "seed": enrolment.sample_seed}
        wave, municipality = enrolment.wave.name, enrolment.municipality_id
        audit.record(who, "population.sample", now, wave=wave, municipality=municipality, **counts)
        return int(asked.sum())


def _strata(enrolment_id: int, variable: str) -> tuple[list[int], list[str]]:
    """Every person's key and stratum, in the order of the list."""
    rows = list(Person.objects.filter(enrolment=enrolment_id).order_by("pk").values_list("pk", "stratum", "background"))
    if _own_strata(enrolment_id):
        return [pk for pk, _, _ in rows], [stratum for _, stratum, _ in rows]
    return [pk for pk, _, _ in rows], strata_by([background for _, _, background in rows], variable)


def _own_strata(enrolment_id: int) -> bool:
    accepted = Upload.objects.filter(enrolment=enrolment_id, state=Upload.State.ACCEPTED).first()
    return bool(accepted and accepted.mapping.get("stratum"))


def _update(pks: npt.NDArray[np.int64], **values: object) -> None:
    for start in range(0, len(pks), _AT_ONCE):
        Person.objects.filter(pk__in=pks[start : start + _AT_ONCE].tolist()).update(**values)

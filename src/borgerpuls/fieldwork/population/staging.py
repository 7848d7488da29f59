"""A list that is uploaded: read once, kept encrypted, its columns mapped as often as it takes, nothing written yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from borgerpuls.dataset.importing.readers.sandbox import packed, read_in_sandbox, unpacked
from borgerpuls.dataset.importing.readers.sheet import Sheet
from borgerpuls.fieldwork.contacts.cipher import decrypt_bytes, encrypt_bytes
from borgerpuls.fieldwork.contacts.models import StagedFile
from borgerpuls.fieldwork.models import ColumnMemory, Enrolment, Upload, Wave
from borgerpuls.fieldwork.models.uploads import Mapped
from borgerpuls.fieldwork.population import messages
from borgerpuls.fieldwork.population.reading.cpr import masked
from borgerpuls.fieldwork.population.reading.findings import Finding, read
from borgerpuls.fieldwork.population.reading.judge import Judged, Setting, judge
from borgerpuls.fieldwork.population.reading.suggest import CODES, near_codes, suggest, unknown_values
from borgerpuls.fieldwork.population.reading.variables import Variable, languages, variables
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused

MOST_BYTES = 60 * 2**20
"""The largest file that is taken in."""


@dataclass(frozen=True, repr=False)
class Staged:
    """A list on its way in: how its columns are read, and what is wrong.

    ``values`` are, for each coded variable, those values of its column that somebody must say the meaning of.
    """

    id: int
    enrolment_id: int
    file_name: str
    at: datetime
    who: str
    state: str
    headings: tuple[str, ...]
    variables: tuple[Variable, ...]
    mapping: Mapped
    values: Mapping[str, tuple[str, ...]]
    rows: int
    bad: int
    errors: int
    warnings: int
    blocked: bool
    findings: tuple[Finding, ...]

    @property
    def acceptable(self) -> bool:
        """Can it be accepted, if rows with an error are left out?"""
        return not self.blocked


def stage(enrolment_id: int, who: str, file_name: str, content: bytes, now: datetime) -> Staged:
    """Take a file in, guess what its columns hold, and find everything that is wrong. Replaces an earlier staged one.

    Raises ``Refused`` when the list is already approved or the file cannot be read at all; then nothing is kept.
    """
    lock_open(enrolment_id)
    name = masked(file_name)[-200:]
    if len(content) > MOST_BYTES:
        raise Refused([messages.too_large(name, MOST_BYTES // 2**20)])
    sheet, problems = read_in_sandbox(name, content)
    if unheaded := messages.unheaded(sheet):
        raise Refused([unheaded])
    already = tuple(read(problem) for problem in problems)
    setting = _setting(enrolment_id)
    mapped = suggest(sheet, setting.variables, _remembered(enrolment_id))
    judged = judge(sheet, mapped, setting, already)
    with transaction.atomic():
        enrolment = lock_open(enrolment_id)
        earlier = Upload.objects.filter(enrolment=enrolment, state=Upload.State.STAGED)
        old = list(earlier.values_list("pk", flat=True))
        earlier.update(state=Upload.State.DISCARDED)
        upload = Upload(enrolment=enrolment, who=who, at=now, file_name=name, headings=list(sheet.columns))
        _set(upload, mapped, judged)
        upload.save()
        with transaction.atomic(using="contacts"):
            StagedFile.objects.filter(upload__in=old).delete()
            _keep(upload.pk, sheet, judged, already)
        _record(upload, "population.upload", who, now)
    return _staged(upload, sheet, setting, judged.findings)


def remap(upload_id: int, mapping: Mapped, who: str, now: datetime) -> Staged:
    """Read the staged list by another mapping. Raises ``Refused`` when it is no longer staged."""
    upload, sheet, setting, already = _load(upload_id)
    known = {variable.id for variable in setting.variables}
    mapped = {name: one for name, one in mapping.items() if name in known and one.get("column")}
    for variable in setting.variables:
        one = mapped.get(variable.id)
        if one and variable.sort == "codes" and one["column"] in sheet.columns and not one.get("codes"):
            mapped[variable.id] = {**one, "codes": near_codes(sheet, one["column"], variable)}
    judged = judge(sheet, mapped, setting, already)
    with transaction.atomic():
        upload = lock_staged(upload_id)
        _set(upload, mapped, judged)
        upload.save()
        problems = _closed_findings(upload_id, judged.findings)
        StagedFile.objects.filter(upload=upload_id).update(problems=problems)
        _record(upload, "population.map", who, now)
    return _staged(upload, sheet, setting, judged.findings)


def staged(upload_id: int) -> Staged:
    """A staged list as it stands. Raises ``Refused`` when it is no longer staged."""
    upload, sheet, setting, _ = _load(upload_id)
    return _staged(upload, sheet, setting, findings_of(upload_id))


def discard(upload_id: int, who: str, now: datetime) -> None:
    """Throw a staged list away."""
    with transaction.atomic():
        upload = lock_staged(upload_id)
        Upload.objects.filter(pk=upload_id).update(state=Upload.State.DISCARDED)
        StagedFile.objects.filter(upload=upload_id).delete()
        _record(upload, "population.discard", who, now)


def findings_of(upload_id: int) -> tuple[Finding, ...]:
    """Everything that is wrong with a staged list, in the order of its rows."""
    kept = StagedFile.objects.filter(upload=upload_id).values_list("problems", flat=True).first()
    if kept is None:
        raise Refused([messages.GONE])
    told = json.loads(decrypt_bytes(bytes(kept), f"{upload_id}/problems"))
    return tuple(Finding(*one) for one in told)


def judge_again(upload_id: int) -> tuple[Upload, Judged]:
    """The staged list read once more, now to be accepted."""
    upload, sheet, setting, already = _load(upload_id)
    return upload, judge(sheet, upload.mapping, setting, already)


def lock_open(enrolment_id: int) -> Enrolment:
    """The enrolment, locked where a transaction is open, as long as its list may be replaced."""
    found = Enrolment.objects.select_related("wave").filter(pk=enrolment_id)
    if transaction.get_connection().in_atomic_block:
        found = found.select_for_update(of=["self"])
    enrolment = found.first()
    if enrolment is None:
        raise Refused([messages.GONE])
    if enrolment.list_state == Enrolment.List.APPROVED:
        raise Refused([messages.APPROVED])
    if enrolment.wave.state not in (Wave.State.DRAFT, Wave.State.ENROLLING, Wave.State.OPEN):
        raise Refused([messages.CLOSED])
    return enrolment


def lock_staged(upload_id: int) -> Upload:
    """The upload, locked, as long as it is staged."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id, state=Upload.State.STAGED).first()
    if upload is None:
        raise Refused([messages.GONE])
    return upload


def _setting(enrolment_id: int) -> Setting:
    enrolment = Enrolment.objects.select_related("wave", "municipality").get(pk=enrolment_id)
    wave, municipality = enrolment.wave, enrolment.municipality
    asked = questionnaires.read(wave.questionnaire_id)
    names = {municipality.code.lstrip("0"), *(name.casefold() for name in municipality.name.values())}
    return Setting(
        variables(
            asked,
            wave.opens_on,
            needed=wave.weighting_by,
            wanted=wave.groups,
            comparison=enrolment.comparison,
        ),
        frozenset(names),
        languages(asked),
        asked.languages[0],
        wave.opens_on,
        tuple(wave.channels),
    )


def _remembered(enrolment_id: int) -> Mapped:
    of = ColumnMemory.objects.filter(municipality__enrolments=enrolment_id)
    return {one.variable: {"column": one.heading, "codes": one.codes} for one in of}


def _set(upload: Upload, mapped: Mapped, judged: Judged) -> None:
    upload.mapping = mapped
    upload.rows, upload.bad, upload.blocked = judged.rows, judged.lost, judged.blocked
    upload.errors = sum(finding.severity == "error" for finding in judged.findings)
    upload.warnings = len(judged.findings) - upload.errors


def _keep(upload_id: int, sheet: Sheet, judged: Judged, already: tuple[Finding, ...]) -> None:
    table = packed(sheet)
    told = json.dumps([_finding_to_json(finding) for finding in already])
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"read": told})
    held = pa.BufferOutputStream()
    with pa.ipc.new_stream(held, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(table)
    content = encrypt_bytes(held.getvalue().to_pybytes(), f"{upload_id}/content")
    problems = _closed_findings(upload_id, judged.findings)
    StagedFile.objects.update_or_create(upload=upload_id, defaults={"content": content, "problems": problems})


def _load(upload_id: int) -> tuple[Upload, Sheet, Setting, tuple[Finding, ...]]:
    upload = Upload.objects.filter(pk=upload_id, state=Upload.State.STAGED).first()
    kept = StagedFile.objects.filter(upload=upload_id).values_list("content", flat=True).first()
    if upload is None or kept is None:
        raise Refused([messages.GONE])
    table = pa.ipc.open_stream(decrypt_bytes(bytes(kept), f"{upload_id}/content")).read_all()
    already = tuple(Finding(*one) for one in json.loads(table.schema.metadata[b"read"]))
    return upload, unpacked(table), _setting(upload.enrolment_id), already


def _closed_findings(upload_id: int, findings: tuple[Finding, ...]) -> bytes:
    told = json.dumps([_finding_to_json(finding) for finding in findings], ensure_ascii=False)
    return encrypt_bytes(told.encode(), f"{upload_id}/problems")


def _finding_to_json(finding: Finding) -> list[object]:
    return [finding.row, finding.column, finding.kind, finding.value, finding.other, finding.said]


def _staged(upload: Upload, sheet: Sheet, setting: Setting, findings: tuple[Finding, ...]) -> Staged:
    values = {}
    for variable in setting.variables:
        mapped = upload.mapping.get(variable.id)
        column = mapped["column"] if mapped else ""
        if variable.sort == "codes" and column in sheet.columns:
            unknown = unknown_values(sheet, column, variable)
            values[variable.id] = tuple(unknown) if len(unknown) <= CODES else ()
    return Staged(
        id=int(upload.pk),
        enrolment_id=int(upload.enrolment_id),
        file_name=upload.file_name,
        at=upload.at,
        who=upload.who,
        state=upload.state,
        headings=tuple(upload.headings),
        variables=setting.variables,
        mapping=upload.mapping,
        values=values,
        rows=upload.rows,
        bad=upload.bad,
        errors=upload.errors,
        warnings=upload.warnings,
        blocked=upload.blocked,
        findings=findings,
    )


def _record(upload: Upload, act: str, who: str, now: datetime) -> None:
    enrolment = Enrolment.objects.select_related("wave").get(pk=upload.enrolment_id)
    audit.record(
        who, act, now, wave=enrolment.wave.name, municipality=enrolment.municipality_id,
        upload=int(upload.pk), rows=upload.rows, errors=upload.errors, warnings=upload.warnings,
    )  # fmt: skip

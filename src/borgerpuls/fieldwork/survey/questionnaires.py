"""Questionnaires as versions, byte for byte: added once, never changed, followed by another when only words differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from borgerpuls.fieldwork.models.waves import QuestionnaireVersion
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import registers
from borgerpuls.messages import _, pgettext, verbatim
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.questionnaire import read as reader
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.sources import merged
from borgerpuls.text import Text

LARGEST = 1_000_000
"""Bytes of a questionnaire; the largest real one has 40,000."""
FIELDED = "fielded"
"""The note of a version that a wave put together of the shared questionnaire and local questions."""


@dataclass(frozen=True)
class Version:
    """One questionnaire as it was added. ``follows`` is the version that this is a text-only patch of."""

    fingerprint: str
    title: Text
    languages: tuple[str, ...]
    themes: int
    items: int
    added_at: datetime
    follows: str
    note: str
    waves: tuple[str, ...]
    """Names of the waves that ask it."""


@dataclass(frozen=True)
class CheckedUpload:
    """A file that was looked at: every problem in the order of its lines, and its words when none is an error."""

    name: str
    problems: tuple[Problem, ...]
    source: str
    """Empty where something is wrong."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def check_upload(name: str, content: bytes) -> CheckedUpload:
    """Check an uploaded TOML file without keeping it."""
    problems = Problems()
    text = _decoded(name, content, problems)
    if text is not None:
        units = [unit.code for unit in registers.register().units]
        problems.found += reader.check(text, name, units=units)
    return CheckedUpload(name, tuple(problems.found), "" if problems.errors or text is None else text)


def add(source: str, by: str, now: datetime, *, note: str = "", follows: str = "") -> Version:
    """Keep a questionnaire; the same bytes again are the same version. Raises ``Refused`` with every problem."""
    found = reader.read(source)
    with transaction.atomic():
        _unused, new = QuestionnaireVersion.objects.get_or_create(
            fingerprint=found.fingerprint,
            defaults={"source": source, "added_at": now, "follows_id": follows or None, "note": note},
        )
        if new:
            audit.record(by, "questionnaire.add", now, fingerprint=found.fingerprint, follows=follows)
    return version(found.fingerprint)


@lru_cache(maxsize=32)
def read(fingerprint: str) -> Questionnaire:
    """The questionnaire of a version; a version never changes, so it is read once a process.

    Raises ``Refused`` for a fingerprint that nobody added, and so does ``version``.
    """
    found = QuestionnaireVersion.objects.filter(pk=fingerprint).values_list("source", flat=True).first()
    if found is None:
        raise Refused([Problem(*_NO_SUCH)])
    return reader.read(found)


def version(fingerprint: str) -> Version:
    """One version, and the waves that ask it."""
    found = QuestionnaireVersion.objects.prefetch_related("waves").filter(pk=fingerprint).first()
    if found is None:
        raise Refused([Problem(*_NO_SUCH)])
    return _shown(found)


def versions() -> tuple[Version, ...]:
    """The shared questionnaires, the newest first; what a wave puts together for the field is not among them."""
    found = QuestionnaireVersion.objects.exclude(note=FIELDED).prefetch_related("waves").order_by("-added_at")
    return tuple(_shown(one) for one in found)


def joined(shared: str, local: Sequence[tuple[str, str]]) -> str:
    """The shared questionnaire's source with local questions after it: ``(name, [[local]] tables)`` a municipality."""
    if not local:
        return shared
    problems = Problems()
    return problems.required(merged([("questionnaire.toml", shared), *local], problems)).text


def _shown(one: QuestionnaireVersion) -> Version:
    found = read(one.fingerprint)
    return Version(
        fingerprint=one.fingerprint,
        title=found.title,
        languages=found.languages,
        themes=len(found.themes),
        items=len(found.items),
        added_at=one.added_at,
        follows=one.follows_id or "",
        note=one.note,
        waves=tuple(sorted(wave.name for wave in one.waves.all())),
    )


def _decoded(name: str, content: bytes, problems: Problems) -> str | None:
    where = verbatim(name)
    if len(content) > LARGEST:
        problems.add(
            where,
            _("The file is too large for a questionnaire."),
            _("Choose the TOML file of the questionnaire."),
        )
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add(
            _("{name}, line {line}", name=name, line=line),
            _("The file is not saved as UTF-8."),
            _("Save it again with the encoding UTF-8."),
        )
        return None


_NO_SUCH = (
    _("The questionnaire"),
    _("It has not been uploaded."),
    pgettext("questionnaire", "Choose one from the list."),
)

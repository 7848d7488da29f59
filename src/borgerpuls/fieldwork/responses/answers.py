"""What citizens answer: saved page by page, submitted, taken back, read back.

Saves are only ever added, and later ones count before earlier ones. This is the one hot path of the program: to save a
page takes one SELECT (``respondents``) and one INSERT, which is its own transaction and written by hand.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from threading import RLock

from django.db import connection, transaction

from borgerpuls.fieldwork.models import Comment, Person, SaveEvent
from borgerpuls.fieldwork.responses.respondent import Event, Kind, Respondent, find, respondent, wave_notice
from borgerpuls.questionnaire.model import Item

__all__ = [
    "NotAnAnswer", "NotOpen", "Receipt", "Respondent", "answers_of", "comment", "comment_of", "decline", "find",
    "ineligible", "receipt", "reopen", "respondent", "save", "start", "submit",
    "wave_notice",
]  # fmt: skip

_writing = RLock()
LONGEST_COMMENT = 4000
"""Characters of a citizen's own words."""
LONGEST_FORM = 16
"""Characters of a form's own number."""
_ADD = """
INSERT INTO fieldwork_saveevent (person_id, at, kind, page, language, answers, key)
SELECT p.id, %s, %s, %s, %s, %s, %s
FROM fieldwork_person p
JOIN fieldwork_enrolment e ON e.id = p.enrolment_id
JOIN fieldwork_wave w ON w.id = e.wave_id
WHERE p.id = %s AND w.state = 'open'
ON CONFLICT DO NOTHING
"""


class NotOpen(Exception):
    """The wave does not take answers: it is over, or has not begun. Nothing was saved."""


class NotAnAnswer(Exception):
    """Something was sent that nobody could choose. Nothing was saved; ``columns`` says where."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        super().__init__(f"{len(columns)} fields")


@dataclass(frozen=True)
class Receipt:
    """What the database holds of a submitted questionnaire. ``number`` opens nothing."""

    number: int
    at: datetime
    answered: int
    asked: int
    comment: str


def save(who: Respondent, page: int, given: Mapping[str, str], language: str, form: str, now: datetime) -> Respondent:
    """Save one page: ``given`` is column -> code as it was sent, "" where an answer is taken back; return what holds.

    A question that was left alone is not in ``given``. The same form sent twice is saved once; a form that was gone
    back to and changed is saved again. Returns only after the commit. Raises ``NotOpen`` or ``NotAnAnswer``.
    """
    codes = _codes(who.pages[page - 1].items, given)
    added = {column: code for column, code in codes.items() if code is not None or column in who.given}
    holds = {column: code for column, code in {**who.given, **added}.items() if code is not None}
    key = _key(who, form, added, holds == who.given and page in who.visited)
    if key is not None:
        _add(who, Kind.PAGE, language, key, now, page=page, answers=added)
    return _after_save(who, Kind.PAGE, page, now, holds)


def comment(who: Respondent, page: int, words: str, language: str, form: str, now: datetime) -> Respondent:
    """Save the page of the open question. Raises ``NotOpen``, or ``NotAnAnswer`` where the words are too many."""
    words = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST_COMMENT:
        raise NotAnAnswer(("comment",))
    key = _key(who, form, {"comment": words}, comment_of(who.person) == words and page in who.visited)
    if key is not None:
        with _one_writer(), transaction.atomic():
            if _add(who, Kind.PAGE, language, key, now, page=page):
                Comment.objects.create(person_id=who.person, at=now, words=words)
    return _after_save(who, Kind.PAGE, page, now, who.given)


def start(who: Respondent, language: str, now: datetime) -> None:
    """The person read who asks, and began. Raises ``NotOpen``."""
    key = f"start{sum(e.kind == Kind.START for e in who.events)}.{language}"
    _add(who, Kind.START, language, key, now)


def submit(who: Respondent, language: str, form: str, now: datetime) -> Receipt:
    """Submit what is saved, and read the receipt back from the database. Raises ``NotOpen``."""
    if not who.finished:
        _step(who, Kind.SUBMIT, language, form, now, submitted_at=now, declined_at=None, ineligible_at=None)
    found = receipt(who.person)
    if found is None:
        raise RuntimeError(f"person {who.person} has submitted and has no receipt")
    return found


def decline(who: Respondent, language: str, form: str, now: datetime) -> None:
    """The person does not want to answer; what was answered before no longer counts. Raises ``NotOpen``."""
    _step(who, Kind.DECLINE, language, form, now, submitted_at=None, declined_at=now, ineligible_at=None)


def ineligible(who: Respondent, language: str, form: str, now: datetime) -> None:
    """The person says not to be in the group that is asked. Raises ``NotOpen``."""
    _step(who, Kind.INELIGIBLE, language, form, now, submitted_at=None, declined_at=None, ineligible_at=now)


def reopen(who: Respondent, language: str, form: str, now: datetime) -> None:
    """Open a submitted questionnaire again, or take back a no. What was submitted counts until then. ``NotOpen``."""
    _step(who, Kind.REOPEN, language, form, now, declined_at=None, ineligible_at=None)


def receipt(person: int) -> Receipt | None:
    """The receipt of the latest submission, from what the database holds now; None before there is one."""
    who = respondent(person)
    sent = [e for e in who.events if e.kind == Kind.SUBMIT] if who else []
    if who is None or who.submitted_at is None or not sent:
        return None
    asked = sum(len(step.items) for step in who.route)
    return Receipt(sent[-1].number, sent[-1].at, len(who.answers), asked, comment_of(person))


def answers_of(person: int) -> dict[str, int]:
    """The answers that count, column -> code; none of a person who said no."""
    who = respondent(person)
    return {} if who is None or who.out else who.answers


def comment_of(person: int) -> str:
    """The citizen's own words, as they were last saved."""
    words = Comment.objects.filter(person_id=person).order_by("-pk").values_list("words", flat=True).first()
    return words or ""


def _codes(items: tuple[Item, ...], given: Mapping[str, str]) -> dict[str, int | None]:
    """Column -> code; None where an answer is taken back."""
    choices = {item.column: {str(c.code): c.code for c in item.scale.categories} for item in items}
    wrong = tuple(column for column, said in given.items() if said not in choices.get(column, ()) and said)
    if wrong:
        raise NotAnAnswer(wrong)
    return {column: choices[column].get(said) for column, said in given.items() if column in choices}


def _key(who: Respondent, form: str, added: Mapping[str, object], holds: bool) -> str | None:
    """The idempotency key of a form: its own number and a digest of what it says. None: it is saved already.

    A form that was saved, gone back to, changed and changed back says again what it said first, and yet is a new
    save: it then gets a number after its key.
    """
    digest = sha256(json.dumps(added, sort_keys=True).encode()).hexdigest()[:16]
    key = f"{form[:LONGEST_FORM]}.{digest}"
    known = sum(e.key.startswith(key) for e in who.events)
    if known and holds:
        return None
    return f"{key}.{known}" if known else key


def _add(
    who: Respondent,
    kind: str,
    language: str,
    key: str,
    now: datetime,
    *,
    page: int = 0,
    answers: Mapping[str, object] | None = None,
) -> bool:
    """Add one event, once; False where it was there. In autocommit the one statement is the transaction."""
    if not who.open:
        raise NotOpen
    first = kind != Kind.PAGE or not who.started or who.out
    if first and not connection.in_atomic_block:
        with _one_writer(), transaction.atomic():
            return _add(who, kind, language, key, now, page=page, answers=answers)
    with _one_writer(), connection.cursor() as cursor:
        at = connection.ops.adapt_datetimefield_value(now)
        values: list[str | int] = [kind, page, language, json.dumps(answers or {}), key, who.person]
        cursor.execute(_ADD, [at, *values])
        new = bool(cursor.rowcount > 0)
    if not new and not SaveEvent.objects.filter(person_id=who.person, key=key).exists():
        raise NotOpen  # the wave was closed between the SELECT and the INSERT
    if new and first and kind in (Kind.PAGE, Kind.START):
        Person.objects.filter(pk=who.person, started_at=None).update(started_at=now)
        Person.objects.filter(pk=who.person).update(language=language, declined_at=None, ineligible_at=None)
    return new


@contextmanager
def _one_writer() -> Iterator[None]:
    """SQLite has one writer, and who finds it busy sleeps before asking again: threads of a process stand in line."""
    if connection.vendor == "sqlite":
        with _writing:
            yield
    else:
        yield


def _step(who: Respondent, kind: str, language: str, form: str, now: datetime, **changes: datetime | None) -> None:
    """An event and what it makes of the person, both or neither."""
    with _one_writer(), transaction.atomic():
        if _add(who, kind, language, f"{kind}.{form[:LONGEST_FORM]}", now):
            Person.objects.filter(pk=who.person, started_at=None).update(started_at=now)
            Person.objects.filter(pk=who.person).update(**changes)


def _after_save(who: Respondent, kind: str, page: int, now: datetime, given: Mapping[str, int]) -> Respondent:
    """The person after a save, without another SELECT."""
    event = Event(0, now, kind, page, "")
    return replace(who, given=given, events=(*who.events, event), started=True, declined_at=None, ineligible_at=None)

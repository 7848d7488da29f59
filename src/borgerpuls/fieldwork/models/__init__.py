"""The tables of fieldwork. They never leave the room: its functions give small frozen dataclasses."""

from borgerpuls.fieldwork.models.audit import AuditEntry, AuditHead
from borgerpuls.fieldwork.models.jobs import Job
from borgerpuls.fieldwork.models.outbox import Message
from borgerpuls.fieldwork.models.people import Person
from borgerpuls.fieldwork.models.responses import Comment, SaveEvent
from borgerpuls.fieldwork.models.staff import ColleagueInvitation, Membership
from borgerpuls.fieldwork.models.uploads import ColumnMemory, Upload
from borgerpuls.fieldwork.models.waves import Enrolment, LocalQuestion, Municipality, QuestionnaireVersion, Wave

__all__ = [
    "AuditEntry",
    "AuditHead",
    "ColleagueInvitation",
    "ColumnMemory",
    "Comment",
    "Enrolment",
    "Job",
    "LocalQuestion",
    "Membership",
    "Message",
    "Municipality",
    "Person",
    "QuestionnaireVersion",
    "SaveEvent",
    "Upload",
    "Wave",
]

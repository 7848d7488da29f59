"""The way through a wave, seen from a municipality: what is done, what is next, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.reports.wording import number
from borgerpuls.web.staff.templatetags.borgerpuls import reader

BEFORE = ("draft", "enrolling")
AFTER = ("closed", "frozen", "published")


@dataclass(frozen=True)
class Task:
    """One step. ``state``: done, next, now, waiting (for somebody else), optional, or later; ``to`` is its page."""

    name: str
    state: str
    title: str
    said: str
    to: str = ""
    until: date | None = None

    @property
    def deadline(self) -> str:
        """Until when, as a sentence."""
        if self.until is None:
            return ""
        said = _("Until %(day)s.") if self.state == "now" else _("No later than %(day)s.")
        return said % {"day": number.day(self.until, reader())}

    @property
    def badge(self) -> tuple[str, str]:
        """The mark of the design system, and its word."""
        return {
            "done": ("success", _("Done")),
            "next": ("info", _("To do")),
            "now": ("info", _("Now")),
            "waiting": ("warning", _("Waiting")),
            "optional": ("", _("Optional")),
            "later": ("", _("Later")),
        }[self.state]


def tasks(view: EnrolmentView, may_write: bool, to_send: int) -> tuple[Task, ...]:
    """All steps in order. ``to_send`` are citizens that wait for the municipality to send them a letter itself."""
    post = [_post(view, to_send)] if may_write and to_send else []
    return (*_before(view), _approval(view), *post, _field(view), _report(view))


def next_task(steps: Sequence[Task]) -> Task | None:
    """The one thing to do, or what goes on now, or what is waited for; None when there is none of these."""
    return next((task for state in ("next", "now", "waiting") for task in steps if task.state == state), None)


def _before(view: EnrolmentView) -> tuple[Task, ...]:
    own = {"code": view.code, "wave": view.wave}
    missing = "optional" if view.questions_open else "done"
    asked = len(view.questions)
    questions = ngettext("%(n)d question of your own", "%(n)d questions of your own", asked) % {"n": asked}
    compared = view.comparison.name[reader()] if view.comparison else ""
    until = view.opens_on if view.state in BEFORE else None
    return (
        Task(
            "questions",
            "done" if asked else missing,
            _("Local questions"),
            questions if asked else _("None. You can ask up to three.") if view.questions_open else _("None."),
            reverse("municipality:questions", kwargs=own),
            until,
        ),
        Task(
            "letter",
            "done" if view.reply_to or not view.letter_open else "next",
            _("Sender and letter"),
            _("From %(sender)s") % {"sender": view.sender} if view.reply_to else _("The reply address is missing."),
            reverse("municipality:letter", kwargs=own),
            until,
        ),
        Task(
            "comparison",
            "done" if compared else missing,
            _("Local comparison"),
            compared or (_("None. You can compare two groups of your own.") if view.questions_open else _("None.")),
            reverse("municipality:comparison", kwargs=own),
            until,
        ),
        _list(view, until),
        _sample(view, until),
    )


def _list(view: EnrolmentView, until: date | None) -> Task:
    to = reverse("municipality:population", kwargs={"code": view.code, "wave": view.wave})
    title = _("Population list")
    if view.list_state == "none":
        return Task("list", "next" if view.list_open else "later", title, _("No list is accepted yet."), to, until)
    if view.comparison and not any(view.compared) and view.list_open:
        lacking = _("The accepted list has no column “%(column)s”. Upload it again.") % {
            "column": view.comparison.column
        }
        return Task("list", "next", title, lacking, to, until)
    return Task("list", "done", title, _("%(n)s citizens") % {"n": number.count(view.listed, reader())}, to, until)


def _sample(view: EnrolmentView, until: date | None) -> Task:
    to = reverse("municipality:sample", kwargs={"code": view.code, "wave": view.wave})
    title = _("Everybody or a sample")
    if view.list_state == "none":
        return Task("sample", "later", title, _("After the list."), to, until)
    if view.sample_size is None:
        said = _("Everybody in the list is asked.")
    else:
        said = _("%(n)s of %(of)s are asked.") % {
            "n": number.count(view.sampled, reader()),
            "of": number.count(view.listed, reader()),
        }
    return Task("sample", "done", title, said, to, until)


def _approval(view: EnrolmentView) -> Task:
    title = _("Approval by the programme office")
    if view.list_state == "approved":
        return Task("approval", "done", title, _("The list is approved."))
    if view.list_state == "accepted":
        return Task("approval", "waiting", title, _("The programme office looks at the list."), until=view.opens_on)
    return Task("approval", "later", title, _("When the list is accepted."), until=view.opens_on)


def _post(view: EnrolmentView, to_send: int) -> Task:
    to = reverse("municipality:post", kwargs={"code": view.code, "wave": view.wave})
    said = ngettext(
        "%(n)s citizen waits for a letter that you send.", "%(n)s citizens wait for a letter that you send.", to_send
    )
    return Task(
        "post", "next", _("Letters and Digital Post"), said % {"n": number.count(to_send, reader())}, to, view.closes_on
    )


def _field(view: EnrolmentView) -> Task:
    to = reverse("municipality:field", kwargs={"code": view.code, "wave": view.wave})
    title = _("Field period")
    period = _("%(opens)s to %(closes)s") % {
        "opens": number.day(view.opens_on, reader()),
        "closes": number.day(view.closes_on, reader()),
    }
    if view.state in BEFORE:
        return Task("field", "later", title, period)
    if view.state in AFTER:
        return Task("field", "done", title, period, to)
    if not view.invited:
        return Task("field", "waiting", title, _("No invitation is made yet."), to, view.closes_on)
    return Task("field", "now", title, _("Citizens are answering. See who does."), to, view.closes_on)


def _report(view: EnrolmentView) -> Task:
    title = _("Report")
    if view.state == "published":
        to = reverse("municipality:report", kwargs={"code": view.code, "wave": view.wave})
        return Task("report", "done", title, _("Published. PDF, web page and workbook."), to)
    if view.state in AFTER:
        return Task("report", "waiting", title, _("The programme office makes the reports."))
    return Task("report", "later", title, _("After the field period."))

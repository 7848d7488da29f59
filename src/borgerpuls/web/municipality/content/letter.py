"""Sender, reply address and a paragraph of the municipality's own, with the whole letter beside it."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork import letters
from borgerpuls.fieldwork.channels.letter import letters_pdf
from borgerpuls.fieldwork.channels.sms import Segments, segments
from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.enrolment.municipality_text import (
    LONGEST_PARAGRAPH,
    LONGEST_SENDER,
    REPLY_TO,
    SENDER,
    letter_problems,
    paragraph_place,
)
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.languages import called
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.readability import lix
from borgerpuls.reports.formats import fonts
from borgerpuls.text import Text
from borgerpuls.web.municipality.form_fields import Field, one_line, problem_links, with_problems
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

NOBODY = "preview-of-a-letter"
"""The pseudonym of the person in the preview, whose code opens nothing."""
_NAME = "Anna Eksempel"


@dataclass(frozen=True)
class LetterPreview:
    """The invitation as one language's citizens get it."""

    language: str
    name: Text
    letter: letters.Letter
    hardness: float | None
    """LIX of the own paragraph, where there is one."""

    @property
    def segments(self) -> Segments:
        """What the SMS costs."""
        return segments(self.letter.sms)


@municipality_page()
def letter(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    view = enrolments.enrolment(code, wave)
    problems = letter_problems(view.shared.languages, view.sender, view.reply_to, view.letter)
    if request.method == "POST":
        if not staff.may_write(code):
            raise Http404
        view = _typed(view, request)
        problems = letter_problems(view.shared.languages, view.sender, view.reply_to, view.letter)
        if "show" not in request.POST:
            try:
                who, now = staff.email, timezone.now()
                decisions.set_letter(view.id, view.sender, view.reply_to, view.letter, who, now)
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, _("The letter is saved."))
                return redirect("municipality:letter", code, wave)
    fields = with_problems(_fields(view), problems)
    failed = request.method == "POST" and any(problem.severity == "error" for problem in problems)
    context = {
        "view": view,
        "may_write": staff.may_write(code) and view.letter_open,
        "fields": fields,
        "problems": problem_links(problems, fields),
        "sheets": _previews(view, int(request.GET.get("occasion") == "1")),
        "occasion": int(request.GET.get("occasion") == "1"),
        "unsaved": request.method == "POST",
        "longest": LONGEST_PARAGRAPH,
    }
    return render(request, "municipality/letter.html", context, status=422 if failed else 200)


@municipality_page()
def printed(request: HttpRequest, staff: Staff, code: str, wave: str, language: str) -> HttpResponse:
    """The invitation on paper, as it is saved, to somebody invented."""
    sheet = next((s for s in _previews(enrolments.enrolment(code, wave), 0) if s.language == language), None)
    if sheet is None:
        raise Http404
    written = letters_pdf(
        [(sheet.letter, _NAME, "Eksempelvej 1\n0000 Eksempelby")], fonts.for_pdf(), timezone.localdate()
    )
    return HttpResponse(written, content_type="application/pdf")


def _typed(view: EnrolmentView, request: HttpRequest) -> EnrolmentView:
    """The enrolment as it would be with what was typed."""
    typed = request.POST
    paragraph = {language: one_line(typed.get(f"paragraph-{language}", "")) for language in view.shared.languages}
    return replace(
        view,
        sender=one_line(typed.get("sender", "")),
        reply_to=typed.get("reply_to", "").strip(),
        letter=Text({language: words for language, words in paragraph.items() if words}),
    )


def _fields(view: EnrolmentView) -> list[Field]:
    fields = [
        Field(
            "sender",
            _("Sender"),
            SENDER,
            view.sender,
            hint=_("Stands under the letter and as the sender of e-mail and SMS."),
            longest=LONGEST_SENDER,
        ),
        Field(
            "reply_to",
            _("Reply address"),
            REPLY_TO,
            view.reply_to,
            hint=_("An e-mail address that somebody reads. Citizens' questions go there."),
            kind="email",
        ),
    ]
    for language in view.shared.languages:
        spoken = called(language)[reader()]
        fields.append(
            Field(
                f"paragraph-{language}",
                _("Paragraph of your own in %(language)s") % {"language": spoken},
                paragraph_place(language),
                view.letter.get(language, ""),
                kind="area",
                language=language,
                longest=LONGEST_PARAGRAPH,
            )
        )
    return fields


def _previews(view: EnrolmentView, occasion: int) -> list[LetterPreview]:
    """The letter to a citizen of each language."""
    sender = letters.Sender(
        view.sender, view.reply_to, view.letter, view.closes_on, view.shared.languages, invented=view.invented
    )
    shown = []
    for language in view.shared.languages:
        name = called(language)
        written = letters.letter(sender, occasion, NOBODY, language, _NAME)
        words = view.letter.get(language, "")
        shown.append(LetterPreview(language, name, written, lix(words) if words else None))
    return shown

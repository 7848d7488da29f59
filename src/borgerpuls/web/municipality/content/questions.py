"""Local questions: up to three, worded in every language, held to the shared rules, and seen as a citizen will."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey.local_items import LONGEST, Question, check_questions, place
from borgerpuls.languages import called
from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.items import LOCAL_ITEMS
from borgerpuls.questionnaire.model import Questionnaire, Scale
from borgerpuls.text import Text
from borgerpuls.web.municipality.content.phone_preview import phones
from borgerpuls.web.municipality.form_fields import Field, one_line, problem_links, with_problems
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


@municipality_page()
def questions(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    view = enrolments.enrolment(code, wave)
    asked, problems = view.questions, _doubts(view, view.questions)
    if request.method == "POST":
        if not staff.may_write(code):
            raise Http404
        asked = _typed(view.shared, code, request.POST)
        try:
            if "show" in request.POST:
                problems = check_questions(view.shared, code, asked)
            else:
                decisions.set_local_questions(view.id, asked, staff.email, timezone.now())
                messages.success(request, _("The questions are saved."))
                return redirect("municipality:questions", code, wave)
        except Refused as refused:
            problems = refused.problems
    forms = _forms(view, asked, problems)
    failed = any(problem.severity == "error" for problem in problems)
    context = {
        "view": view,
        "may_write": staff.may_write(code) and view.questions_open,
        "asked": asked,
        "forms": forms,
        "problems": problem_links(problems, [field for _number, _written, fields in forms for field in fields]),
        "phones": phones(view.shared, asked),
        "scales": view.shared.scales,
        "unsaved": request.method == "POST",
    }
    return render(request, "municipality/questions.html", context, status=422 if failed else 200)


def _doubts(view: EnrolmentView, asked: Sequence[Question]) -> tuple[Problem, ...]:
    """What there was to say of questions that are saved."""
    try:
        return check_questions(view.shared, view.code, asked)
    except Refused as refused:
        return refused.problems


def _typed(shared: Questionnaire, code: str, typed: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions in which anything is written, in order."""
    found = []
    for number in range(1, LOCAL_ITEMS + 1):
        words = {
            field: {language: one_line(typed.get(f"{field}-{number}-{language}", "")) for language in shared.languages}
            for field in LONGEST
        }
        if any(said for texts in words.values() for said in texts.values()):
            scale = typed.get(f"scale-{number}", "")
            found.append(Question(scale, Text(words["wording"]), Text(words["short"])))
    return tuple(found)


def _forms(
    view: EnrolmentView, asked: Sequence[Question], problems: Sequence[Problem]
) -> list[tuple[int, bool, tuple[Field, ...]]]:
    """Each question's number, is anything written in it, and its fields; empty ones as far as there is room."""
    room = LOCAL_ITEMS - len(view.shared.local_of(view.code))
    blank = [Question("", Text(), Text())] * (room - len(asked))
    return [
        (number, number <= len(asked), with_problems(_fields(view.shared, number, question), problems))
        for number, question in enumerate([*asked, *blank], 1)
    ]


def _fields(shared: Questionnaire, number: int, question: Question) -> list[Field]:
    scales = [("", _("Choose a scale")), *((s.id, _in_words(s)) for s in shared.scales)]
    fields = [
        Field(
            f"scale-{number}",
            _("Response scale"),
            place(number, "scale"),
            question.scale,
            kind="choice",
            options=scales,
            hint=_("The shared questionnaire's scales, so that answers can be set beside the others."),
        )
    ]
    for language in shared.languages:
        spoken = {"language": called(language)[reader()]}
        fields += [
            Field(
                f"wording-{number}-{language}",
                _("The question in %(language)s") % spoken,
                place(number, "wording", language),
                question.wording.get(language, ""),
                kind="area",
                language=language,
                longest=LONGEST["wording"],
                hint=_("One thing at a time, in citizens' own words."),
            ),
            Field(
                f"short-{number}-{language}",
                _("Short name in %(language)s") % spoken,
                place(number, "short", language),
                question.short.get(language, ""),
                language=language,
                longest=LONGEST["short"],
                hint=_("What it is called in tables: a few words."),
            ),
        ]
    return fields


def _in_words(scale: Scale) -> str:
    """``Slet ikke – I meget høj grad (5)``: the ends of a scale, and how many answers it has."""
    first, *_, last = scale.answers
    return f"{first.label[reader()]} – {last.label[reader()]} ({len(scale.answers)})"

"""A municipality's front page, enrolling and withdrawing, and the page of a wave that says what is next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.invitations import batches
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Refused
from borgerpuls.web.municipality.field.views import field_status
from borgerpuls.web.municipality.tasks import Task, next_task, tasks
from borgerpuls.web.staff.access import municipality_page, staff_page


@staff_page
def home(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Waves open for enrolment, and those the municipality is in."""
    name = enrolments.municipality_name(code)
    if not staff.may_read(code) or name is None:
        raise Http404
    mine = [(view, next_task(_steps(view, staff))) for view in enrolments.enrolments_of(code)]
    context = {
        "code": code,
        "name": name,
        "may_write": staff.may_write(code),
        "offered": enrolments.waves_to_enrol_in(code),
        "enrolled": mine,
    }
    return render(request, "municipality/home.html", context)


@require_POST
@municipality_page(write=True, enrolled=False)
def enrol(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    try:
        decisions.enrol(code, wave, staff.email, timezone.now())
    except Refused as refused:
        return render(request, "municipality/refused.html", {"code": code, "problems": refused.problems}, status=409)
    messages.success(request, _("The municipality is enrolled. Here is what to do next."))
    return redirect("municipality:wave", code, wave)


@municipality_page()
def wave(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """What is done, what is next, until when; in the field period, how it goes."""
    view = enrolments.enrolment(code, wave)
    steps = _steps(view, staff)
    context = {
        "view": view,
        "tasks": steps,
        "next": next_task(steps),
        "days": (view.opens_on - timezone.localdate()).days,
        "field_status": field_status(view) if view.invited else None,
        "may_write": staff.may_write(code),
    }
    return render(request, "municipality/wave.html", context)


def _steps(view: EnrolmentView, staff: Staff) -> tuple[Task, ...]:
    to_send = sum(batches.waiting(view.id).values()) if view.invited else 0
    return tasks(view, staff.may_write(view.code), to_send)


@municipality_page(write=True)
def withdraw(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """Ask first, then take the municipality out of the wave."""
    view = enrolments.enrolment(code, wave)
    problems: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            decisions.withdraw(view.id, staff.email, timezone.now())
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The municipality is withdrawn, and its list is deleted."))
            return redirect("municipality:home", code)
    context = {"view": view, "problems": problems}
    return render(request, "municipality/withdraw.html", context, status=409 if problems else 200)

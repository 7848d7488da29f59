"""The two ends of the field period, each asked for twice: once with everything that hinders it, once for good."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.monitoring.rates import Counts, overview
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Problem, Refused
from borgerpuls.web.staff.access import programme_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


@programme_page
def opening(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """What hinders the wave from opening, and which municipalities may wait."""
    later = request.POST.getlist("later")
    view = waves.wave(wave)
    problems = waves.hindrances(wave, timezone.now(), later) if view.state == "enrolling" else ()
    if request.method == "POST" and "check" not in request.POST:
        try:
            waves.open_field_period(wave, staff.email, timezone.now(), later)
        except Refused as refused:
            problems = refused.problems
        else:
            _invite_all(wave, staff, request)
            return redirect("programme:wave", wave)
    context = {
        "view": view,
        "problems": problems,
        "unready": [place for place in overview(wave) if place.list_state != "approved"],
        "ready": [place for place in overview(wave) if place.list_state == "approved"],
        "later": later,
    }
    return render(request, "programme/open.html", context, status=409 if request.method == "POST" and problems else 200)


def _invite_all(wave: str, staff: Staff, request: HttpRequest) -> None:
    """Invitations are queued with the opening, unless the plan's channels cannot be used."""
    if "invite" not in request.POST:
        messages.success(request, _("The wave is open. Nobody is invited yet."))
        return
    problems: list[Problem] = []
    queued = 0
    for place in overview(wave):
        if place.list_state == "approved":
            try:
                queued += outbox.invite(place.enrolment, staff.email, timezone.now())
            except Refused as refused:
                problems += refused.problems
    messages.success(request, _("The wave is open, and %(n)d invitations are queued.") % {"n": queued})
    for problem in dict.fromkeys(problems):
        messages.warning(request, problem.say(reader()))


@programme_page
def closing(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """What is lost by closing now, and then closing."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            waves.close(wave, staff.email, timezone.now())
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The wave is closed. Freeze it to make the figures."))
            return redirect("programme:processing", wave)
    view = waves.wave(wave)
    context = {
        "view": view,
        "problems": problems,
        "total": sum((place.counts for place in overview(wave)), Counts()),
        "early": view.plan.closes_on >= timezone.localdate(),
    }
    return render(request, "programme/close.html", context, status=409 if problems else 200)

"""One municipality as the programme office sees it: its list to approve, its messages, how it goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.monitoring.rates import overview, rates
from borgerpuls.fieldwork.population import approval
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Problem, Refused
from borgerpuls.web.municipality.field.delivery import deliveries
from borgerpuls.web.municipality.field.response_chart import days_chart
from borgerpuls.web.staff.access import programme_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


@programme_page
def place(request: HttpRequest, staff: Staff, wave: str, code: str) -> HttpResponse:
    """The municipality's page, and the three things done here: approve its list, give it back, invite."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            messages.success(request, _done(request, staff, wave, code))
            return redirect("programme:place", wave, code)
        except Refused as refused:
            problems = refused.problems
    view = waves.wave(wave)
    found = rates(wave, code)
    population = approval.population(wave, code)
    sent = deliveries(outbox.counts(population.enrolment))
    context = {
        "view": view,
        "population": population,
        "place": next(place for place in overview(wave) if place.code == code),
        "rates": found,
        "chart": days_chart(found.days, view.plan.opens_on, view.plan.closes_on, reader()) if found.days else "",
        "sent": sent,
        "not_invited": outbox.not_invited(population.enrolment),
        "unsure": sum(row.unsure for row in sent),
        "problems": problems,
        "fielded": view.state not in ("draft", "enrolling") and population.state == "approved",
        "running": view.state in ("draft", "enrolling", "open"),
    }
    return render(request, "programme/place.html", context, status=409 if problems else 200)


@require_POST
@programme_page
def retry(request: HttpRequest, staff: Staff, wave: str, code: str) -> HttpResponse:
    """Send again what may or may not have left."""
    again = outbox.retry_unsure(_enrolment(wave, code), staff.email, timezone.now())
    said = ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", again) % {"n": again}
    messages.success(request, said)
    return redirect("programme:place", wave, code)


def _done(request: HttpRequest, staff: Staff, wave: str, code: str) -> str:
    """Do what was asked, and say so."""
    now = timezone.now()
    if "approve" in request.POST:
        approval.approve(wave, code, staff.email, now)
        return _("The list is approved.")
    if "give_back" in request.POST:
        approval.withdraw_approval(wave, code, staff.email, now)
        return _("The list is the municipality's again.")
    queued = outbox.invite(_enrolment(wave, code), staff.email, now)
    return ngettext("%(n)d invitation is queued.", "%(n)d invitations are queued.", queued) % {"n": queued}


def _enrolment(wave: str, code: str) -> int:
    return approval.population(wave, code).enrolment

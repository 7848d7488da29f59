"""All waves, and one of them: how far it has come, how it goes in every municipality, and what is to be done next."""

from collections.abc import Callable, Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.enrolment import decisions
from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.monitoring.rates import Counts, Place, overview, rates
from borgerpuls.fieldwork.programme import waves as domain
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey import registers
from borgerpuls.languages import alphabetical
from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.units import Unit
from borgerpuls.text import Text
from borgerpuls.web.municipality.field.response_chart import days_chart
from borgerpuls.web.staff.access import programme_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

IN_FIELD = ("open", "closed", "frozen", "published")


@programme_page
def waves(request: HttpRequest, staff: Staff) -> HttpResponse:
    return render(request, "programme/waves.html", {"waves": domain.waves()})


@programme_page
def wave(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """The wave's own page; the table of municipalities can be sorted by any of its numbers."""
    return page(request, wave)


def page(request: HttpRequest, wave: str, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    """The page, with what a step was refused for."""
    view = domain.wave(wave)
    order = request.GET.get("sort", "")
    places = sorted(overview(wave), key=_ORDERS.get(order, _by_name))
    found = rates(wave) if view.state in IN_FIELD else None
    chart = days_chart(found.days, view.plan.opens_on, view.plan.closes_on, reader()) if found and found.days else ""
    context = {
        "view": view,
        "places": places,
        "total": sum((place.counts for place in places), Counts()),
        "failed": sum(place.messages.failed_for_good for place in places),
        "unsure": sum(place.messages.unsure for place in places),
        "waiting": sum(place.messages.queued + place.messages.failed_for_now for place in places),
        "uninvited": [place for place in places if place.list_state == "approved" and not place.messages.any],
        "to_approve": [place for place in places if place.list_state == "accepted"],
        "rates": found,
        "chart": chart,
        "order": order,
        "problems": problems,
        "steps": domain.ORDER,
        "today": timezone.localdate(),
    }
    return render(request, "programme/wave.html", context, status=409 if problems else 200)


@require_POST
@programme_page
def announce(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    try:
        domain.announce(wave, staff.email, timezone.now())
    except Refused as refused:
        return page(request, wave, refused.problems)
    messages.success(request, _("Municipalities can now enrol."))
    return redirect("programme:wave", wave)


@programme_page
def enrol(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """Enrol municipalities on their behalf."""
    view = domain.wave(wave)
    within = {place.code for place in overview(wave)}
    there = [unit for unit in registers.municipalities(view.plan.opens_on) if unit.code not in within]
    problems: list[Problem] = []
    chosen = request.POST.getlist("code")
    if request.method == "POST":
        for code in chosen:
            try:
                decisions.enrol(code, wave, staff.email, timezone.now())
            except Refused as refused:
                problems += refused.problems
        if chosen and not problems:
            said = ngettext("%(n)d municipality is enrolled.", "%(n)d municipalities are enrolled.", len(chosen))
            messages.success(request, said % {"n": len(chosen)})
            return redirect("programme:wave", wave)
    context = {
        "view": view,
        "regions": _by_region(there, view.plan.opens_on),
        "problems": tuple(dict.fromkeys(problems)),
        "chosen": chosen,
        "none_chosen": request.method == "POST" and not chosen,
    }
    return render(request, "programme/enrol.html", context, status=409 if problems else 200)


@require_POST
@programme_page
def invite(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """Queue the invitations of every approved list that has none yet."""
    queued, problems = 0, []
    for place in overview(wave):
        if place.list_state == "approved":
            try:
                queued += outbox.invite(place.enrolment, staff.email, timezone.now())
            except Refused as refused:
                problems += [Problem(place.name, p.what, p.remedy, p.severity) for p in refused.problems]
    if problems:
        return page(request, wave, tuple(problems))
    messages.success(
        request, ngettext("%(n)d invitation is queued.", "%(n)d invitations are queued.", queued) % {"n": queued}
    )
    return redirect("programme:wave", wave)


@require_POST
@programme_page
def remind(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """Queue the reminders whose day has come, without waiting for the worker."""
    queued = outbox.remind(wave, timezone.now())
    said = ngettext("%(n)d reminder is queued.", "%(n)d reminders are queued.", queued) % {"n": queued}
    messages.success(request, said if queued else _("No reminder is due today."))
    return redirect("programme:wave", wave)


def _by_name(place: Place) -> tuple[object, ...]:
    return alphabetical(place.name[reader()])


def _less(number: Callable[[Place], float]) -> Callable[[Place], tuple[object, ...]]:
    """The lowest number first, then by name."""
    return lambda place: (number(place), *alphabetical(place.name[reader()]))


_ORDERS: dict[str, Callable[[Place], tuple[object, ...]]] = {
    "rate": _less(lambda place: -1.0 if place.counts.rate is None else place.counts.rate),
    "size": _less(lambda place: -place.counts.listed),
    "failed": _less(lambda place: -(place.messages.failed_for_good + place.messages.unsure)),
    "list": _less(lambda place: ("none", "accepted", "approved").index(place.list_state)),
}


def _by_region(there: Sequence[Unit], day: date) -> list[tuple[Text, list[Unit]]]:
    """Municipalities by region, regions in the register's order."""
    register = registers.register()
    held = {unit.code: register.group_at(unit, day) for unit in there}
    regions = (group for group in register.groups if group in held.values())
    return [
        (
            group.name,
            sorted(
                (unit for unit in there if held[unit.code] == group), key=lambda unit: alphabetical(unit.name[reader()])
            ),
        )
        for group in regions
    ]

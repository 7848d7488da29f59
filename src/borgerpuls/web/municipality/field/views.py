"""How it goes in the field: who has answered, who falls behind, and what became of the messages."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.invitations import outbox
from borgerpuls.fieldwork.monitoring.lagging_groups import LaggingGroup, Row, eligible, lagging_groups, rows
from borgerpuls.fieldwork.monitoring.rates import Rates, rates
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.text import Text
from borgerpuls.web.municipality.field.delivery import deliveries
from borgerpuls.web.municipality.field.response_chart import days_chart
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


@dataclass(frozen=True)
class FieldStatus:
    """Response rates as the page shows them."""

    rates: Rates
    eligible: int
    chart: SafeString | str
    lagging: tuple[LaggingGroup, ...]
    by: tuple[tuple[Text, tuple[Row, ...]], ...]


def field_status(view: EnrolmentView) -> FieldStatus:
    """How it goes now."""
    found = rates(view.wave, view.code)
    chart = days_chart(found.days, view.opens_on, view.closes_on, reader()) if found.days else ""
    by = tuple((breakdown.label, rows(breakdown)) for breakdown in found.by)
    return FieldStatus(found, eligible(found.total), chart, lagging_groups(found.total, found.by), by)


@municipality_page()
def field(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    view = enrolments.enrolment(code, wave)
    sent = deliveries(outbox.counts(view.id))
    context = {
        "view": view,
        "field_status": field_status(view),
        "sent": sent,
        "failed": sum(one.failed for one in sent),
        "unsure": sum(one.unsure for one in sent),
        "not_invited": outbox.not_invited(view.id),
        "may_write": staff.may_write(code),
        "now": timezone.now(),
    }
    return render(request, "municipality/responses.html", context)


@require_POST
@municipality_page(write=True)
def retry(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """Send again what may or may not have left, as long as the wave is open."""
    view = enrolments.enrolment(code, wave)
    again = outbox.retry_unsure(view.id, staff.email, timezone.now()) if view.state == "open" else 0
    said = ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", again) % {"n": again}
    messages.success(request, said)
    return redirect("municipality:field", code, wave)

"""Letters to print and Digital Post to send: fetched by the coordinator, and every fetching logged."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.channels.registry import CHANNELS
from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.invitations import batches
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Refused
from borgerpuls.reports.formats import fonts
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


@municipality_page(write=True)
def post(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """What waits to be fetched, and what was fetched before."""
    view = enrolments.enrolment(code, wave)
    context = {
        "view": view,
        "waiting": [(CHANNELS[channel], n) for channel, n in sorted(batches.waiting(view.id).items())],
        "batches": [(one, CHANNELS[one.channel]) for one in batches.batches(view.id)],
    }
    return render(request, "municipality/post.html", context)


@require_POST
@municipality_page(write=True)
def batch(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """Put what waits together, ready to be fetched."""
    view = enrolments.enrolment(code, wave)
    channel = request.POST.get("channel", "")
    if channel not in CHANNELS or not CHANNELS[channel].batch_formats:
        raise Http404
    try:
        batches.make_batch(view.id, channel, staff.email, timezone.now())
    except Refused as refused:
        _tell(request, refused)
    else:
        messages.success(request, _("Ready to fetch below."))
    return redirect("municipality:post", code, wave)


@municipality_page(write=True)
def file(request: HttpRequest, staff: Staff, code: str, wave: str, reference: str, kind: str) -> HttpResponse:
    """A batch as a file, less those who have answered since."""
    view, now = enrolments.enrolment(code, wave), timezone.now()
    known = {one.reference: one.channel for one in batches.batches(view.id)}
    formats = CHANNELS[known[reference]].batch_formats if reference in known else ()
    written = next((one for one in formats if one.suffix == kind), None)
    if written is None:
        raise Http404
    try:
        content = batches.batch_file(view.id, reference, kind, fonts.for_pdf(), staff.email, now)
    except Refused as refused:
        _tell(request, refused)
        return redirect("municipality:post", code, wave)
    attached = {"Content-Disposition": f'attachment; filename="{wave}-{code}-{reference}.{kind}"'}
    return HttpResponse(content, content_type=written.mime, headers=attached)


def _tell(request: HttpRequest, refused: Refused) -> None:
    for problem in refused.problems:
        messages.error(request, problem.say(reader()))

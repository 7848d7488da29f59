"""Letters to print and Digital Post to send: fetched by the coordinator, and every fetching logged."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.invitations import batches
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Refused
from borgerpuls.reports.formats import fonts
from borgerpuls.web.municipality.field.delivery import channel_name
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

TYPES: Mapping[str, str] = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "zip": "application/zip"}
KINDS: Mapping[str, tuple[str, ...]] = {"letter": ("pdf",), "digital_post": ("csv", "zip")}
"""In which forms a channel's batch can be fetched."""


@municipality_page(write=True)
def post(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """What waits to be fetched, and what was fetched before."""
    view = enrolments.enrolment(code, wave)
    told = {
        "view": view,
        "waiting": [(channel, channel_name(channel), n) for channel, n in sorted(batches.waiting(view.id).items())],
        "batches": [(one, channel_name(one.channel), KINDS[one.channel]) for one in batches.batches(view.id)],
        "most": batches.MOST,
    }
    return render(request, "municipality/post.html", told)


@require_POST
@municipality_page(write=True)
def batch(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """Put what waits together, ready to be fetched."""
    view = enrolments.enrolment(code, wave)
    channel = request.POST.get("channel", "")
    if channel not in KINDS:
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
    if kind not in KINDS.get(known.get(reference, ""), ()):
        raise Http404
    try:
        match kind:
            case "pdf":
                content = batches.letters(view.id, reference, fonts.for_pdf(), staff.email, now)
            case "csv":
                content = batches.digital_post_csv(view.id, reference, staff.email, now)
            case _:
                content = batches.memo_zip(view.id, reference, staff.email, now)
    except Refused as refused:
        _tell(request, refused)
        return redirect("municipality:post", code, wave)
    attached = {"Content-Disposition": f'attachment; filename="{wave}-{code}-{reference}.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=attached)


def _tell(request: HttpRequest, refused: Refused) -> None:
    for problem in refused.problems:
        messages.error(request, problem.say(reader()))

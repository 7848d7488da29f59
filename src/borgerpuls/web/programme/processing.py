"""From the closed wave to the published report: freeze, make figures and reports, look, publish."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.monitoring.rates import overview
from borgerpuls.fieldwork.programme import jobs, waves
from borgerpuls.fieldwork.programme.specification import PLACE_CODE
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.languages import alphabetical
from borgerpuls.messages import pgettext
from borgerpuls.problems import Problem, Refused
from borgerpuls.reports.formats.format import Format
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.text import Text
from borgerpuls.web.public.reports import report_file, reports_folder
from borgerpuls.web.staff.access import programme_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


@programme_page
def processing(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """The last steps of a wave, and the reports."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            _do(request, staff, wave)
            return redirect("programme:processing", wave)
        except Refused as refused:
            problems = refused.problems
    job = jobs.latest(wave)
    context = {
        "view": waves.wave(wave),
        "job": job,
        "percent": 100 * job.done // job.of if job and job.of else 0,
        "problems": problems,
        "reports": _reports(wave),
    }
    return render(request, "programme/processing.html", context, status=409 if problems else 200)


@programme_page
def file(request: HttpRequest, staff: Staff, wave: str, name: str) -> FileResponse:
    """A file of the reports, published or not."""
    return report_file(wave, name)


def _do(request: HttpRequest, staff: Staff, wave: str) -> None:
    now = timezone.now()
    if "freeze" in request.POST:
        jobs.queue(wave, jobs.Kind.FREEZE, staff.user_id, staff.email, now)
    elif "build" in request.POST:
        jobs.queue(wave, jobs.Kind.BUILD, staff.user_id, staff.email, now)
    elif "publish" in request.POST:
        waves.publish(wave, staff.email, now)
        messages.success(request, _("The reports are published."))
    elif "unpublish" in request.POST:
        waves.unpublish(wave, staff.email, now)
        messages.success(request, _("The reports are taken back. Only the programme office sees them."))


def _reports(wave: str) -> list[tuple[Text, list[tuple[Format, str]]]]:
    """Every place with its files, those that are there; the whole first."""
    places = sorted(overview(wave), key=lambda place: alphabetical(place.name[reader()]))
    found = [(_WHOLE, _files(wave, PLACE_CODE)), *((place.name, _files(wave, place.code)) for place in places)]
    return [(name, files) for name, files in found if files]


def _files(wave: str, code: str) -> list[tuple[Format, str]]:
    """The files of a place's report in the reader's language that are there: format and path."""
    folder = reports_folder(wave)
    wanted = [(known, names.file(known, code, reader())) for known in formats() if known.translated]
    return [(known, name) for known, name in wanted if (folder / name).is_file()]


_WHOLE = pgettext("reports", "All municipalities")

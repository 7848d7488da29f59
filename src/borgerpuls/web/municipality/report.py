"""The municipality's report when it is published, and citizens' own words when the wave is frozen."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.responses import comments
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.reports.formats.format import Format
from borgerpuls.reports.formats.registry import formats
from borgerpuls.reports.publication import names
from borgerpuls.web.public.reports import report_file, reports_folder
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

FROZEN = ("frozen", "published")


@municipality_page()
def report(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """What there is to fetch: report, figures, and comments for the coordinator."""
    view = enrolments.enrolment(code, wave)
    context = {
        "view": view,
        "files": _files(view) if _readable(view, staff) else [],
        "comments": _comments(view, staff),
        "asks_comments": view.shared.comment is not None,
        "may_write": staff.may_write(code),
    }
    return render(request, "municipality/report.html", context)


@municipality_page()
def file(request: HttpRequest, staff: Staff, code: str, wave: str, name: str) -> FileResponse:
    """A file of the wave's reports: published, or seen by the programme office before."""
    if not _readable(enrolments.enrolment(code, wave), staff):
        raise Http404
    return report_file(wave, name)


@municipality_page(write=True)
def comments_file(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """Citizens' own words, for the coordinator alone; that they were read is logged."""
    if enrolments.enrolment(code, wave).state not in FROZEN:
        raise Http404
    found = comments.comments_csv(wave, code, reader())
    audit.record(staff.email, "comments.read", timezone.now(), wave=wave, municipality=code)
    attached = {"Content-Disposition": f'attachment; filename="{wave}-{code}.csv"'}
    return HttpResponse(found, content_type="text/csv; charset=utf-8", headers=attached)


def _readable(view: EnrolmentView, staff: Staff) -> bool:
    """Before it is published a report is the programme office's alone."""
    return view.state == "published" or (staff.programme and view.state == "frozen")


def _files(view: EnrolmentView) -> list[tuple[Format, str]]:
    """The files of the report that lie in the folder of reports: format and path there."""
    folder = reports_folder(view.wave)
    wanted = [(known, names.file(known, view.code, reader())) for known in formats()]
    return [(known, name) for known, name in wanted if (folder / name).is_file()]


def _comments(view: EnrolmentView, staff: Staff) -> int | None:
    """How many comments there are, for those who may read them."""
    if view.state not in FROZEN or not staff.may_write(view.code):
        return None
    return len(comments.comments(view.wave, view.code))

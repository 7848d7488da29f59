"""Shared questionnaires: uploaded, checked, seen as a citizen sees them on a phone, and then never changed."""

import re

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.questionnaires import CheckedUpload, Version
from borgerpuls.languages import called
from borgerpuls.messages import verbatim
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.routing import Step, pages
from borgerpuls.web.citizen.layout import question_page, title_of
from borgerpuls.web.citizen.words import words
from borgerpuls.web.staff.access import programme_page

_LINK = re.compile(rb'href="/(svar|was)[^"]*"')


@programme_page
def versions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """All of them, and a place to upload another; one with mistakes is not kept, and every mistake is shown."""
    checked = None
    if request.method == "POST":
        checked = uploaded(request)
        if checked and checked.source:
            kept = questionnaires.add(checked.source, staff.email, timezone.now(), note=checked.name)
            messages.success(request, _("The questionnaire is kept, and looks like this on a phone."))
            return redirect("programme:questionnaire", kept.fingerprint)
    context = {
        "versions": questionnaires.versions(),
        "checked": checked,
        "no_file": request.method == "POST" and checked is None,
    }
    return render(request, "programme/questionnaires.html", context, status=422 if request.method == "POST" else 200)


@csp_update({"frame-src": [SELF]})
@programme_page
def version(request: HttpRequest, staff: Staff, fingerprint: str) -> HttpResponse:
    """One questionnaire, a screen a page, in one of its languages."""
    one = _version(fingerprint)
    asked = questionnaires.read(fingerprint)
    spoken = [code for code in one.languages if code in words()]
    language = request.GET.get("sprog", spoken[0] if spoken else "")
    if language not in spoken:
        raise Http404
    screens = [(n, title_of(page, words()[language])) for n, page in enumerate(pages(asked, ""), 1)]
    context = {
        "version": one,
        "asked": asked,
        "language": language,
        "languages": [(code, called(code)) for code in spoken],
        "unspoken": [called(code) for code in one.languages if code not in spoken],
        "screens": screens,
        "problems": questionnaires.check_upload(one.note or "questionnaire.toml", asked.source.encode()).warnings,
    }
    return render(request, "programme/questionnaire.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@programme_page
def screen(request: HttpRequest, staff: Staff, fingerprint: str, language: str, number: int) -> HttpResponse:
    """One page as citizens see it. It is shown in a frame that sends nothing, and its links lead nowhere."""
    _version(fingerprint)
    laid = pages(questionnaires.read(fingerprint), "")
    if language not in words() or not 1 <= number <= len(laid):
        raise Http404
    page = laid[number - 1]
    nobody = Respondent(
        person=0, unit="", asker=verbatim(""), background={}, language=language, wave_state="open", fielded=fingerprint,
        invented=False, started=False, submitted_at=None, declined_at=None, ineligible_at=None, given={}, events=(),
    )  # fmt: skip
    unanswered = {f"new:{item.column}": " hidden" for item in page.items}
    gaps = {"n": str(number), "of": str(len(laid)), "faultless": " hidden", "unfinished": " hidden", **unanswered}
    html = question_page(nobody, language, Step(number, page, page.items)).filled(gaps)
    return HttpResponse(_LINK.sub(b'href="#"', html))


@programme_page
def source(request: HttpRequest, staff: Staff, fingerprint: str) -> HttpResponse:
    """The file, byte for byte."""
    _version(fingerprint)
    found = questionnaires.read(fingerprint)
    attached = {"Content-Disposition": f'attachment; filename="{found.id}-{fingerprint[:8]}.toml"'}
    return HttpResponse(found.source.encode(), content_type="application/toml", headers=attached)


def uploaded(request: HttpRequest) -> CheckedUpload | None:
    """The file that was sent, checked; None where none was chosen."""
    file = request.FILES.get("file")
    if file is None:
        return None
    return questionnaires.check_upload(file.name or "questionnaire.toml", file.read(questionnaires.LARGEST + 1))


def _version(fingerprint: str) -> Version:
    try:
        return questionnaires.version(fingerprint)
    except Refused as refused:
        raise Http404 from refused

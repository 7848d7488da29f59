"""Better words in an open wave: what a file would change is shown before it does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.languages import called, right_to_left
from borgerpuls.problems import Problem, Refused
from borgerpuls.web.programme.questionnaires import uploaded
from borgerpuls.web.staff.access import programme_page


@programme_page
def patch(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    """Upload a questionnaire, see every word that differs, and go over to it; anything but words is refused."""
    view = waves.wave(wave)
    version = request.POST.get("version") or request.GET.get("version", "")
    problems: tuple[Problem, ...] = ()
    changed = None
    try:
        if request.method == "POST" and "version" in request.POST:
            waves.patch(wave, version, staff.email, timezone.now())
            messages.success(request, _("The new words are in use. Every answer is kept."))
            return redirect("programme:wave", wave)
        if request.method == "POST" and (checked := uploaded(request)):
            problems = checked.problems
            if checked.source:
                version = questionnaires.add(
                    checked.source, staff.email, timezone.now(), note=checked.name, follows=view.plan.questionnaire
                ).fingerprint
        if version:
            changed = waves.wording_changes(wave, version)
    except Refused as refused:
        problems, version = (*problems, *refused.problems), ""
    context = {
        "view": view,
        "problems": problems,
        "version": version,
        "changed": [
            (where, called(code), code, "rtl" if right_to_left(code) else "ltr", before, after)
            for where, code, before, after in changed or ()
        ],
        "same": changed == (),
        "no_file": request.method == "POST" and not version and not problems,
    }
    return render(request, "programme/patch.html", context, status=422 if problems and not version else 200)

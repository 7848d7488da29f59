"""Saying no, saying not to be in the group, and taking either back or opening a submitted questionnaire again."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.answers import NotOpen, Respondent
from borgerpuls.web.citizen import session
from borgerpuls.web.citizen.guards import next_address, respondent_page, see_other
from borgerpuls.web.citizen.layout_context import page_context, page_languages, render_page
from borgerpuls.web.citizen.views.status_pages import closed_page
from borgerpuls.web.citizen.words import PageWords

Act = Callable[[Respondent, str, str, datetime], None]
_ACTS = {"nej": answers.decline, "uden-for": answers.ineligible}


@respondent_page
def no(request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse:
    """The page that asks which no it is, and confirms it."""
    if not who.open:
        return see_other(next_address(who, w.language.id))
    if request.method != "POST":
        return _asked(who, w)
    if request.POST.get("til") in page_languages(who):
        return see_other(reverse("citizen:no", args=[request.POST["til"]]))
    said = _ACTS.get(request.POST.get("valg", ""))
    if said is None:
        return _asked(who, w, error=w["no_choose"], status=422)
    return _step(said, request, who, w) or see_other(reverse("citizen:welcome", args=[w.language.id]))


@respondent_page
def reopen(request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse:
    """Answer after all, or change what was submitted."""
    if request.method != "POST" or not (who.out or who.finished):
        return see_other(next_address(who, w.language.id))
    sent = who.finished
    failed = _step(answers.reopen, request, who, w)
    return failed or see_other(reverse("citizen:review" if sent else "citizen:welcome", args=[w.language.id]))


def _asked(who: Respondent, w: PageWords, error: str = "", status: int = 200) -> HttpResponse:
    survey = who.questionnaire.title[w.language.id]
    frame = page_context(
        w, w["no_title"], page_languages(who), "/svar/{}/nej", form="nej", survey=survey,
        asker=who.asker[w.language.id], invented=who.invented, personal=True,
    )  # fmt: skip
    here = {"new_form": session.new_form(), "mark": session.mark(who.person), "error": error}
    return render_page("no", {**frame, **here, "back": next_address(who, w.language.id)}, status)


def _step(said: Act, request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse | None:
    try:
        said(who, w.language.id, request.POST.get("form", ""), timezone.now())
    except NotOpen:
        return closed_page(answers.respondent(who.person) or who, w)
    return None

"""In and out: the short link, the typed code, and closing on a shared computer. A GET here writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.web.citizen import session
from borgerpuls.web.citizen.errors import foreign, words_for
from borgerpuls.web.citizen.guards import (
    LONGEST_CODE,
    code_page,
    language_for,
    next_address,
    respondent_page,
    see_other,
)
from borgerpuls.web.citizen.throttle import EVERY, WrongCodes
from borgerpuls.web.citizen.views.survey import save_page
from borgerpuls.web.citizen.words import PageWords, words

_failures = WrongCodes()
_NOTES = {"ukendt": "link_unknown", "igen": "code_again", "lukket": "code_left"}


def link(request: HttpRequest, code: str) -> HttpResponse:
    """``/k/CODE``: let the browser in and hide the code from its address. Mail scanners come here too."""
    who = answers.find(code[:LONGEST_CODE])
    if who is None:
        return see_other(f"{reverse('citizen:code')}?ukendt")
    return session.remember(see_other(next_address(who, language_for(who, who.language))), who.person)


def code(request: HttpRequest, language: str = "") -> HttpResponse:
    """``/k/``: the code typed in."""
    if language and language not in words():
        return link(request, language)  # a code with a slash after it
    w = words()[language] if language else words_for(request)
    if request.method != "POST":
        note = next((name for key, name in _NOTES.items() if key in request.GET), "")
        return code_page(w, note=w[note] if note else "", alarm=note == "link_unknown")
    if not session.is_same_origin(request):
        return foreign(w)
    return code_page(w, request) if request.POST.get("til") in words() else _typed(request, w)


def _typed(request: HttpRequest, w: PageWords) -> HttpResponse:
    """A code that was typed; answers that came with it, from a page that was open for too long, are saved."""
    typed = request.POST.get("kode", "").strip()[:LONGEST_CODE]
    if not typed:
        return code_page(w, request, error=w["code_missing"], status=422)
    who = answers.find(typed)
    if who is None:
        return _unknown(request, w)
    here, side = language_for(who, w.language.id), request.POST.get("side", "")
    carried = save_page(request, who, words()[here], int(side)) if side.isdecimal() else None
    return session.remember(carried or see_other(next_address(who, here)), who.person)


@respondent_page
def leave(request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse:
    """Close on this device; everything saved stays."""
    return session.forget(see_other(f"{reverse('citizen:code', args=[w.language.id])}?lukket"))


def _unknown(request: HttpRequest, w: PageWords) -> HttpResponse:
    slow = _failures.too_many(request.META.get("REMOTE_ADDR", ""), timezone.now().timestamp())
    response = code_page(w, request, error=w["code_slow" if slow else "code_unknown"], status=429 if slow else 422)
    if slow:
        response["Retry-After"] = str(int(EVERY))
    return response

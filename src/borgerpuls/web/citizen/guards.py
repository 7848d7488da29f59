"""Who may come in: every page but the code's own belongs to one person, and a form to the person it was shown to."""

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.web.citizen import session
from borgerpuls.web.citizen.errors import foreign
from borgerpuls.web.citizen.layout_context import page_context, page_languages, render_page
from borgerpuls.web.citizen.words import PageWords, words

LONGEST_CODE = 200
View = Callable[..., HttpResponse]


def respondent_page(view: View) -> View:
    """A page of one person's: who is it, in which language, and is a form theirs? Otherwise the code is asked for."""

    @wraps(view)
    def page(request: HttpRequest, language: str, **at: int) -> HttpResponse:
        if language not in words():
            raise Http404
        w, sent = words()[language], request.method == "POST"
        if sent and not session.is_same_origin(request):
            return foreign(w)
        person = session.person(request)
        who = answers.respondent(person) if person is not None else None
        other = who is not None and sent and not compare_digest(request.POST.get("hvem", ""), session.mark(who.person))
        if sent and "number" in at and (who is None or other):
            return code_page(
                w, request, note=w["code_other" if other else "code_carried"], side=at["number"], alarm=True
            )
        if who is None or other:
            return see_other(f"{reverse('citizen:code', args=[language])}?igen")
        if language not in page_languages(who):
            return see_other(request.path_info.replace(f"/{language}/", f"/{page_languages(who)[0]}/", 1))
        return view(request, who, w, **at)

    return page


def next_address(who: Respondent, language: str) -> str:
    """Where a person goes on: the first page not yet saved, or where the survey tells how things stand."""
    if not (who.open and who.started) or who.finished or who.out:
        return reverse("citizen:welcome", args=[language])
    step = who.unanswered
    return reverse("citizen:page", args=[language, step.number]) if step else reverse("citizen:review", args=[language])


def code_page(
    w: PageWords, request: HttpRequest | None = None, *, note: str = "", error: str = "", side: int | None = None,
    alarm: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page that asks for the code; what ``request`` brought is carried along in the form."""
    sent = request.POST if request else {}
    carried = [(name, sent[name]) for name in sent if name.startswith("q.") or name in ("ord", "form", "side")]
    if side is not None:
        carried.append(("side", str(side)))
    frame = page_context(w, w["code_title"], tuple(words()), "/k/{}/", form="kode")
    typed = sent.get("kode", "")[:LONGEST_CODE]
    return render_page(
        "code", {**frame, "carried": carried, "note": note, "alarm": alarm, "error": error, "typed": typed}, status
    )


def see_other(address: str) -> HttpResponse:
    """After a form, and to hide a code: look there (303)."""
    return HttpResponseRedirect(address, status=303)


def language_for(who: Respondent, wanted: str) -> str:
    """The language wanted, where the person's questionnaire has it; else its first."""
    return wanted if wanted in page_languages(who) else page_languages(who)[0]

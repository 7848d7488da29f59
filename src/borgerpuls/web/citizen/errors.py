"""Pages for what went wrong: kind, in the reader's language, and keeping what was typed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from borgerpuls.languages import CITIZENS
from borgerpuls.web.citizen.layout_context import page_context, render_page
from borgerpuls.web.citizen.words import PageWords, words


def words_for(request: HttpRequest) -> PageWords:
    """The words of the address's language (``/svar/en/…``), else of the browser's first that is known, else of ours."""
    known = words()
    asked = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")]
    return next(
        (known[code] for code in (request.path_info.split("/")[2], *asked) if code in known), known[CITIZENS[0]]
    )


def missing(request: HttpRequest) -> HttpResponse:
    """There is no such page."""
    w = words_for(request)
    return _error_page(w, "missing_title", "missing_help", 404)


def foreign(w: PageWords) -> HttpResponse:
    """A form that no page of ours has sent."""
    return _error_page(w, "foreign_title", "foreign_help", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own fault. What was sent is in the page, and one press sends it again."""
    w = words_for(request)
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    frame = page_context(w, w["broken_title"], [], "", invented=settings.INVENTED)
    action = request.path_info if request.method == "POST" else ""
    return render_page("broken", {**frame, "sent": sent, "action": action}, 500)


def bad_request() -> HttpResponse:
    """What no browser sends by itself: a page is not owed, and nothing of it is read."""
    return HttpResponse("400", status=400, content_type="text/plain")


def _error_page(w: PageWords, title: str, help: str, status: int) -> HttpResponse:
    return render_page("said", {**page_context(w, w[title], [], ""), "help": w[help]}, status)

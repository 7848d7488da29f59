"""What anyone may see."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from borgerpuls.fieldwork.programme.published import is_published, published
from borgerpuls.web.public.reports import report_file


def front(request: HttpRequest) -> HttpResponse:
    """What Borgerpuls is, the reports that are out, and the two doors: a citizen's code and a colleague's sign-in."""
    return render(request, "public/front.html", {"waves": published()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


def report(request: HttpRequest, wave: str, name: str = "") -> FileResponse:
    """A file of a published report."""
    if not is_published(wave):
        raise Http404
    return report_file(wave, name)

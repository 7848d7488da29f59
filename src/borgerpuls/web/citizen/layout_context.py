"""What every page of the citizen's has around it, and how a page that is not kept is rendered."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from borgerpuls.fieldwork.responses.answers import Respondent
from borgerpuls.web.citizen.words import PageWords, words


def page_languages(who: Respondent) -> tuple[str, ...]:
    """The languages of the questionnaire that every page is written in."""
    return tuple(code for code in who.questionnaire.languages if code in words())


def page_context(
    w: PageWords,
    title: str,
    languages: Sequence[str],
    here: str,
    *,
    form: str = "",
    survey: str = "",
    asker: str = "",
    invented: bool = False,
    personal: bool = False,
    no: bool = False,
) -> dict[str, object]:
    """The frame of a page.

    ``here`` is the page's address with ``{}`` for the language. Where a page holds a ``form``, its language is changed
    by sending that, so that nothing chosen is lost. ``personal`` pages lead to the survey's own words, those with
    ``no`` to a way out.
    """
    return {
        "w": w,
        "language": w.language,
        "languages": [(words()[code].language, here.format(code)) for code in languages] if len(languages) > 1 else [],
        "title": title,
        "form": form,
        "survey": survey,
        "asker": asker,
        "invented": invented or settings.INVENTED,
        "personal": personal,
        "no": no,
    }  # fmt: skip


def render_page(template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """A page that is rendered when it is asked for."""
    return HttpResponse(render_to_string(f"citizen/{template}.html", dict(context)), status=status)

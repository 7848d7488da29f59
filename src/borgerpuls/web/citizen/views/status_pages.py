"""Pages that tell how things stand: the receipt, a no that was said, a wave that is over or has not begun."""

from collections.abc import Mapping

from django.http import HttpResponse

from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.answers import Receipt, Respondent
from borgerpuls.web.citizen import layout, session
from borgerpuls.web.citizen.layout_context import page_context, page_languages, render_page
from borgerpuls.web.citizen.page_cache import text
from borgerpuls.web.citizen.words import PageWords


def receipt_page(who: Respondent, w: PageWords, receipt: Receipt, values: Mapping[str, str]) -> HttpResponse:
    """What was stored, when, and under which number; the answers below."""
    told = answers.wave_notice(who)
    signs = w.say("receipt_signs", n=len(receipt.comment)) if receipt.comment else w["receipt_none"]
    reopen = text(w.say("receipt_reopen_help", date=w.day(told.closes_on)))
    filled = {
        **values,
        "asker": text(who.asker[w.language.id]),
        "number": str(receipt.number),
        "at": text(w.moment(receipt.at)),
        "answered": text(w.say("receipt_of", answered=receipt.answered, asked=receipt.asked)),
        "comment": text(signs),
        "reopen": reopen,
        "closed": " hidden" if not who.open else "",
        "open": " hidden" if who.open else "",
    }
    return HttpResponse(layout.answers_page(who, w.language.id, "receipt").filled(filled))


def opted_out_page(who: Respondent, w: PageWords) -> HttpResponse:
    """The person said no, or not to be in the group; it can be undone while the wave is open."""
    told = answers.wave_notice(who)
    at = who.declined_at or who.ineligible_at
    if at is None:
        raise ValueError(f"person {who.person} is not out")
    title = w["declined_title" if who.declined_at else "ineligible_title"]
    page = {
        **_frame(who, w, title),
        "lead": w.say("out_lead", moment=w.moment(at)),
        "until": w.say("out_until", date=w.day(told.closes_on)),
        "open": who.open,
        "new_form": session.new_form(),
        "mark": session.mark(who.person),
    }
    return render_page("out", page)


def closed_page(who: Respondent, w: PageWords, late: bool = False) -> HttpResponse:
    """The wave is over, or has not begun. ``late``: what was just sent could not be saved; what was saved counts."""
    told = answers.wave_notice(who)
    if told.early:
        page = {
            **_frame(who, w, w["early_title"]),
            "said": [w.say("early_lead", date=w.day(told.opens_on))],
        }
        return render_page("closed", page)
    answered = len(who.answers)
    held = w.say("closed_kept", n=answered) if answered and not who.out else w["closed_nothing"]
    said = [w.say("closed_lead", date=w.day(told.closes_on)), *([w["closed_late"]] if late else []), held]
    return render_page("closed", {**_frame(who, w, w["closed_title"]), "said": said}, 409 if late else 200)


def _frame(who: Respondent, w: PageWords, title: str) -> dict[str, object]:
    survey = who.questionnaire.title[w.language.id]
    return page_context(
        w, title, page_languages(who), "/svar/{}/", survey=survey, asker=who.asker[w.language.id], invented=who.invented
    )

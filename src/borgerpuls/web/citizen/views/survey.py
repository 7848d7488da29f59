"""The questionnaire itself: who asks, page after page, all answers checked, submitted, and the receipt."""

import math
from collections.abc import Mapping
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from borgerpuls.fieldwork.responses import answers as responses
from borgerpuls.fieldwork.responses.answers import LONGEST_COMMENT, NotAnAnswer, NotOpen, Respondent
from borgerpuls.questionnaire.routing import Step
from borgerpuls.web.citizen import layout, session
from borgerpuls.web.citizen.guards import next_address, respondent_page, see_other
from borgerpuls.web.citizen.layout_context import page_context, page_languages, render_page
from borgerpuls.web.citizen.page_cache import text
from borgerpuls.web.citizen.views.status_pages import closed_page, opted_out_page, receipt_page
from borgerpuls.web.citizen.words import PageWords

SECONDS = 10
"""What it takes to answer one question."""


@respondent_page
def welcome(request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse:
    """Who asks, why, and until when data are kept; or how things stand, where there is nothing to begin."""
    if who.finished:
        return see_other(reverse("citizen:receipt", args=[w.language.id]))
    if who.out:
        return opted_out_page(who, w)
    if not who.open:
        return closed_page(who, w)
    if request.method == "POST":
        try:
            responses.start(who, w.language.id, timezone.now())
        except NotOpen:
            return closed_page(responses.respondent(who.person) or who, w)
        step = who.unanswered
        return see_other(_page(w, step.number) if step else reverse("citizen:review", args=[w.language.id]))
    told = responses.wave_notice(who)
    questions = sum(len(step.items) for step in who.route)
    frame = page_context(
        w, who.questionnaire.title[w.language.id], page_languages(who), "/svar/{}/", asker=who.asker[w.language.id],
        invented=who.invented, no=True,
    )  # fmt: skip
    page = {
        **frame,
        **_form(who),
        "asks": told.asks[w.language.id].splitlines(),
        "minutes": w.say("how_long", minutes=math.ceil(questions * SECONDS / 60) + 1),
        "until": w.say("how_until", date=w.day(told.closes_on)),
        "kept_until": w.say("kept_until", date=w.day(told.contact_until)),
        "started": who.started,
    }
    return render_page("welcome", page)


@respondent_page
def page(request: HttpRequest, who: Respondent, w: PageWords, number: int) -> HttpResponse:
    """One page: shown, or saved and gone on from."""
    if not 1 <= number <= len(who.pages):
        raise Http404
    if request.method == "POST":
        return save_page(request, who, w, number)
    if not who.open or who.out or who.finished:
        return see_other(next_address(who, w.language.id))
    step = _step(who, number)
    if step is None:  # no longer asked: an answer before it was changed
        return see_other(_onward(who, w, number))
    return HttpResponse(_filled(who, w, step, {}))


def save_page(request: HttpRequest, who: Respondent, w: PageWords, number: int) -> HttpResponse:
    """Save a page as it was sent, and go where it was asked to go; 303 only after the commit."""
    if not 1 <= number <= len(who.pages):
        raise Http404
    language, form, now = w.language.id, request.POST.get("form", ""), timezone.now()
    given = {name[2:]: str(said) for name, said in request.POST.items() if name.startswith("q.")}
    words = request.POST.get("ord", "")
    try:
        if who.pages[number - 1].comment is not None:
            after = responses.comment(who, number, words, language, form, now)
        else:
            after = responses.save(who, number, given, language, form, now)
    except NotOpen:
        return closed_page(responses.respondent(who.person) or who, w, late=True)
    except NotAnAnswer as wrong:
        step = _step(who, number) or Step(number, who.pages[number - 1], who.pages[number - 1].items)
        return HttpResponse(_filled(who, w, step, {**given, "ord": words}, wrong.columns), status=422)
    to = request.POST.get("til", "")
    if to == "tilbage":
        return see_other(_back(after, w, number))
    if to == "tjek":
        return see_other(reverse("citizen:review", args=[language]))
    if to in page_languages(who):
        return see_other(reverse("citizen:page", args=[to, number]))
    return see_other(_onward(after, w, number))


@respondent_page
def review(request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse:
    """Tjek dine svar: everything on one page, then submitted."""
    if request.method == "POST":
        try:
            responses.submit(who, w.language.id, request.POST.get("form", ""), timezone.now())
        except NotOpen:
            return closed_page(responses.respondent(who.person) or who, w)
        return see_other(reverse("citizen:receipt", args=[w.language.id]))
    if not who.open or who.out or who.finished:
        return see_other(next_address(who, w.language.id))
    answers = who.answers
    missing = sum(len(step.items) for step in who.route) - len(answers)
    values = {
        **_answers(who, w, answers, responses.comment_of(who.person)),
        **_form(who),
        "asker": text(who.asker[w.language.id]),
        "missing": text(w.say("review_missing", n=missing)) if missing else "",
    }
    return HttpResponse(layout.answers_page(who, w.language.id, "review").filled(values))


@respondent_page
def receipt(request: HttpRequest, who: Respondent, w: PageWords) -> HttpResponse:
    """What the database holds of a submitted questionnaire."""
    found = responses.receipt(who.person) if who.finished else None
    if found is None:
        return see_other(next_address(who, w.language.id))
    return receipt_page(who, w, found, {**_answers(who, w, who.answers, found.comment), **_form(who)})


def _filled(who: Respondent, w: PageWords, step: Step, sent: Mapping[str, str], wrong: tuple[str, ...] = ()) -> bytes:
    """A page with a person's answers in it; what was ``sent`` stands before what was saved."""
    at = who.route.index(step) + 1 if step in who.route else 1
    values = {
        **_form(who),
        "n": str(at),
        "of": str(max(len(who.route), at)),
        "asker": text(who.asker[w.language.id]),
        "saved": _saved(who.saved_at, w),
        "unfinished": "" if who.unanswered is None else " hidden",
        "faultless": " hidden",
    }
    if step.page.comment is not None:
        values["words"] = text(sent["ord"] if wrong else responses.comment_of(who.person))
    for item in step.items:
        column, chosen = item.column, sent.get(item.column, str(who.given.get(item.column, "")))
        if chosen or column in who.given:
            values[f"c:{column}:{chosen}"] = " checked"
        if column not in who.given:
            values[f"new:{column}"] = " hidden"  # there is no answer to take back
    if wrong:
        _tell(values, w, _problems(step, w, wrong, len(sent.get("ord", ""))))
    return layout.question_page(who, w.language.id, step).filled(values)


def _problems(step: Step, w: PageWords, wrong: tuple[str, ...], length: int) -> dict[str, tuple[str, str]]:
    """What is wrong: column -> what the summary says of it, and what stands at the question itself."""
    if step.page.comment is not None:
        said = w.say("comment_long", n=length, most=LONGEST_COMMENT)
        return {"ord-felt": (said, said)}
    named = {item.column: item.wording[w.language.id] for item in step.items}
    return {column: (named.get(column, w["choose_again"]), w["choose_again"]) for column in wrong}


def _tell(values: dict[str, str], w: PageWords, problems: Mapping[str, tuple[str, str]]) -> None:
    """A summary before everything else on the page, with a way to each place, and the words at the place itself."""
    links = (f'<li><a href="#{text(column)}">{text(said)}</a></li>' for column, (said, _) in problems.items())
    values.update({"problems": "".join(links), "failed": f"{text(w['error'])}: ", "faultless": ""})
    for column, (_, said) in problems.items():
        values[f"e:{column}"], values[f"wrong:{column}"] = text(said), " form-error"


def _saved(at: datetime | None, w: PageWords) -> str:
    """When something was saved last; with its day, where that is not today."""
    if at is None:
        return ""
    today = timezone.localdate(at) == timezone.localdate()
    return text(w.say("saved", clock=w.clock(at) if today else w.moment(at)))


def _answers(who: Respondent, w: PageWords, answers: Mapping[str, int], words: str) -> dict[str, str]:
    """Each question's answer in words, for a list of all."""
    values = {"words": text(words) or _none(w)}
    for step in who.route:
        for item in step.items:
            code = answers.get(item.column)
            label = next((c.label[w.language.id] for c in item.scale.categories if c.code == code), None)
            values[f"a:{item.column}"] = text(label) if label is not None else _none(w)
    return values


def _none(w: PageWords) -> str:
    return f'<span class="none">{text(w["no_answer"])}</span>'


def _form(who: Respondent) -> dict[str, str]:
    return {"new_form": session.new_form(), "mark": session.mark(who.person)}


def _step(who: Respondent, number: int) -> Step | None:
    return next((step for step in who.route if step.number == number), None)


def _page(w: PageWords, number: int) -> str:
    return reverse("citizen:page", args=[w.language.id, number])


def _onward(who: Respondent, w: PageWords, number: int) -> str:
    step = who.after(number)
    return _page(w, step.number) if step else reverse("citizen:review", args=[w.language.id])


def _back(who: Respondent, w: PageWords, number: int) -> str:
    before = [step.number for step in who.route if step.number < number]
    return _page(w, before[-1]) if before else reverse("citizen:welcome", args=[w.language.id])

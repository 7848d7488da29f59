"""Everybody or a sample: a size proposed from the certainty wanted, and what it costs, said before it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import randbelow

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork import population
from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.population import messages as words
from borgerpuls.fieldwork.population.sampling import SD, Proposal, expected, propose
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Problem, Refused
from borgerpuls.reports.wording import number
from borgerpuls.text import Text
from borgerpuls.web.municipality.form_fields import Field, problem_links, with_problems
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

WIDTHS = (0.05, 0.08, 0.1, 0.15, 0.2)
"""Half widths to choose from, in points of a scale from 1 to 5."""
RATES = (0.2, 0.3, 0.4, 0.5, 0.6)
USUAL_WIDTH, USUAL_RATE = 0.1, 0.4
SHOWN = 5
"""Answers below which a group is hidden in the report."""


@dataclass(frozen=True)
class Wanted:
    """What the person chose: half width, response rate expected, and the variable to stratify by."""

    half_width: float
    rate: float
    by: str


@dataclass(frozen=True)
class Part:
    """One group of the proposal as it is shown."""

    name: str
    population: int
    asked: int
    answers: float
    width: str
    hidden: bool


@municipality_page()
def sample(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    view = enrolments.enrolment(code, wave)
    wanted = _wanted(view, request.POST or request.GET)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not staff.may_write(code):
            raise Http404
        try:
            size = _size(request.POST, view.listed)
            asked = population.set_sample(view.id, size, wanted.by, randbelow(2**31), staff.email, timezone.now())
        except Refused as refused:
            problems = refused.problems
        else:
            said = _("%(n)s citizens are drawn.") if size else _("Everybody is asked: %(n)s citizens.")
            messages.success(request, said % {"n": number.count(asked, reader())})
            return redirect("municipality:sample", code, wave)
    strata = population.strata(view.id, wanted.by) if view.listed else {}
    proposal = propose(strata, half_width=wanted.half_width, rate=wanted.rate)
    field = _field(request.POST.get("size", str(proposal.size)), problems)
    context = {
        "view": view,
        "may_write": staff.may_write(code) and view.list_open and view.listed,
        "choices": _choices(view, wanted),
        "proposal": proposal,
        "proposed": _width(proposal.half_width),
        "everybody": _width(expected(strata, view.listed, rate=wanted.rate).half_width) if strata else "–",
        "parts": _parts(view, wanted, proposal) if len(strata) > 1 else [],
        "wanted": wanted,
        "field": field,
        "problems": problem_links(problems, [field]),
        "spread": number.least(SD, reader()),
        "seed": view.sample_seed,
    }
    return render(request, "municipality/sample.html", context, status=422 if problems else 200)


def _wanted(view: EnrolmentView, typed: Mapping[str, str]) -> Wanted:
    """What was chosen; the usual where nothing was."""
    known = [name for name, _label in population.choices(view.id)]
    usual = view.sample_by if view.sample_size else next((g for g in view.groups if g in known), "")
    by = typed.get("by", usual)
    return Wanted(
        _one_of(typed.get("width", ""), WIDTHS, USUAL_WIDTH),
        _one_of(typed.get("rate", ""), RATES, USUAL_RATE),
        by if by in known else "",
    )


def _one_of(typed: str, known: tuple[float, ...], usual: float) -> float:
    return next((value for value in known if str(value) == typed), usual)


def _size(typed: Mapping[str, str], most: int) -> int | None:
    """How many to ask, None for everybody."""
    if "everybody" in typed:
        return None
    size = typed.get("size", "").strip().replace(".", "").replace("\u00a0", "")
    if not (size.isascii() and size.isdigit()):
        raise Refused([words.sample_size(most)])
    return int(size[:9])


def _choices(view: EnrolmentView, wanted: Wanted) -> list[Field]:
    by = [("", _("Not at all")), *((name, label[reader()]) for name, label in population.choices(view.id))]
    nowhere = Text()
    return [
        Field(
            "width",
            _("How certain must the mean of all be?"),
            nowhere,
            str(wanted.half_width),
            kind="choice",
            options=[(str(w), _width(w)) for w in WIDTHS],
            hint=_("Points on a scale from 1 to 5, up or down (95 per cent confidence interval)."),
        ),
        Field(
            "rate",
            _("How many do you expect to answer?"),
            nowhere,
            str(wanted.rate),
            kind="choice",
            options=[(str(r), number.share(r, reader(), 0)) for r in RATES],
        ),
        Field(
            "by",
            _("Divide by"),
            nowhere,
            wanted.by,
            kind="choice",
            options=by,
            hint=_("The sample gets as large a share of each group as the list has."),
        ),
    ]


def _field(size: str, problems: tuple[Problem, ...]) -> Field:
    place = words.sample_size(1).where
    field = Field("size", _("Number of citizens to ask"), place, size, kind="number")
    return with_problems([field], problems)[0]


def _parts(view: EnrolmentView, wanted: Wanted, proposal: Proposal) -> list[Part]:
    names = population.stratum_names(view.id, wanted.by)
    return [
        Part(
            names[part.stratum][reader()] if part.stratum in names else part.stratum or _("Unknown"),
            part.population,
            part.asked,
            part.answers,
            _width(part.half_width),
            part.answers < SHOWN,
        )
        for part in proposal.parts
    ]


def _width(half: float | None) -> str:
    """``± 0,10``; a dash where two answers are not to be expected."""
    return "–" if half is None else f"±\u00a0{number.mean(half, reader())}"

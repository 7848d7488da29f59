"""A comparison of the municipality's own: two groups, and how small a difference they could show, told beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.enrolment.municipality_text import (
    COLUMN,
    LONGEST_COLUMN,
    LONGEST_NAME,
    Comparison,
    comparison_place,
)
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.languages import called
from borgerpuls.method.comparison.power import LARGEST_DETECTABLE, detectable_difference
from borgerpuls.problems import Problem, Refused
from borgerpuls.reports.wording import number
from borgerpuls.text import Text
from borgerpuls.web.municipality.form_fields import Field, linked, one_line, told
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

RATES = (0.2, 0.3, 0.4, 0.5)
"""Response rates that the difference is told for: nobody knows the rate beforehand."""
SPREAD = 0.85
"""Standard deviation of one answer to a theme on a scale of 1 to 5, as surveys of satisfaction have had it."""
TYPICAL = (50, 100, 200, 500, 1000)
"""Sizes of two equal groups, told while there is no list."""


@dataclass(frozen=True)
class Seen:
    """With ``answers`` in each group, the smallest true difference they would show four times in five."""

    rate: float | None
    answers: tuple[int, int]
    difference: float | None
    """None: a group is too small to tell anything."""

    @property
    def enough(self) -> bool:
        """Can a question be answered with so many?"""
        return self.difference is not None and self.difference <= LARGEST_DETECTABLE

    @property
    def said(self) -> str:
        """The difference as the reader writes it; a dash where nothing can be told."""
        return "–" if self.difference is None else number.mean(self.difference, reader())


@municipality_page()
def comparison(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    view = enrolments.enrolment(code, wave)
    chosen = view.comparison
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not staff.may_write(code):
            raise Http404
        chosen = None if "remove" in request.POST else _typed(view.shared.languages, request.POST)
        try:
            enrolments.set_comparison(view.id, chosen, staff.email, timezone.now())
        except Refused as refused:
            problems = refused.problems
        else:
            removed, saved = _("The comparison is removed."), _("The comparison is saved.")
            messages.success(request, saved if chosen else removed)
            return redirect("municipality:comparison", code, wave)
    rows = [told(row, problems) for row in _rows(view, chosen)]
    shown = {
        "view": view,
        "may_write": staff.may_write(code) and view.questions_open,
        "rows": rows,
        "randomised": chosen is not None and chosen.randomised,
        "problems": linked(problems, [field for row in rows for field in row]),
        "seen": seen(view),
        "largest": number.least(LARGEST_DETECTABLE, reader()),
        "spread": number.least(SPREAD, reader()),
        "yes": _("Yes"),
        "no": _("No, too few"),
    }
    return render(request, "municipality/comparison.html", shown, status=422 if problems else 200)


def seen(view: EnrolmentView) -> list[Seen]:
    """What the list's two groups can show at several response rates; of typical groups while there are none."""
    if any(view.compared):
        share = view.sampled / view.listed
        zero, one = (size * share for size in view.compared)
        return [_seen(rate, zero * rate, one * rate) for rate in RATES]
    return [_seen(None, size, size) for size in TYPICAL]


def _seen(rate: float | None, zero: float, one: float) -> Seen:
    answers = (int(zero), int(one))
    return Seen(rate, answers, detectable_difference(*answers, SPREAD) if min(answers) >= 2 else None)


def _typed(languages: tuple[str, ...], typed: Mapping[str, str]) -> Comparison:
    def words(part: str) -> Text:
        return Text({language: one_line(typed.get(f"{part}-{language}", "")) for language in languages})

    column = one_line(typed.get("column", ""))
    return Comparison(words("name"), (words("zero"), words("one")), column, "randomised" in typed)


def _rows(view: EnrolmentView, chosen: Comparison | None) -> list[list[Field]]:
    """The column, and a row of fields for the name and each group."""
    empty = Comparison(Text(), (Text(), Text()), "")
    given = chosen or empty
    rows = [
        [
            Field(
                "column",
                _("The column's heading"),
                COLUMN,
                given.column,
                hint=_("In the column stands 1 for those in group 1 and 0 for those in group 0. Empty: in neither."),
                longest=LONGEST_COLUMN,
            )
        ]
    ]
    parts = (
        ("name", "name", _("What is compared, in %(language)s"), given.name),
        ("one", "1", _("Group 1, in %(language)s"), given.groups[1]),
        ("zero", "0", _("Group 0, in %(language)s"), given.groups[0]),
    )
    for name, part, label, words in parts:
        rows.append(
            [
                Field(
                    f"{name}-{language}",
                    label % {"language": called(language)[reader()]},
                    comparison_place(part, language),
                    words.get(language, ""),
                    language=language,
                    longest=LONGEST_NAME,
                )
                for language in view.shared.languages
            ]
        )
    return rows

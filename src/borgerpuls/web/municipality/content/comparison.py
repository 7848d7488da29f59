"""The page of a municipality's own comparison: two groups, and the smallest difference that they can show."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.enrolment.comparison_power import (
    LARGEST_USEFUL,
    STANDARD_DEVIATION,
    Detectable,
    detectable_differences,
)
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
from borgerpuls.problems import Problem, Refused
from borgerpuls.reports.wording import number
from borgerpuls.text import Text
from borgerpuls.web.municipality.form_fields import Field, one_line, problem_links, with_problems
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


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
            decisions.set_comparison(view.id, chosen, staff.email, timezone.now())
        except Refused as refused:
            problems = refused.problems
        else:
            removed, saved = _("The comparison is removed."), _("The comparison is saved.")
            messages.success(request, saved if chosen else removed)
            return redirect("municipality:comparison", code, wave)
    rows = [with_problems(row, problems) for row in _rows(view, chosen)]
    context = {
        "view": view,
        "may_write": staff.may_write(code) and view.questions_open,
        "rows": rows,
        "randomised": chosen is not None and chosen.randomised,
        "problems": problem_links(problems, [field for row in rows for field in row]),
        "detectable": [_shown(one) for one in detectable_differences(view)],
        "largest": number.least(LARGEST_USEFUL, reader()),
        "spread": number.least(STANDARD_DEVIATION, reader()),
        "yes": _("Yes"),
        "no": _("No, too few"),
    }
    return render(request, "municipality/comparison.html", context, status=422 if problems else 200)


def _shown(one: Detectable) -> tuple[Detectable, str]:
    """What can be detected, and the difference as the reader writes it; a dash where nothing can be."""
    return one, "–" if one.difference is None else number.mean(one.difference, reader())


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

"""Home, where each person finds what is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from borgerpuls.fieldwork.staff.dashboard import enrolment_summaries, wave_summaries
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.web.staff.access import has_second_factor, staff_page


@staff_page
def home(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Waves for the programme office, enrolments for a municipality, a kind word for who has no role yet."""
    return render(
        request,
        "staff/home.html",
        {
            "staff": staff,
            "waves": wave_summaries() if staff.programme else (),
            "enrolments": enrolment_summaries(staff),
            "second_factor": has_second_factor(request),
        },
    )

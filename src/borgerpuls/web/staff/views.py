"""Home, where each person finds what is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from borgerpuls.fieldwork.access import Staff
from borgerpuls.web.staff.access import has_second_factor, staff_page


@staff_page
def home(request: HttpRequest, staff: Staff) -> HttpResponse:
    return render(request, "staff/home.html", {"staff": staff, "second_factor": has_second_factor(request)})

"""Colleagues: who has access, letting somebody in by e-mail, and taking a role back."""

from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from borgerpuls.fieldwork.staff import memberships
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey.registers import municipalities
from borgerpuls.languages import alphabetical
from borgerpuls.problems import Problem, Refused
from borgerpuls.web.staff.access import staff_page
from borgerpuls.web.staff.accounts import make_account, user_with
from borgerpuls.web.staff.forms import offer
from borgerpuls.web.staff.templatetags.borgerpuls import reader, say

TOKEN = "invitation"
"""Where the session keeps the token of a link, so that the address of a page does not."""


class InviteForm(forms.Form):
    """Whom to let in, and to what: ``place`` is "role" or "role:municipality"."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    place = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, given: Mapping[str, Any] | None, staff: Staff) -> None:
        super().__init__(given)
        offer(self.fields["place"], _places(staff))


class WelcomeForm(forms.Form):
    """A new person's name and password."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        help_text=gettext_lazy("At least 12 characters. A sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


@staff_page
def people(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Who has access; a form for those who may let others in."""
    now = timezone.now()
    form = InviteForm(request.POST or None, staff)
    problems: tuple[Problem, ...] = ()
    if not staff.programme and not staff.municipalities:
        raise Http404
    if request.method == "POST":
        if not _places(staff):
            raise Http404
        if form.is_valid():
            try:
                return _invited(request, staff, form)
            except Refused as refused:
                problems = refused.problems
    found = memberships.colleagues(staff)
    context = {
        "staff": staff,
        "form": form,
        "problems": problems,
        "colleagues": [(c, memberships.may_manage(staff, c.code)) for c in found],
        "invitations": [(i, memberships.may_manage(staff, i.code)) for i in memberships.invitations(staff, now)],
    }
    return render(request, "staff/colleagues.html", context)


@staff_page
@require_POST
def remove(request: HttpRequest, staff: Staff, membership: int) -> HttpResponse:
    try:
        if not memberships.remove(staff, membership, timezone.now()):
            raise Http404
        messages.success(request, _("The role has been taken back."))
    except Refused as refused:
        messages.error(request, " ".join(p.say(reader()) for p in refused.problems))
    return redirect("staff:colleagues")


@staff_page
@require_POST
def withdraw(request: HttpRequest, staff: Staff, invitation: int) -> HttpResponse:
    if not memberships.withdraw(staff, invitation, timezone.now()):
        raise Http404
    messages.success(request, _("The invitation no longer opens anything."))
    return redirect("staff:colleagues")


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: it changes nothing, and its token leaves the address bar at once."""
    request.session[TOKEN] = token
    return redirect("staff:welcome")


@never_cache
def welcome(request: HttpRequest) -> HttpResponse:
    """What the link opens: a new account, or the role for one that is signed in."""
    token = request.session.get(TOKEN, "")
    invited = memberships.invitation(token, timezone.now())
    if invited is None:
        return render(request, "staff/welcome_closed.html", status=404)
    known = user_with(invited.email)
    context = {"invited": invited, "known": known, "form": WelcomeForm()}
    if known and request.user.is_anonymous:
        return redirect(f"{reverse('account_login')}?next={reverse('staff:welcome')}")
    if request.user.is_authenticated and request.user != known:
        return render(request, "staff/welcome_other.html", context)
    if request.method == "POST":
        form = context["form"] = WelcomeForm(request.POST)
        if known or form.is_valid():
            with transaction.atomic():
                user = known or make_account(invited.email, form.cleaned_data["name"], form.cleaned_data["password"])
                accepted = memberships.accept(token, user.pk, timezone.now())
            if not known:
                login(request, user, settings.AUTHENTICATION_BACKENDS[0])
            request.session.pop(TOKEN, None)
            return redirect("staff:home") if accepted else redirect("staff:welcome")
    return render(request, "staff/welcome.html", context)


def _invited(request: HttpRequest, staff: Staff, form: InviteForm) -> HttpResponse:
    """Let somebody in and send the link; an e-mail that did not leave leaves no open link either."""
    email = form.cleaned_data["email"]
    role, _colon, municipality = form.cleaned_data["place"].partition(":")
    token = memberships.invite(staff, email, role, municipality or None, timezone.now())
    invited = memberships.invitation(token, timezone.now())
    if invited is None:  # withdrawn in the same moment
        raise Http404
    told = {"invited": invited, "by": staff.name, "link": settings.SITE_URL + reverse("staff:invitation", args=[token])}
    try:
        send_mail(
            _("You are invited to Borgerpuls"), render_to_string("staff/invitation.txt", told), None, [invited.email]
        )
    except (OSError, SMTPException):
        memberships.withdraw(staff, invited.id, timezone.now())
        messages.error(request, _("The e-mail could not be sent, so nobody has been invited. Try again in a while."))
        return redirect("staff:colleagues")
    messages.success(request, _("%(email)s has been sent a link that works for 14 days.") % {"email": invited.email})
    return redirect("staff:colleagues")


def _places(staff: Staff) -> list[tuple[str, str]]:
    """Every role that the person may give, a municipality at a time."""
    roles = memberships.ROLES
    programme = [("programme", say(roles["programme"]))] if staff.programme else []
    ours = [unit for unit in municipalities(timezone.localdate()) if memberships.may_manage(staff, unit.code)]
    return programme + [
        (f"{role}:{unit.code}", f"{say(unit.name)}: {say(roles[role])}")
        for unit in sorted(ours, key=lambda unit: alphabetical(say(unit.name)))
        for role in ("coordinator", "reader")
    ]

"""The plan of a wave: made as a draft, changed until each part of it is settled."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.channels.registry import CHANNELS
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.programme.wave_plan import FIELDS, NATIONAL, Plan, field_in, languages_of
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.questionnaires import Version
from borgerpuls.languages import right_to_left
from borgerpuls.problems import Problem, Refused
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text
from borgerpuls.web.staff.access import programme_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader


class PlanForm(forms.Form):
    """A plan's fields; those that are settled are shown and cannot be changed."""

    def __init__(self, asked: Questionnaire, changeable: tuple[str, ...], *args: Any) -> None:
        super().__init__(*args)
        self.asked = asked
        self._add_words(asked)
        self._add_days()
        self._add_contacts()
        self._add_counting(asked)
        for name, field in self.fields.items():
            field.disabled = name.split("-")[0] not in changeable and name != "questionnaire"

    def _add_words(self, asked: Questionnaire) -> None:
        self.fields["name"] = forms.CharField(
            label=FIELDS["name"][reader()],
            max_length=60,
            help_text=_("Stands in addresses and file names, such as 2026-spring."),
        )
        for language in languages_of(asked):
            self.fields[f"title-{language}"] = forms.CharField(
                label=field_in("title", language)[reader()],
                required=False,
                widget=forms.TextInput(_spoken(language)),
            )
        for language in asked.languages:
            self.fields[f"asks-{language}"] = forms.CharField(
                label=field_in("asks", language)[reader()],
                required=False,
                widget=forms.Textarea({"rows": 4, **_spoken(language)}),
            )

    def _add_days(self) -> None:
        hints = {
            "opens_on": _("The first day that citizens can answer."),
            "closes_on": _("The last day that citizens can answer."),
            "contact_until": _("Names, addresses and CPR numbers are deleted on this day. Figures are not affected."),
        }
        for name, hint in hints.items():
            self.fields[name] = forms.DateField(
                label=FIELDS[name][reader()],
                help_text=hint,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            )

    def _add_contacts(self) -> None:
        offered = [("", _("None")), *((channel.id, channel.label[reader()]) for channel in CHANNELS.values())]
        for number in range(1, len(CHANNELS) + 1):
            self.fields[f"channels-{number}"] = forms.ChoiceField(
                label=_("Channel %(n)d") % {"n": number}, choices=offered, required=False
            )
        self.fields["reminders"] = forms.CharField(
            label=FIELDS["reminders"][reader()],
            required=False,
            help_text=_("Days after the invitation, such as 7, 14. Only those who have not answered are reminded."),
        )

    def _add_counting(self, asked: Questionnaire) -> None:
        known = [(b.id, b.label[reader()]) for b in asked.backgrounds]
        hints = {
            "groups": _("What figures and response rates are shown by."),
            "weighting_by": _("Answers are weighted so that these are as in the whole list."),
            "case_mix": _("Averages are also shown as if these were alike everywhere."),
        }
        for name, hint in hints.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=FIELDS[name][reader()],
                choices=known,
                required=False,
                help_text=hint,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["national"] = forms.ChoiceField(
            label=FIELDS["national"][reader()],
            choices=[(name, words[reader()]) for name, words in NATIONAL.items()],
        )
        self.fields["previous"] = forms.CharField(
            label=FIELDS["previous"][reader()],
            required=False,
            help_text=_("Short name of the wave that change is measured from, or empty."),
            max_length=60,
        )
        self.fields["invented"] = forms.BooleanField(
            label=_("The data are invented: every page and report says so"), required=False
        )

    def plan(self, questionnaire: str) -> Plan:
        """What was typed, as a plan. Raises ``ValueError`` where the reminders are no numbers."""
        said = self.cleaned_data
        channels = (said[f"channels-{number}"] for number in range(1, len(CHANNELS) + 1))
        return Plan(
            name=said["name"],
            title=self._words("title"),
            opens_on=said["opens_on"],
            closes_on=said["closes_on"],
            questionnaire=questionnaire,
            channels=tuple(channel for channel in channels if channel),
            reminders=_days(said["reminders"]),
            groups=tuple(said["groups"]),
            weighting_by=tuple(said["weighting_by"]),
            case_mix=tuple(said["case_mix"]),
            asks=self._words("asks"),
            contact_until=said["contact_until"],
            national=said["national"],
            previous=said["previous"],
            invented=said["invented"],
        )

    def blame(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem beside its field too."""
        places = {FIELDS[name]: name for name in FIELDS}
        for language in languages_of(self.asked):
            places |= {field_in(name, language): f"{name}-{language}" for name in ("title", "asks")}
        for problem in problems:
            name = places.get(problem.where, "")
            name = "channels-1" if name == "channels" else name
            if name in self.fields and problem.severity == "error":
                self.add_error(name, f"{problem.what[reader()]} {problem.remedy[reader()]}")

    def _words(self, field: str) -> Text:
        said = {name.partition("-")[2]: words for name, words in self.cleaned_data.items() if name.startswith(field)}
        return Text({language: words.strip() for language, words in said.items() if words.strip()})


@programme_page
def create(request: HttpRequest, staff: Staff) -> HttpResponse:
    """A new wave, of the questionnaire chosen or else the newest."""
    versions = questionnaires.versions()
    if not versions:
        messages.info(request, _("Upload a questionnaire first: a wave is made of one."))
        return redirect("programme:questionnaires")
    chosen = _chosen(request, versions, versions[0].fingerprint)
    every = tuple(field.name for field in fields(Plan))
    return _edit(request, staff, chosen, every, None)


@programme_page
def change(request: HttpRequest, staff: Staff, wave: str) -> HttpResponse:
    view = waves.wave(wave)
    versions = questionnaires.versions()
    settled = "questionnaire" not in view.changeable
    chosen = view.plan.questionnaire if settled else _chosen(request, versions, view.plan.questionnaire)
    return _edit(request, staff, chosen, view.changeable, view)


def _edit(
    request: HttpRequest, staff: Staff, chosen: str, changeable: tuple[str, ...], view: waves.WaveView | None
) -> HttpResponse:
    asked = questionnaires.read(chosen)
    before = view.plan if view else None
    problems: tuple[Problem, ...] = ()
    form = PlanForm(asked, changeable, request.POST if request.method == "POST" else None)
    form.initial = _typed(before) if before else _first(asked)
    if request.method == "POST" and changeable and form.is_valid():
        try:
            plan = form.plan(chosen)
            now = timezone.now()
            if view is None:
                doubts = waves.create(plan, staff.email, now)
            else:
                doubts = waves.change(view.plan.name, plan, staff.email, now)
        except Refused as refused:
            problems = refused.problems
            form.blame(problems)
        else:
            for doubt in doubts:
                messages.warning(request, doubt.say(reader()))
            messages.success(request, _("The plan is saved."))
            return redirect("programme:wave", plan.name)
    context = {
        "view": view,
        "form": form,
        "problems": problems,
        "chosen": chosen,
        "versions": questionnaires.versions(),
        "settled": "questionnaire" not in changeable,
        "channels": [form[f"channels-{number}"] for number in range(1, len(CHANNELS) + 1)],
        "titles": [form[f"title-{language}"] for language in languages_of(asked)],
        "asks": [form[f"asks-{language}"] for language in asked.languages],
        "counted": [form[name] for name in ("groups", "weighting_by", "case_mix")],
        "can_save": bool(changeable),
    }
    return render(request, "programme/plan.html", context, status=422 if form.errors or problems else 200)


def _chosen(request: HttpRequest, versions: tuple[Version, ...], otherwise: str) -> str:
    """The questionnaire that the form is of."""
    chosen = request.POST.get("questionnaire") or request.GET.get("skema") or otherwise
    if chosen not in {version.fingerprint for version in versions}:
        raise Http404
    return chosen


def _first(asked: Questionnaire) -> dict[str, Any]:
    """What a new wave begins with."""
    today = timezone.localdate()
    known = [b.id for b in asked.backgrounds if b.at(today)]
    plan = {f"title-{language}": asked.title[language] for language in asked.languages}
    return {
        **plan,
        "opens_on": today + timedelta(28),
        "closes_on": today + timedelta(63),
        "contact_until": today + timedelta(63 + 180),
        **{f"channels-{number}": channel for number, channel in enumerate(CHANNELS, 1)},
        "reminders": "7, 14",
        "groups": known,
        "weighting_by": [name for name in known if name in ("sex", "age")],
        "case_mix": [],
    }


def _typed(plan: Plan) -> dict[str, Any]:
    """A plan as the form shows it."""
    shown: dict[str, Any] = {field.name: getattr(plan, field.name) for field in fields(Plan)}
    shown["reminders"] = ", ".join(map(str, plan.reminders))
    for name in ("title", "asks"):
        shown |= {f"{name}-{language}": words for language, words in shown.pop(name).items()}
    shown |= {f"channels-{number}": channel for number, channel in enumerate(plan.channels, 1)}
    return shown


def _days(typed: str) -> tuple[int, ...]:
    """``7, 14``. What is no whole number is refused like any other reminder that cannot be."""
    parts = typed.replace(";", " ").replace(",", " ").split()
    return tuple(int(part) if part.isdecimal() and len(part) < 5 else 0 for part in parts)


def _spoken(language: str) -> dict[str, str]:
    return {"lang": language, "dir": "rtl" if right_to_left(language) else "ltr"}

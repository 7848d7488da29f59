"""The log: what was done, and who read contact data."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.fieldwork.survey.registers import name_of
from borgerpuls.web.staff.access import staff_page
from borgerpuls.web.staff.audit_labels import name_of_act
from borgerpuls.web.staff.forms import offer
from borgerpuls.web.staff.templatetags.borgerpuls import say

PAGE = 100


class FilterForm(forms.Form):
    """What one looks for in the log; ``before`` is the number where the page before ended."""

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    act = forms.ChoiceField(label=_("Act"), required=False)
    who = forms.CharField(label=_("Person"), required=False, max_length=254)
    since = forms.DateField(label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, given: Mapping[str, Any], places: Sequence[tuple[str, str | Promise]], acts: tuple[str, ...]
    ) -> None:
        super().__init__(given)
        offer(self.fields["municipality"], places)
        offer(self.fields["act"], [("", _("All")), *((act, say(name_of_act(act))) for act in acts)])


@staff_page
def log(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The programme office sees every entry, a coordinator those of the own municipalities, one at a time."""
    own = sorted(code for code in staff.municipalities if staff.may_write(code))
    if not staff.programme and not own:
        raise Http404
    place = request.GET.get("municipality") or ("" if staff.programme else own[0])
    if not staff.programme and place not in own:
        raise Http404
    seen = place or None
    codes = sorted({*audit.municipalities(), place} - {""}) if staff.programme else own
    places: list[tuple[str, str | Promise]] = [(code, say(name_of(code))) for code in codes]
    form = FilterForm(request.GET, [("", _("All")), *places] if staff.programme else places, audit.acts(seen))
    asked = form.cleaned_data if form.is_valid() else {}
    wanted: dict[str, Any] = {key: asked.get(key) for key in ("act", "who", "since", "before") if asked.get(key)}
    entries = audit.entries(seen, limit=PAGE + 1, **wanted)
    further = request.GET.copy()
    further["before"] = str(entries[PAGE - 1].number) if len(entries) > PAGE else ""
    context = {
        "form": form,
        "entries": [(entry, name_of_act(entry.act)) for entry in entries[:PAGE]],
        "further": further.urlencode() if len(entries) > PAGE else "",
        "chain": audit.verify(),
    }
    return render(request, "staff/log.html", context)

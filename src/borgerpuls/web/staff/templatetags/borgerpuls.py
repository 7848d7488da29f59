"""Tags and filters of every page: ``{% load borgerpuls %}``.

Numbers, dates and ``Text`` in the reader's language; crumbs, problems, icons and marks of the design system.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from borgerpuls.languages import OFFERED, own_name
from borgerpuls.messages import _
from borgerpuls.problems import Problem
from borgerpuls.reports.wording import number
from borgerpuls.text import Text

register = template.Library()


def reader() -> str:
    """The language that a staff page is read in."""
    asked = (get_language() or OFFERED[0]).split("-")[0]
    return asked if asked in OFFERED else OFFERED[0]


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that the page can be read in instead."""
    return [(code, own_name(code)) for code in OFFERED if code != reader()]


@register.filter
def say(text: Text | dict[str, str]) -> str:
    """The reader's words of a Text."""
    return text[reader()]


@register.filter
def count(value: float | None) -> str:
    """``33.000``; a dash where there is no number."""
    return "–" if value is None else number.count(value, reader())


@register.filter
def share(value: float | None, decimals: int = 1) -> str:
    """A share 0..1: ``38,8 pct.``; a dash where there is none."""
    return "–" if value is None else number.share(value, reader(), decimals)


@register.filter
def day(value: date | datetime | None) -> str:
    """``4. marts 2024``, in Danish time; a dash where there is no day."""
    if value is None:
        return "–"
    return number.day(timezone.localtime(value) if isinstance(value, datetime) else value, reader())


@register.filter
def moment(value: datetime | None) -> str:
    """``4. marts 2024 kl. 9.05``, in Danish time."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    at = _("{date} at {hour}:{minute}", date=number.day(local, reader()), hour=f"{local:%H}", minute=f"{local:%M}")
    return at[reader()]


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the design system beside words that say the same."""
    source = static("dkfds/img/all-svg-icons.svg")
    return format_html(
        '<svg class="icon-svg" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>', source, name
    )


@register.inclusion_tag("staff/crumb.html")
def crumb(label: str | Text, to: str = "") -> dict[str, object]:
    """One step of the path to a page; the last one, the page itself, leads nowhere."""
    return {"label": label if isinstance(label, str) else say(label), "to": to}


@register.inclusion_tag("staff/problems.html")
def problems(found: Iterable[Problem]) -> dict[str, object]:
    """Everything that is wrong, errors first, each with where it stands and what to do about it."""
    told = tuple(found or ())
    return {
        "errors": [p for p in told if p.severity == "error"],
        "warnings": [p for p in told if p.severity == "warning"],
    }


@register.inclusion_tag("staff/state.html")
def state(kind: str, label: str) -> dict[str, str]:
    """A mark that says in what state a thing is; ``kind``: info, success, warning, error or empty."""
    return {"kind": kind, "label": label}


WAVE_STATES = {
    "draft": ("", _("Draft")),
    "enrolling": ("info", _("Open for enrolment")),
    "open": ("success", _("In the field")),
    "closed": ("warning", _("Closed")),
    "frozen": ("info", _("Frozen")),
    "published": ("success", _("Published")),
}


@register.inclusion_tag("staff/state.html")
def wave_state(found: str) -> dict[str, str]:
    """The mark of a wave's state, the same on every page."""
    kind, label = WAVE_STATES[found]
    return {"kind": kind, "label": say(label)}


@register.filter
def choice(one: BoundWidget) -> SafeString:
    """One radio button or box of a group, in its class."""
    one.data["attrs"]["class"] = f"form-{one.data['type']}"
    return one.tag()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's own control, in the class that the design system has for it."""
    kind = getattr(field.field.widget, "input_type", "textarea")
    classes = {"select": "form-select", "checkbox": "form-checkbox", "radio": "form-radio", "file": "form-file"}
    return field.as_widget(attrs={"class": classes.get(kind, "form-input")})

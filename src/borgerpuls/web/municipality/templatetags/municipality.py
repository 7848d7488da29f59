"""``{% load municipality %}``: a response rate as a bar."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from borgerpuls.rounding import rounded

register = template.Library()


@register.simple_tag
def bar(rate: float | None, whole: float | None) -> SafeString | str:
    """A bar from 0 to 100 per cent with a line at the whole's rate; the number itself stands beside it."""
    if rate is None or whole is None:
        return ""
    return format_html(
        '<svg class="bar" width="100%" height="14" aria-hidden="true" focusable="false">'
        '<rect class="bar-ground" width="100%" height="14"/><rect class="bar-rate" width="{}%" height="14"/>'
        '<line class="bar-whole" x1="{}%" x2="{}%" y1="0" y2="14"/></svg>',
        rounded(rate * 100, 2),
        *[rounded(whole * 100, 2)] * 2,
    )

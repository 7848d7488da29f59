"""The response rate day by day, as a small picture that a phone shows too."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from borgerpuls.fieldwork.monitoring.rates import Day
from borgerpuls.reports.svg.drawing import Caption, Drawing
from borgerpuls.reports.theme import LINE, MUTED, OTHERS, PRIMARY
from borgerpuls.reports.wording import number

WIDE, TALL, LEFT, TOP, FOOT = 400.0, 190.0, 44.0, 16.0, 24.0
WORDS = 12.0


def days_chart(days: Sequence[Day], opens: date, closes: date, language: str) -> SafeString:
    """The rate at the end of each day as a line over the entire field period; a bar is what the day itself brought."""
    first, last = min(opens, days[0].day), max(closes, days[-1].day)
    most = _top(days[-1].rate)
    answered = days[-1].rate / max(1, sum(day.answered for day in days))
    drawing = Drawing(WIDE, TALL)

    def x(day: date) -> float:
        return LEFT + (day - first).days / max(1, (last - first).days) * (WIDE - LEFT - 8)

    def y(rate: float) -> float:
        return TALL - FOOT - rate / most * (TALL - FOOT - TOP)

    for tick in (0.0, most / 2, most):
        drawing.line((LEFT, y(tick)), (WIDE, y(tick)), LINE)
        words = number.share(tick, language, 0)
        drawing.text((LEFT - 6, y(tick) + 4), words, size=WORDS, colour=MUTED, anchor="end")
    thick = max(1.5, (WIDE - LEFT) / max(1, (last - first).days) * 0.6)
    for day in days:
        share = day.answered * answered
        drawing.box((x(day.day) - thick / 2, y(share)), thick, y(0) - y(share), OTHERS)
    drawing.path([(x(day.day), y(day.rate)) for day in days], PRIMARY, 2.5)
    drawing.circle((x(days[-1].day), y(days[-1].rate)), 4, PRIMARY)
    drawing.text((LEFT, TALL - 6), _short(first, language), size=WORDS, colour=MUTED)
    drawing.text((WIDE, TALL - 6), _short(last, language), size=WORDS, colour=MUTED, anchor="end")
    told = _("%(rate)s had answered by the end of %(day)s.") % {
        "rate": number.share(days[-1].rate, language),
        "day": number.day(days[-1].day, language),
    }
    caption = Caption("days", _("Response rate by day"), told, language)
    return mark_safe(drawing.render(caption))  # made of numbers, and escaped by the drawing


def _top(rate: float) -> float:
    """The end of the axis: the first of 10, 20, 40, 60, 80 and 100 per cent that holds the rate."""
    return next((top for top in (0.1, 0.2, 0.4, 0.6, 0.8) if rate <= top * 0.98), 1.0)


def _short(day: date, language: str) -> str:
    return number.day(day, language).rpartition(" ")[0]

"""Alarms of the control charts (EWMA), from the sixth wave on: themes that have left the level they kept."""

from borgerpuls.messages import _
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Paragraph
from borgerpuls.reports.wording import number
from borgerpuls.reports.wording.sentence import listed
from borgerpuls.results.change.control_charts import EWMA

LEFT_UP = _("Above the level it kept, by more than chance makes it: {themes}.")
LEFT_DOWN = _("Below the level it kept, by more than chance makes it: {themes}.")
STEADY = _("None of the {count} themes has left the level it kept by more than chance makes it.")
HOW = _(
    "A moving average of all waves since {first} (EWMA, λ = {weight}, limit {limit} standard errors) raises the "
    "alarm. In a series where nothing happens, chance does so in about 1 of {one} waves; for any of the {count} "
    "themes at most in about 1 of {any}."
)
ARL = 500
"""Waves between two false alarms of a series: the average run length of λ = 0.2 and L = 2.962."""


def alerts(context: ReportContext) -> list[Paragraph]:
    """Nothing before the sixth wave without a gap."""
    language = context.language
    figures = {theme: context.figure("theme", theme.id, statistic=EWMA.id) for theme in context.themes}
    known = {theme: f for theme, f in figures.items() if f and f.estimate is not None and f.low is not None}
    if not known:
        return []
    up = [t.name[language] for t, f in known.items() if (f.estimate or 0.0) > (f.high or 0.0)]
    down = [t.name[language] for t, f in known.items() if (f.estimate or 0.0) < (f.low or 0.0)]
    sentences = [
        context.say(words, themes=listed(names, language))
        for words, names in ((LEFT_UP, up), (LEFT_DOWN, down))
        if names
    ]
    first = next(iter(known.values())).compared_with
    values = {"weight": number.fixed(0.2, language, 1), "limit": number.fixed(2.962, language, 3)}
    values |= {"one": number.count(ARL, language), "any": number.count(ARL / len(known), language)}
    how = context.say(HOW, first=first, count=len(known), **values)
    return [
        Paragraph(" ".join(sentences) or context.say(STEADY, count=len(known)), "finding"),
        Paragraph(how, "note"),
    ]

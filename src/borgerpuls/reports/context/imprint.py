"""The small print of a report's first page: when, how many, and from which files."""

from borgerpuls.messages import _
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.context.turnout import answers, turnout
from borgerpuls.reports.wording import number

PERIOD = _("Collected")
ANSWERS = _("Answers")
OF = _("{answered} of {invited}, {rate}")
COMPARED = _("Compared with")
WAVE = _("Digest of the wave")
REPORT = _("Report for one {unit}")
WHOLE = _("Report for {whole}")


def subtitle(context: ReportContext) -> str:
    """What kind of report this is."""
    return context.say(REPORT if context.of_unit else WHOLE)


def first_address(context: ReportContext) -> str:
    """The address of the report's first figure: the way back from the report to the figures."""
    return f"{context.spec.name}/theme/{context.overall.id}/{context.place}"


def imprint(context: ReportContext) -> tuple[tuple[str, str], ...]:
    """The small print as pairs of heading and value."""
    language, spec = context.language, context.spec
    pairs = [(context.say(PERIOD), number.period(spec.opened, spec.closed, language))]
    everybody = turnout(context)
    if everybody is not None:
        counts = {
            "answered": number.count(everybody.answered, language),
            "invited": number.count(everybody.invited, language),
            "rate": number.share(everybody.rate, language),
        }
        pairs.append((context.say(ANSWERS), context.say(OF, **counts)))
    elif (answered := answers(context)) is not None:
        pairs.append((context.say(ANSWERS), number.count(answered, language)))
    if context.place != context.places.benchmark:
        pairs.append((context.say(COMPARED), context.places.name_of(context.places.benchmark)))
    digest = context.wave.digests.get("persons.parquet", "")
    return (*pairs, (context.say(WAVE), digest[:16])) if digest else tuple(pairs)

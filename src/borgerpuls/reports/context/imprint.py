"""The small print of a report's first page: when, how many, and from which files."""

from borgerpuls.messages import _
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.sections import respondents
from borgerpuls.reports.wording import number

PERIOD = _("Collected")
ANSWERS = _("Answers")
OF = _("{answered} of {invited}, {rate}")
COMPARED = _("Compared with")
WAVE = _("Digest of the wave")
REPORT = _("Report for one {unit}")
WHOLE = _("Report for {whole}")


def subtitle(subject: Subject) -> str:
    """What kind of report this is."""
    return subject.say(REPORT if subject.place in subject.places else WHOLE)


def facts(subject: Subject) -> tuple[tuple[str, str], ...]:
    language, spec = subject.language, subject.spec
    pairs = [(subject.say(PERIOD), number.period(spec.opened, spec.closed, language))]
    turnout = respondents.turnout(subject)
    if turnout is not None:
        counts = {
            "answered": number.count(turnout.answered, language),
            "invited": number.count(turnout.invited, language),
            "rate": number.share(turnout.rate, language),
        }
        pairs.append((subject.say(ANSWERS), subject.say(OF, **counts)))
    elif (answers := respondents.answers(subject)) is not None:
        pairs.append((subject.say(ANSWERS), number.count(answers, language)))
    if subject.place != subject.benchmark:
        pairs.append((subject.say(COMPARED), subject.name_of(subject.benchmark)))
    digest = subject.wave.digests.get("persons.parquet", "")
    return (*pairs, (subject.say(WAVE), digest[:16])) if digest else tuple(pairs)

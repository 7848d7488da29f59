"""The small print of a report's first page: when, how many, and from which files."""

from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.sections import respondents
from borgerpuls.reports.wording import number
from borgerpuls.text import Text

PERIOD = Text(da="Indsamlet", en="Collected")
ANSWERS = Text(da="Svar", en="Answers")
OF = Text(da="{answered} af {invited}, {rate}", en="{answered} of {invited}, {rate}")
COMPARED = Text(da="Sammenlignes med", en="Compared with")
WAVE = Text(da="Målingens kontrolsum", en="Digest of the wave")
REPORT = Text(da="Rapport for en {unit}", en="Report for one {unit}")
WHOLE = Text(da="Rapport for {whole}", en="Report for {whole}")


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

"""One unit's report: about ten pages that a committee can act on."""

from borgerpuls.reports.context.history import history
from borgerpuls.reports.context.imprint import facts, subtitle
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Document, Section
from borgerpuls.reports.explained import explained
from borgerpuls.reports.sections import drivers, method, respondents
from borgerpuls.reports.sections.benchmark import case_mix, unit_ranking
from borgerpuls.reports.sections.change import change
from borgerpuls.reports.sections.local import local
from borgerpuls.reports.sections.overview import front, groups, items, themes
from borgerpuls.results.figures.store import FigureStore


def municipal(shelf: FigureStore, subject: Subject) -> Document:
    """The report of one unit in the subject's language; a section that the wave has nothing for is left out.

    ``KeyError`` when the questionnaire is not written in the language.
    """
    wave, language = subject.wave, subject.language
    past = history(shelf, subject)
    sections: list[Section | None] = [
        front.front(subject, past),
        themes.themes(subject),
        items.items(subject),
        *unit_ranking.places(subject),
        groups.groups(subject),
        local.local(subject),
        change.changes(subject, past),
        drivers.drivers(subject),
        case_mix.casemix(subject),
        respondents.who(subject),
        method.method(subject),
    ]
    return Document(
        id=f"{wave.spec.name}-{subject.place}-{language}",
        language=language,
        title=wave.questionnaire.title[language],
        subtitle=subtitle(subject),
        place=subject.name,
        wave=wave.spec.title[language],
        sections=explained(sections, language),
        warning=wave.spec.invented[language] if wave.spec.invented else "",
        address=method.address(subject),
        facts=facts(subject),
    )

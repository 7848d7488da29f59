"""The report of the whole: every unit, every theme, the groups, and who answered."""

from borgerpuls.reports.context.history import history
from borgerpuls.reports.context.imprint import facts, subtitle
from borgerpuls.reports.context.report_context import Subject
from borgerpuls.reports.document import Document, Section
from borgerpuls.reports.explained import explained
from borgerpuls.reports.sections import drivers, method, respondents
from borgerpuls.reports.sections.benchmark import between_units, case_mix, unit_ranking, unit_table
from borgerpuls.reports.sections.change import change
from borgerpuls.reports.sections.overview import groups, items
from borgerpuls.reports.sections.overview import national as sections_of
from borgerpuls.results.figures.store import FigureStore


def national(shelf: FigureStore, subject: Subject) -> Document:
    """The report of all units together in the subject's language; a section that the wave has nothing for is left out.

    ``KeyError`` when the questionnaire is not written in the language.
    """
    wave, language = subject.wave, subject.language
    past = history(shelf, subject)
    sections: list[Section | None] = [
        sections_of.front(subject, past),
        sections_of.themes(subject),
        between_units.spread(subject),
        unit_table.units(subject),
        unit_ranking.all_full(subject),
        items.items(subject),
        groups.groups(subject),
        change.changes(subject, past),
        drivers.drivers(subject),
        case_mix.casemix(subject),
        respondents.who(subject, every_unit=True),
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

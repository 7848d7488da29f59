"""The report of the whole: every unit, every theme, the groups, and who answered."""

from borgerpuls.reports.document import Document, Section
from borgerpuls.reports.explained import explained
from borgerpuls.reports.facts import facts, subtitle
from borgerpuls.reports.history import history
from borgerpuls.reports.sections import casemix, change, drivers, groups, items, method, places, spread, units, who
from borgerpuls.reports.sections import national as sections_of
from borgerpuls.reports.subject import Subject
from borgerpuls.results.shelf import Shelf


def national(shelf: Shelf, subject: Subject) -> Document:
    """The report of all units together in the subject's language; a section that the wave has nothing for is left out.

    ``KeyError`` when the questionnaire is not written in the language.
    """
    wave, language = subject.wave, subject.language
    past = history(shelf, subject)
    sections: list[Section | None] = [
        sections_of.front(subject, past),
        sections_of.themes(subject),
        spread.spread(subject),
        units.units(subject),
        places.all_full(subject),
        items.items(subject),
        groups.groups(subject),
        change.changes(subject, past),
        drivers.drivers(subject),
        casemix.casemix(subject),
        who.who(subject, every_unit=True),
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

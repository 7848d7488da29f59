"""One unit's report: about ten pages that a committee can act on."""

from borgerpuls.reports.document import Document, Section
from borgerpuls.reports.explained import explained
from borgerpuls.reports.facts import facts, subtitle
from borgerpuls.reports.history import history
from borgerpuls.reports.sections import (
    casemix,
    change,
    drivers,
    front,
    groups,
    items,
    local,
    method,
    places,
    themes,
    who,
)
from borgerpuls.reports.subject import Subject
from borgerpuls.results.shelf import Shelf


def municipal(shelf: Shelf, subject: Subject) -> Document:
    """The report of one unit in the subject's language; a section that the wave has nothing for is left out.

    ``KeyError`` when the questionnaire is not written in the language.
    """
    wave, language = subject.wave, subject.language
    past = history(shelf, subject)
    sections: list[Section | None] = [
        front.front(subject, past),
        themes.themes(subject),
        items.items(subject),
        *places.places(subject),
        groups.groups(subject),
        local.local(subject),
        change.changes(subject, past),
        drivers.drivers(subject),
        casemix.casemix(subject),
        who.who(subject),
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

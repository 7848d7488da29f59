"""A report as its list of sections: one list for a unit, one for the whole. A further section is a line here."""

from collections.abc import Sequence
from dataclasses import replace

from borgerpuls.reports import cells
from borgerpuls.reports.context.afterwards import MARK
from borgerpuls.reports.context.history import HistoryWave, history
from borgerpuls.reports.context.imprint import first_address, imprint, subtitle
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.reports.document import Document, Section
from borgerpuls.reports.sections import drivers, method, respondents
from borgerpuls.reports.sections.benchmark import between_units, case_mix, unit_ranking, unit_table
from borgerpuls.reports.sections.change import change
from borgerpuls.reports.sections.local import local
from borgerpuls.reports.sections.overview import front, groups, items, national_themes, themes
from borgerpuls.results.figures.store import FigureStore

SECTIONS = {"case_mix": "casemix", "previous": "change"}
"""Additions to a plan of analysis that are a section of the report and no name in it."""


def report(shelf: FigureStore, context: ReportContext) -> Document:
    """The report of one place in the context's language; a section that the wave has nothing for is left out.

    ``KeyError`` when the questionnaire is not written in the language.
    """
    wave, language = context.wave, context.language
    past = history(shelf, context)
    sections = _municipal(context, past) if context.of_unit else _national(context, past)
    return Document(
        id=f"{wave.spec.name}-{context.place}-{language}",
        language=language,
        title=wave.questionnaire.title[language],
        subtitle=subtitle(context),
        place=context.name,
        wave=wave.spec.title[language],
        sections=cells.add_reasons(_marked(sections, context), language),
        warning=context.warning,
        address=first_address(context),
        imprint=imprint(context),
    )


def _marked(sections: Sequence[Section | None], context: ReportContext) -> Sequence[Section | None]:
    """A section that was not in the plan of analysis carries the mark in its title."""
    added = {SECTIONS[one.what] for one in context.wave.added if one.what in SECTIONS}
    return [s and (replace(s, title=f"{s.title}{MARK}") if s.id in added else s) for s in sections]


def _municipal(context: ReportContext, past: tuple[HistoryWave, ...]) -> Sequence[Section | None]:
    """One unit's report: about ten pages that a committee can act on."""
    return (
        front.front(context, past),
        themes.themes(context),
        items.items(context),
        *unit_ranking.unit_ranking(context),
        groups.groups(context),
        local.local(context),
        change.changes(context, past),
        drivers.drivers(context),
        case_mix.case_mix(context),
        respondents.respondents(context),
        method.method(context),
    )


def _national(context: ReportContext, past: tuple[HistoryWave, ...]) -> Sequence[Section | None]:
    """The report of the whole: every unit, every theme, the groups, and who answered."""
    return (
        front.national_front(context, past),
        national_themes.themes(context),
        between_units.between_units(context),
        unit_table.unit_table(context),
        unit_ranking.every_theme_in_full(context),
        items.items(context),
        groups.groups(context),
        change.changes(context, past),
        drivers.drivers(context),
        case_mix.case_mix(context),
        respondents.respondents(context, every_unit=True),
        method.method(context),
    )

"""What the programme office decides about a wave before it opens, and what a careful colleague would find wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from borgerpuls.fieldwork.channels.registry import CHANNELS
from borgerpuls.languages import OFFERED, called
from borgerpuls.messages import _
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.toml.reader import quoted
from borgerpuls.text import Text

NATIONAL: Mapping[str, Text] = {
    "citizens": _("Mean of citizens"),
    "municipalities": _("Mean of municipalities"),
}
MOST_REMINDERS, LONGEST_TITLE, LONGEST_ASKS = 5, 100, 2000
_NAME = re.compile(r"(?=[a-z-]*[0-9])[a-z0-9][a-z0-9-]{0,59}")
"""With a figure in it: words alone are addresses of other pages."""


@dataclass(frozen=True)
class Plan:
    """One wave's plan. Days are those of Denmark; reminders are days after the invitation."""

    name: str
    title: Text
    opens_on: date
    closes_on: date
    questionnaire: str
    """Fingerprint of the shared questionnaire."""
    channels: tuple[str, ...]
    """The order in which they are tried."""
    reminders: tuple[int, ...]
    groups: tuple[str, ...]
    weighting_by: tuple[str, ...]
    case_mix: tuple[str, ...]
    asks: Text
    """Who asks, why and on what legal basis."""
    contact_until: date
    national: str = "citizens"
    previous: str = ""
    invented: bool = False


FIELDS: Mapping[str, Text] = {
    "name": _("Short name"),
    "title": _("Title"),
    "opens_on": _("Opens"),
    "closes_on": _("Closes"),
    "questionnaire": _("Questionnaire"),
    "channels": _("Channels"),
    "reminders": _("Reminders"),
    "groups": _("Background in the reports"),
    "weighting_by": _("Weighting by"),
    "case_mix": _("Case mix"),
    "asks": _("Who asks, why and on what legal basis"),
    "contact_until": _("Contact data are deleted"),
    "national": _("National mean"),
    "previous": _("Previous wave"),
    "invented": _("Invented data"),
}


def field_in(field: str, language: str) -> Text:
    """Where a problem of words in one language stands: ``Title in English``."""
    return _("{field} in {language}", field=FIELDS[field], language=called(language))


def languages_of(asked: Questionnaire | None) -> tuple[str, ...]:
    """Those that a wave's own words are written in: the staff's, and every one that citizens are asked in."""
    return tuple(dict.fromkeys((*OFFERED, *(asked.languages if asked else ()))))


def check_plan(plan: Plan, asked: Questionnaire | None, problems: Problems) -> None:
    """Every problem of a plan; ``asked`` is its questionnaire, or None where it names none that exists."""
    if not _NAME.fullmatch(plan.name):
        problems.add(
            FIELDS["name"],
            _("{wave} cannot be an address.", wave=quoted(plan.name)),
            _("Use small letters a-z, hyphens and at least one digit, such as 2026-spring."),
        )
    _check_words("title", plan.title, LONGEST_TITLE, languages_of(asked), problems)
    _check_words("asks", plan.asks, LONGEST_ASKS, asked.languages if asked else OFFERED, problems)
    _check_days(plan, problems)
    _check_reminders(plan, problems)
    _check_choice("channels", plan.channels, tuple(CHANNELS), problems)
    if not plan.channels:
        problems.add(
            FIELDS["channels"],
            _("No channel is chosen, so nobody is asked."),
            _("Choose at least one."),
        )
    _check_choice("national", (plan.national,), tuple(NATIONAL), problems)
    if asked is None:
        problems.add(
            FIELDS["questionnaire"],
            _("No questionnaire is chosen."),
            _("Choose one, or upload one first."),
        )
        return
    known = tuple(b.id for b in asked.backgrounds if b.at(plan.opens_on))
    for field in ("groups", "weighting_by"):
        _check_choice(field, getattr(plan, field), known, problems)
    _check_choice("case_mix", plan.case_mix, tuple(dict.fromkeys((*plan.groups, *plan.weighting_by))), problems)
    if not plan.groups:
        problems.warn(
            FIELDS["groups"],
            _("None is chosen: reports show no groups."),
            _("Choose target group, sex and age, say."),
        )


def _check_words(field: str, words: Text, longest: int, languages: Sequence[str], problems: Problems) -> None:
    for language in languages:
        said = words.get(language, "").strip()
        if not said:
            problems.add(
                field_in(field, language),
                _("The field is empty."),
                _("Write it in every language of the questionnaire."),
            )
        elif len(said) > longest:
            problems.add(
                field_in(field, language),
                _("The text has {n} characters.", n=len(said)),
                _("Write {longest} at most.", longest=longest),
            )


def _check_days(plan: Plan, problems: Problems) -> None:
    if plan.closes_on <= plan.opens_on:
        problems.add(
            FIELDS["closes_on"],
            _("The wave closes before a day is over."),
            _("Choose a later day."),
        )
    if plan.contact_until <= plan.closes_on:
        problems.add(
            FIELDS["contact_until"],
            _("Contact data would be gone while people are still asked."),
            _("Choose a day after the wave closes."),
        )


def _check_reminders(plan: Plan, problems: Problems) -> None:
    days, longest = plan.reminders, (plan.closes_on - plan.opens_on).days
    if len(days) > MOST_REMINDERS:
        problems.add(
            FIELDS["reminders"],
            _("There are {n} reminders.", n=len(days)),
            _("Send {most_reminders} at most.", most_reminders=MOST_REMINDERS),
        )
    if any(day < 1 or day > max(longest, 1) for day in days) or any(a >= b for a, b in pairwise(days)):
        problems.add(
            FIELDS["reminders"],
            _("The days must rise and lie within the field period."),
            _("Write days after the invitation from 1 to {longest}, such as 7, 14.", longest=longest),
        )


def _check_choice(field: str, chosen: Sequence[str], known: Sequence[str], problems: Problems) -> None:
    for name in chosen:
        if name not in known:
            problems.add(
                FIELDS[field],
                _("{name} cannot be chosen here.", name=quoted(name)),
                _("Choose among: {known}.", known=", ".join(known)),
            )
    if len(set(chosen)) < len(chosen):
        problems.add(
            FIELDS[field],
            _("The same is chosen twice."),
            _("Choose each once."),
        )

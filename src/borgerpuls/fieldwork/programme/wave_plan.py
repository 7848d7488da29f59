"""What the programme office decides about a wave before it opens, and what a careful colleague would find wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from borgerpuls.fieldwork.languages import language_name
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.toml.reader import quoted
from borgerpuls.text import Text

CHANNELS: Mapping[str, Text] = {
    "digital_post": Text(da="Digital Post", en="Digital Post"),
    "email": Text(da="E-mail", en="E-mail"),
    "sms": Text(da="SMS", en="SMS"),
    "letter": Text(da="Brev", en="Letter"),
}
NATIONAL: Mapping[str, Text] = {
    "citizens": Text(da="Gennemsnit af borgere", en="Mean of citizens"),
    "municipalities": Text(da="Gennemsnit af kommuner", en="Mean of municipalities"),
}
STAFF_LANGUAGES = ("da", "en")
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
    "name": Text(da="Kort navn", en="Short name"),
    "title": Text(da="Titel", en="Title"),
    "opens_on": Text(da="Åbner", en="Opens"),
    "closes_on": Text(da="Lukker", en="Closes"),
    "questionnaire": Text(da="Spørgeskema", en="Questionnaire"),
    "channels": Text(da="Kanaler", en="Channels"),
    "reminders": Text(da="Påmindelser", en="Reminders"),
    "groups": Text(da="Baggrund i rapporterne", en="Background in the reports"),
    "weighting_by": Text(da="Opregning efter", en="Weighting by"),
    "case_mix": Text(da="Borgersammensætning", en="Case mix"),
    "asks": Text(da="Hvem spørger, hvorfor og med hvilken hjemmel", en="Who asks, why and on what legal basis"),
    "contact_until": Text(da="Kontaktoplysninger slettes", en="Contact data are deleted"),
    "national": Text(da="Landsgennemsnit", en="National mean"),
    "previous": Text(da="Forrige måling", en="Previous wave"),
    "invented": Text(da="Opdigtede data", en="Invented data"),
}


def said_in(field: str, language: str) -> Text:
    """Where a problem of words in one language stands: ``Title in English``."""
    spoken = language_name(language)
    return Text(da=f"{FIELDS[field]['da']} på {spoken['da']}", en=f"{FIELDS[field]['en']} in {spoken['en']}")


def languages_of(asked: Questionnaire | None) -> tuple[str, ...]:
    """Those that a wave's own words are written in: the staff's, and every one that citizens are asked in."""
    return tuple(dict.fromkeys((*STAFF_LANGUAGES, *(asked.languages if asked else ()))))


def judge(plan: Plan, asked: Questionnaire | None, problems: Problems) -> None:
    """Every problem of a plan; ``asked`` is its questionnaire, or None where it names none that exists."""
    if not _NAME.fullmatch(plan.name):
        problems.add(
            FIELDS["name"],
            Text(da=f"{quoted(plan.name)} kan ikke stå i en adresse.", en=f"{quoted(plan.name)} cannot be an address."),
            Text(da="Brug små bogstaver a-z, bindestreg og mindst ét tal, fx 2026-foraar.",
                 en="Use small letters a-z, hyphens and at least one digit, such as 2026-spring."),
        )  # fmt: skip
    _judge_words("title", plan.title, LONGEST_TITLE, languages_of(asked), problems)
    _judge_words("asks", plan.asks, LONGEST_ASKS, asked.languages if asked else STAFF_LANGUAGES, problems)
    _judge_days(plan, problems)
    _judge_reminders(plan, problems)
    _judge_choice("channels", plan.channels, tuple(CHANNELS), problems)
    if not plan.channels:
        problems.add(
            FIELDS["channels"],
            Text(da="Ingen kanal er valgt, så ingen kan blive spurgt.", en="No channel is chosen, so nobody is asked."),
            Text(da="Vælg mindst én.", en="Choose at least one."),
        )
    _judge_choice("national", (plan.national,), tuple(NATIONAL), problems)
    if asked is None:
        problems.add(
            FIELDS["questionnaire"],
            Text(da="Der er ikke valgt et spørgeskema.", en="No questionnaire is chosen."),
            Text(da="Vælg et, eller læg et op først.", en="Choose one, or upload one first."),
        )
        return
    known = tuple(b.id for b in asked.backgrounds if b.at(plan.opens_on))
    for field in ("groups", "weighting_by"):
        _judge_choice(field, getattr(plan, field), known, problems)
    _judge_choice("case_mix", plan.case_mix, tuple(dict.fromkeys((*plan.groups, *plan.weighting_by))), problems)
    if not plan.groups:
        problems.warn(
            FIELDS["groups"],
            Text(
                da="Ingen er valgt, så rapporterne viser ingen grupper.", en="None is chosen: reports show no groups."
            ),
            Text(da="Vælg for eksempel målgruppe, køn og alder.", en="Choose target group, sex and age, say."),
        )


def _judge_words(field: str, words: Text, longest: int, languages: Sequence[str], problems: Problems) -> None:
    for language in languages:
        said = words.get(language, "").strip()
        if not said:
            problems.add(
                said_in(field, language),
                Text(da="Feltet er tomt.", en="The field is empty."),
                Text(da="Skriv det på alle skemaets sprog.", en="Write it in every language of the questionnaire."),
            )
        elif len(said) > longest:
            problems.add(
                said_in(field, language),
                Text(da=f"Teksten er på {len(said)} tegn.", en=f"The text has {len(said)} characters."),
                Text(da=f"Skriv højst {longest}.", en=f"Write {longest} at most."),
            )


def _judge_days(plan: Plan, problems: Problems) -> None:
    if plan.closes_on <= plan.opens_on:
        problems.add(
            FIELDS["closes_on"],
            Text(da="Målingen lukker, før den har været åben en dag.", en="The wave closes before a day is over."),
            Text(da="Vælg en senere dag.", en="Choose a later day."),
        )
    if plan.contact_until <= plan.closes_on:
        problems.add(
            FIELDS["contact_until"],
            Text(da="Kontaktoplysningerne ville være væk, mens der stadig spørges.",
                 en="Contact data would be gone while people are still asked."),
            Text(da="Vælg en dag efter, at målingen lukker.", en="Choose a day after the wave closes."),
        )  # fmt: skip


def _judge_reminders(plan: Plan, problems: Problems) -> None:
    days, longest = plan.reminders, (plan.closes_on - plan.opens_on).days
    if len(days) > MOST_REMINDERS:
        problems.add(
            FIELDS["reminders"],
            Text(da=f"Der er {len(days)} påmindelser.", en=f"There are {len(days)} reminders."),
            Text(da=f"Send højst {MOST_REMINDERS}.", en=f"Send {MOST_REMINDERS} at most."),
        )
    if any(day < 1 or day > max(longest, 1) for day in days) or any(a >= b for a, b in pairwise(days)):
        problems.add(
            FIELDS["reminders"],
            Text(da="Dagene skal stige og ligge inden for måleperioden.",
                 en="The days must rise and lie within the field period."),
            Text(da=f"Skriv dage efter invitationen fra 1 til {longest}, fx 7, 14.",
                 en=f"Write days after the invitation from 1 to {longest}, such as 7, 14."),
        )  # fmt: skip


def _judge_choice(field: str, chosen: Sequence[str], known: Sequence[str], problems: Problems) -> None:
    for name in chosen:
        if name not in known:
            problems.add(
                FIELDS[field],
                Text(da=f"{quoted(name)} kan ikke vælges her.", en=f"{quoted(name)} cannot be chosen here."),
                Text(da=f"Vælg blandt: {', '.join(known)}.", en=f"Choose among: {', '.join(known)}."),
            )
    if len(set(chosen)) < len(chosen):
        problems.add(
            FIELDS[field],
            Text(da="Det samme er valgt to gange.", en="The same is chosen twice."),
            Text(da="Vælg hver én gang.", en="Choose each once."),
        )

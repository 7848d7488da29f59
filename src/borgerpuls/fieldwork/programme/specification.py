"""A wave of the database as its ``wave.toml``: units, weighting, groups and comparisons; and its plan of analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from borgerpuls.dataset.analysis_plan import plan_from
from borgerpuls.dataset.plan_additions import plan_of, with_later_units
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.fieldwork.models import Enrolment, Person, SaveEvent, Wave
from borgerpuls.fieldwork.survey import questionnaires, registers
from borgerpuls.messages import _
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

PLACE_CODE = "dk"
STRATUM = "stratum"
INVENTED = _("Invented data: no citizen gave these answers.")


def taking_part(one: Wave) -> "QuerySet[Enrolment]":
    """The municipalities whose lists are approved."""
    return Enrolment.objects.filter(wave=one, list_state=Enrolment.List.APPROVED)


def invited(one: Wave) -> "QuerySet[Person]":
    """The persons of those municipalities who are asked."""
    return Person.objects.filter(enrolment__in=taking_part(one), sampled=True)


def fix_plan(one: Wave, now: datetime) -> str:
    """Fix the plan of analysis of a wave as it stands; its digest. The caller saves the wave.

    What is fixed stays: in a wave that has a plan only what municipalities that came later ask and compare is added,
    each with its own day.
    """
    asked = questionnaires.read(one.fielded_id or one.questionnaire_id)
    plan = plan_of(specification(one, asked, one.previous or None), asked, localdate(now))
    answered = SaveEvent.objects.filter(person__enrolment__wave=one).exists()
    plan = replace(plan, unanswered=not answered)
    if one.analysis_plan:
        plan = with_later_units(plan_from(one.analysis_plan), plan)
    one.analysis_plan = plan.document()
    return readable(plan.digest)


def specification(one: Wave, asked: Questionnaire, previous: str | None) -> WaveSpec:
    """The wave's own facts; ``previous`` is the wave before, where a change can be measured from it."""
    languages = asked.languages
    register = registers.register()
    enrolments = list(taking_part(one).order_by("municipality_id"))
    codes = {e.municipality_id for e in enrolments}
    here = [unit for unit in register.units if unit.code in codes]
    region = {unit.code: register.group_at(unit, one.opens_on) for unit in here}
    compared = {e.municipality_id: e.comparison for e in enrolments if e.comparison}
    return WaveSpec(
        name=one.name,
        title=_in_all(Text(one.title), languages),
        opened=one.opens_on,
        closed=one.closes_on,
        units=tuple(Unit(u.code, _in_all(u.name, languages), g.id if (g := region[u.code]) else None) for u in here),
        place=Text({language: _capital(words) for language, words in asked.words.whole.items()}),
        place_code=PLACE_CODE,
        strata=(STRATUM,) if invited(one).exclude(stratum="").exists() else (),
        weighting=Weighting("poststratify", tuple(one.weighting_by)),
        groups=tuple(one.groups),
        compare={code: _in_all(Text(said["name"]), languages) for code, said in compared.items()},
        compare_groups={code: _pair(said["groups"], languages) for code, said in compared.items()},
        randomised=tuple(code for code, said in compared.items() if said.get("randomised")),
        national="municipalities" if one.national == "municipalities" else "citizens",
        invented=_in_all(INVENTED, languages) if one.invented else None,
        previous=previous,
        case_mix=tuple(one.case_mix),
        regions={g.id: _in_all(g.name, languages) for g in register.groups if g in region.values()},
    )


def _in_all(words: Text, languages: Sequence[str]) -> Text:
    """A name in every language of the questionnaire; English where it has none of its own."""
    return Text({language: words.get(language) or words["en"] for language in languages})


def _pair(groups: Sequence[Mapping[str, str]], languages: Sequence[str]) -> tuple[Text, Text]:
    zero, one = (_in_all(Text(group), languages) for group in groups)
    return zero, one


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def readable(digest: str) -> str:
    """In groups of eight letters, so that no run of digits looks like a CPR number to the log."""
    return " ".join(digest[k : k + 8] for k in range(0, len(digest), 8))

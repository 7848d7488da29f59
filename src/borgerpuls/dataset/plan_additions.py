"""The plan of analysis of a wave, and what the wave tells beyond it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from borgerpuls.dataset.analysis_plan import FAMILIES, Addition, AnalysisPlan, UnitPlan
from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.questionnaire.model import Item, Questionnaire

_PARTS: tuple[tuple[str, Literal["theme", "item", "group", "family"]], ...] = (
    ("themes", "theme"), ("items", "item"), ("groups", "group"), ("families", "family"),
)  # fmt: skip
_LISTS: tuple[tuple[str, Literal["case_mix", "statistic"]], ...] = (
    ("case_mix", "case_mix"), ("statistics", "statistic"),
)  # fmt: skip


def plan_of(spec: WaveSpec, questionnaire: Questionnaire, fixed: date | None) -> AnalysisPlan:
    """The plan that a wave follows as it stands, as fixed on a day.

    Shared: ``themes`` with their items and the share that must be answered; ``items`` with how each is scored (code:
    value, * is favourable); ``groups`` with their codes when the wave opens; ``case_mix``; ``previous``; optional
    ``statistics``; ``families``, what every pick is adjusted over; and ``rules``: weighting, national mean, rule set,
    least relevant difference, hiding, intervals. Of units: their own ``questions`` and ``comparison``.
    """
    weighting = spec.weighting
    groups = {name: questionnaire.background(name).at(spec.opened) for name in spec.groups}
    shared: dict[str, Any] = {
        "wave": spec.name,
        "themes": {t.id: {"items": list(t.items), "answered": str(t.answered)} for t in questionnaire.themes},
        "items": {item.id: _scored(item) for item in questionnaire.items},
        "groups": {name: [code.id for code in codes.codes] if codes else [] for name, codes in groups.items()},
        "case_mix": list(spec.case_mix),
        "previous": spec.previous,
        "statistics": list(spec.statistics),
        "families": dict(FAMILIES),
        "rules": {
            "weighting": weighting.method,
            "weighting by": list(weighting.by),
            "smallest cell": weighting.minimum,
            "bounds": list(weighting.bounds) if weighting.bounds else None,
            "national": spec.national,
            "rules": spec.rules,
            "relevant": spec.relevant,
            "hide_below": spec.hide_below,
            "dominance": spec.dominance,
            "fpc": spec.fpc,
            "share_interval": spec.share_interval,
            "level": 0.95,
            **({"clusters": True} if spec.clusters else {}),
        },
    }
    units = {}
    for unit in spec.units:
        questions = {item.id: _scored(item) for item in questionnaire.local_of(unit.code)}
        compared = {"randomised": unit.code in spec.randomised} if unit.code in spec.compare else None
        units[unit.code] = UnitPlan(fixed, {"questions": questions, "comparison": compared})
    return AnalysisPlan(fixed, shared, units)


def with_later_units(plan: AnalysisPlan, now: AnalysisPlan) -> AnalysisPlan:
    """A fixed plan with the units of a later one that it does not know yet, and what they ask and compare."""
    return replace(plan, units={**now.units, **plan.units})


def additions(plan: AnalysisPlan, spec: WaveSpec, questionnaire: Questionnaire) -> tuple[Addition, ...]:
    """What a wave tells beyond its plan, in the order of the plan's parts; empty where it follows it.

    What was planned and is not told any more is no addition.
    """
    now = plan_of(spec, questionnaire, plan.fixed)
    planned, told = plan.shared, now.shared
    found = [
        Addition("rule", name, planned=_words(planned["rules"].get(name)), now=_words(told["rules"].get(name)))
        for name in dict.fromkeys((*told["rules"], *(planned["rules"].keys() & {"clusters"})))
        if planned["rules"].get(name) != told["rules"].get(name)
    ]
    for part, what in _PARTS:
        found += [Addition(what, name) for name, is_now in told[part].items() if planned[part].get(name) != is_now]
    for part, of_list in _LISTS:
        found += [Addition(of_list, name) for name in told[part] if name not in planned[part]]
    if told["previous"] and told["previous"] != planned.get("previous"):
        found.append(Addition("previous", told["previous"]))
    for code, unit in now.units.items():
        known: Mapping[str, Any] = plan.units[code].own if code in plan.units else {}
        questions = known.get("questions", {})
        found += [
            Addition("local", n, code) for n, is_now in unit.own["questions"].items() if questions.get(n) != is_now
        ]
        if unit.own["comparison"] and unit.own["comparison"] != known.get("comparison"):
            found.append(Addition("comparison", "compare", code))
    return tuple(found)


def _scored(item: Item) -> str:
    """How the answers to an item are counted: ``1:1 2:2 3:3 4:4* 5:5* 9:-``."""
    values = (
        (c.code, "-" if c.value is None else str(c.value), "*" if c.favourable else "") for c in item.scale.categories
    )
    return " ".join(f"{code}:{value}{mark}" for code, value, mark in values)


def _words(value: object) -> str:
    return " × ".join(map(str, value)) if isinstance(value, list) else "–" if value is None else str(value)

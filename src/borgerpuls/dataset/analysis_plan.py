"""The plan of analysis: what will be told of a wave and by which rules, settled before its answers are known."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Refused

NAME = "plan.json"

FAMILIES: Mapping[str, str] = {
    "anom": "all units, measure by measure",
    "stands-out": "all units and the themes of a unit (items among items)",
    "rate-stands-out": "all groups of all group variables of a place",
    "groups-stand-out": "all groups of all group variables of a place, theme by theme",
    "question-rank": "all questions of a place",
    "rank": "all units, theme by theme",
    "case-mix": "all units and themes (items among items)",
    "outside-weighting": "all group variables outside the weighting of a place",
    "lmg": "the themes beside the overall one, place by place",
    "overlap": "the themes of a local comparison (items among items, own questions among these)",
    "randomised": "the themes of a local comparison (items among items, own questions among these)",
    "change-stands-out": "all units and themes of the wave (items among items)",
}
"""Statistics that pick - the best, the largest, those that differ - and what each is picked from and adjusted over."""


@dataclass(frozen=True)
class Addition:
    """Something of a wave that its plan does not have: it was found afterwards.

    ``rule``: a weight, threshold or comparison is another than planned, which every figure rests on. ``theme``,
    ``item``, ``group``, ``statistic`` and ``family``: it is told though it was not planned, or not like this.
    ``case_mix`` and ``previous``: what figures are adjusted for or measured from. ``local`` and ``comparison``: a
    ``unit``'s own question or comparison. ``planned`` and ``now`` say of a rule what was planned and what is done.
    """

    what: Literal[
        "rule", "theme", "item", "group", "statistic", "family", "case_mix", "previous", "local", "comparison"
    ]
    name: str
    unit: str = ""
    planned: str = ""
    now: str = ""


@dataclass(frozen=True)
class AnalysisPlan:
    """What will be told of a wave, and by which rules: plain data with a digest, and the day on which it was fixed.

    ``fixed`` is None where nobody fixed a plan: then it is what was decided when the wave was frozen, with the answers
    at hand. ``unanswered``: it was seen that nobody had answered by then; else the days of the wave tell. ``shared``
    holds measures, groups, comparisons, weighting, rules and families (see
    ``plan_additions.plan_of``); ``units`` what single units ask and compare, each with a day of its own, since a unit
    may come into the field later.
    """

    fixed: date | None
    shared: Mapping[str, Any]
    units: Mapping[str, "UnitPlan"] = field(default_factory=dict)
    unanswered: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the shared part, in hexadecimal digits."""
        return _digest(self.shared)

    def document(self) -> dict[str, Any]:
        """As plain data for JSON; ``read_plan`` gives the same plan back."""
        return {
            "fixed": _written(self.fixed),
            "unanswered": self.unanswered,
            "digest": self.digest,
            "shared": dict(self.shared),
            "units": {code: unit.document() for code, unit in sorted(self.units.items())},
        }

    def to_bytes(self) -> bytes:
        """``document`` as a JSON file."""
        return (json.dumps(self.document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


@dataclass(frozen=True)
class UnitPlan:
    """What one unit asks and compares of its own, if anything; ``fixed`` as in ``AnalysisPlan``."""

    fixed: date | None
    own: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of the unit's own part, in hexadecimal digits."""
        return _digest(self.own)

    def document(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return {"fixed": _written(self.fixed), "digest": self.digest, "own": dict(self.own)}


_SHARED: Mapping[str, type] = {
    "wave": str, "themes": dict, "items": dict, "groups": dict, "families": dict, "rules": dict, "case_mix": list,
    "statistics": list,
}  # fmt: skip
"""What the shared part of every plan has, whatever version fixed it."""


def read_plan(content: bytes, file: str = NAME) -> AnalysisPlan:
    """The plan that ``to_bytes`` wrote. Raises ``Refused`` where it is no plan, or has changed since it was fixed."""
    try:
        return plan_from(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(
            [
                Problem(
                    verbatim(file),
                    _("It is no plan of analysis, or was changed after it was fixed."),
                    _("Fetch it again from where it was fixed: a plan that is changed afterwards is no plan."),
                )
            ]
        ) from error


def plan_from(document: Mapping[str, Any]) -> AnalysisPlan:
    """The plan of plain data. ValueError where a digest is not that of what stands there, or a part is missing."""
    units = {code: UnitPlan(_day(unit["fixed"]), unit["own"]) for code, unit in document["units"].items()}
    plan = AnalysisPlan(_day(document["fixed"]), document["shared"], units, document["unanswered"])
    pairs = [(plan.digest, document["digest"])]
    pairs += [(unit.digest, document["units"][code]["digest"]) for code, unit in units.items()]
    if any(found != told for found, told in pairs):
        raise ValueError("a digest is not that of the plan")
    parts = [(plan.shared.get(name), kind) for name, kind in _SHARED.items()]
    parts += [(unit.own.get("questions"), dict) for unit in units.values()]
    if not all(isinstance(part, kind) for part, kind in parts):
        raise ValueError("the plan lacks a part")
    return plan


def _digest(content: Mapping[str, Any]) -> str:
    words = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)

"""What the figures allow, claim by claim, and where an exit says something else."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from borgerpuls.reports.blocks.backgrounds import groups_with_figures
from borgerpuls.reports.context.report_context import ReportContext
from borgerpuls.rounding import leaves_zero_out

Claim = tuple[str, str, str]
Said = Iterator[tuple[str, Claim, str]]
"""Where it is said, of what, and what."""


@dataclass(frozen=True)
class Truth:
    """What the rows of ``borgerpuls figures --csv`` allow: p of the family, ``Rules.marked``, the printed interval."""

    context: ReportContext
    rows: Mapping[tuple[str, ...], Mapping[str, str]]

    @classmethod
    def of_csv(cls, context: ReportContext, text: str) -> "Truth":
        """From the text that the command writes."""
        columns = ("measure", "place", "statistic", "group_by", "group")
        rows = [row for row in csv.DictReader(StringIO(text)) if row["wave"] == context.spec.name]
        kinds = [row["address"].split("/")[1] for row in rows]
        found: dict[tuple[str, ...], Mapping[str, str]] = {}
        for kind, row in zip(kinds, rows, strict=True):
            key = (kind, *(row[name] for name in columns))
            if key not in found or row["compared_with"] in (context.places.benchmark, "compare=0"):
                found[key] = row
        return cls(context, found)

    def verdict(self, statistic: str, measure: str, place: str, by: tuple[str, str] = ("", "")) -> str:
        """What may be said of a theme's figure."""
        row = self.rows.get(("theme", measure, place, statistic, *by))
        if row is None or row["hidden"] or not row["difference"]:
            return "hidden"
        difference, low, high = (float(row[name]) for name in ("difference", "difference_low", "difference_high"))
        between = statistic in ("stands-out", "groups-stand-out", "case-mix")
        marked = self.context.spec.rule_set.marked(
            difference,
            float(row["p"]),
            float(row["n"] or 0),
            between_units=between,
            relevant=self.context.spec.relevant,
        )
        if not (marked and leaves_zero_out(low, high)):
            return "none"
        return "above" if difference > 0 else "below"

    def claims(self) -> dict[Claim, str]:
        """Everything that this place's report may say."""
        context, own = self.context, self.context.place
        said: dict[Claim, str] = {}
        for theme in context.themes:
            for place in dict.fromkeys((own, *context.places.units)):
                said["theme", theme.id, place] = self.verdict("stands-out", theme.id, place)
            said["change", theme.id, own] = self.verdict("change-stands-out", theme.id, own)
            said["adjusted", theme.id, own] = self.verdict("case-mix", theme.id, own)
            compared = [self.verdict(one, theme.id, own, ("compare", "1")) for one in ("overlap", "randomised", "mean")]
            said["comparison", theme.id, own] = next((one for one in compared if one != "hidden"), "hidden")
        for by, code in group_codes(context):
            said["group", f"{by}={code}", own] = self.verdict("groups-stand-out", context.overall.id, own, (by, code))
        for words, place in (("most", "low"), ("fewest", "high")):
            said[words, "questions", own] = ", ".join(self._extreme(place))
        return said

    def _extreme(self, end: str) -> list[str]:
        """The questions that may be the first or the last, where they are few and not all."""
        ranked = {
            item: row
            for item in self.context.questionnaire.items
            if (row := self.rows.get(("item", item.id, self.context.place, "question-rank", "", ""))) and row["low"]
        }
        wanted = 1.0 if end == "low" else float(len(ranked))
        named = [item.short[self.context.language] for item, row in ranked.items() if float(row[end]) == wanted]
        return named if 0 < len(named) <= 3 and len(named) < len(ranked) else []


def group_codes(context: ReportContext) -> list[tuple[str, str]]:
    """The groups of a report in the order of its tables."""
    return [(by, code.id) for by in context.spec.groups for code in groups_with_figures(context, by)]


def disagreements(context: ReportContext, truth: Truth, said: Iterable[tuple[str, Claim, str]]) -> list[str]:
    """Every place where an exit says something else than the figures allow."""
    allowed = truth.claims()
    own = context.place
    for theme in context.themes:
        verdicts = [allowed["theme", theme.id, place] for place in context.places.units]
        for side in ("above", "below"):
            allowed[f"count {side}", theme.id, own] = str(verdicts.count(side))
    groups = [value for (what, *_rest), value in allowed.items() if what == "group"]
    for side in ("above", "below"):
        allowed[f"groups {side}", "", own] = str(groups.count(side))
    known = sum(allowed["theme", theme.id, own] != "hidden" for theme in context.themes)
    allowed["known themes", "", own] = str(known)
    return [
        f"{context.place}, {where}: {claim} is {value!r}, the figures say {allowed.get(claim)!r}"
        for where, claim, value in said
        if not _agrees(value, allowed.get(claim)) and not (known < 2 and where.endswith(", themes"))
    ]


def _agrees(value: str, allowed: str | None) -> bool:
    if value == "unmarked":
        return allowed in ("none", "hidden")
    return allowed in ("above", "below") if value == "marked" else value == allowed

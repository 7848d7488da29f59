"""Which groups answer less than their municipality as a whole, where chance alone would hardly make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from borgerpuls.fieldwork.monitoring.rates import Breakdown, Counts
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.nonresponse.outcome_rates import group_response_p
from borgerpuls.text import Text

LEVEL = 0.05
"""At most this share of the groups that are named is named by chance, on average."""
FEWEST = 5
"""Persons asked below which a group is shown only together with others."""


@dataclass(frozen=True)
class LaggingGroup:
    """A group that falls behind; ``rate`` and ``whole`` are 0 to 1."""

    variable: Text
    group: Text
    rate: float
    whole: float


@dataclass(frozen=True)
class Row:
    """A group as it may be shown; ``labels`` names all of them where small ones stand together."""

    labels: tuple[Text, ...]
    counts: Counts

    @property
    def eligible(self) -> int:
        return eligible(self.counts)


def lagging_groups(total: Counts, by: Sequence[Breakdown]) -> tuple[LaggingGroup, ...]:
    """The groups of all variables that fall behind, the furthest first.

    Were who answers independent of the group, those answering in it would be hypergeometric. The two-sided exact p of
    every group is adjusted over all groups of all variables (Benjamini & Hochberg); a group is named where it is
    at most ``LEVEL`` and the group answers less. Groups of fewer than ``FEWEST`` are not tested. It holds for one look:
    who looks every day and counts every group ever named counts more by chance.
    """
    whole = total.rate
    groups = [(b.label, g.label, g.counts) for b in by for g in b.groups if g.code and eligible(g.counts) >= FEWEST]
    if whole is None or not groups:
        return ()
    asked, answered = (np.array([of(counts) for _, _, counts in groups]) for of in (eligible, attrgetter("answered")))
    p = group_response_p(answered, asked, total.answered, eligible(total))
    found = [
        LaggingGroup(variable, group, counts.rate, whole)
        for (variable, group, counts), q in zip(groups, benjamini_hochberg(p), strict=True)
        if q <= LEVEL and counts.rate is not None and counts.rate < whole
    ]
    return tuple(sorted(found, key=lambda one: one.rate))


def rows(breakdown: Breakdown) -> tuple[Row, ...]:
    """The groups in order, those with fewer than ``FEWEST`` asked together in a last row.

    Where they still are too few, or only one is, the smallest of the others joins them: so that no small group can be
    found by subtraction.
    """
    groups = sorted(breakdown.groups, key=lambda group: eligible(group.counts))
    small = [group for group in groups if eligible(group.counts) < FEWEST]
    rest = groups[len(small) :]
    while small and rest and (len(small) < 2 or sum(eligible(group.counts) for group in small) < FEWEST):
        small.append(rest.pop(0))
    kept = [Row((g.label,), g.counts) for g in breakdown.groups if g in rest]
    if not small:
        return tuple(kept)
    together = Row(tuple(g.label for g in breakdown.groups if g in small), sum((g.counts for g in small), Counts()))
    return (*kept, together)


def eligible(counts: Counts) -> int:
    """Persons who are asked and have not said that they are not in the group: what a rate is out of."""
    return counts.sampled - counts.ineligible

"""A figure: one published statistic, with everything a reader needs to trust it."""

from dataclasses import dataclass

COLUMNS = (
    "address", "wave", "place", "measure", "statistic", "group_by", "group", "estimate", "se", "df", "low", "high",
    "n", "population", "compared_with", "difference", "difference_se", "difference_low", "difference_high", "p",
    "hidden", "afterwards",
)  # fmt: skip
"""The columns of ``borgerpuls figures --csv``, in order; every file and report uses these names."""


@dataclass(frozen=True)
class Figure:
    """One figure: ``2024-spring/theme/overall/0101`` with its value, interval, n and what it is compared with.

    Address: ``wave/kind/measure/place[/group_by=group][/statistic][/vs-other]``; kind is ``theme``, ``item``,
    ``local``, ``response`` or ``driver``; a mean leaves its statistic out. Shares are 0..1. ``place`` is a unit's code,
    the whole's code (``dk``: the mean over persons) or ``dk.units`` (the mean over units).
    ``statistic``: ``mean``, ``top2`` (share of favourable answers), ``share=CODE`` (one category; base: answers that
    count), ``change`` (this wave minus the earlier one; ``compared_with`` names it), ``rate`` (response),
    ``kish`` (1+cv² of the weights), and the comparisons: ``anom``, ``stands-out``, ``unusual``, ``shrunken``,
    ``reliability``, ``rank``, ``tau``, ``case-mix``, ``mix``, ``performance``, ``lmg`` and others, each with what its
    columns mean in docs/figures.md.
    ``compared_with`` is a place (``dk``, ``dk.units``, ``rest``, ``units``) or, for a change, a wave; ``difference`` is
    this figure minus that one, with its own standard error, interval and two-sided p.
    ``hidden`` is empty, or the reason why nothing is shown: then every number but ``population`` is None.
    ``afterwards`` is empty, or what of the figure was not in the plan of analysis: ``group target_group``.
    """

    address: str
    wave: str
    place: str
    measure: str
    statistic: str
    group_by: str
    group: str
    estimate: float | None
    se: float | None
    df: float | None
    low: float | None
    high: float | None
    n: int | None
    population: float | None
    compared_with: str
    difference: float | None
    difference_se: float | None
    difference_low: float | None
    difference_high: float | None
    p: float | None
    hidden: str
    afterwards: str = ""

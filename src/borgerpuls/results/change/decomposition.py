"""What a change is made of, and which of many changes stand out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from borgerpuls.arrays import Booleans, Integers
from borgerpuls.method.change.kitagawa import GroupedWave, decompose
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.results.change.matched_units import common_units, positions
from borgerpuls.results.change.net_change import Name, means_of, same_codes
from borgerpuls.results.estimation.variables import WHOLES
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, Counted
from borgerpuls.results.figures.block import Block
from borgerpuls.results.figures.grid import Grid

FIRST = "target_group"
"""The variable by which a change is taken apart, where a wave has it; else its first group variable."""


def moves(now: Counted, before: Counted, change: Block) -> Iterator[Grid]:
    """From everybody's ``change``: ``change-stands-out``, ``mix`` and ``performance``.

    ``change-stands-out`` adjusts the p of all themes in all units together (items likewise), so that at most one in
    twenty of those a reader is shown is chance; the whole is a family of its own. ``mix`` is the part of a change that
    comes from other persons being asked, ``performance`` the part that the same groups answered otherwise; the two add
    up to the change.
    """
    base = _everybody(change)
    yield _standing_out(base)
    variable = taken_apart_by(now, before)
    if variable:
        yield from _parts(now, before, base, variable)


def _everybody(change: Block) -> Grid:
    assert change.difference is not None  # a change is a difference
    numbers = change.estimates
    low, high = numbers.interval()
    hidden = np.array(change.reasons, dtype=object)[change.reason[:, 0]]
    columns = {"estimate": numbers.value, "se": numbers.se, "df": numbers.df, "low": low, "high": high, "n": numbers.n}
    gaps = {
        "difference": numbers.value,
        "difference_se": numbers.se,
        "difference_low": low,
        "difference_high": high,
        "p": change.difference.p,
    }
    return Grid(
        wave=change.wave,
        kind=change.kind,
        measure=[str(name) for name in change.measure[0]],
        places=change.places,
        statistic="change",
        numbers={name: part[:, 0] for name, part in (columns | gaps).items()},
        hidden=hidden,
        exists=change.exists[:, 0],
        compared_with=change.compared_with[0],
    )


def _standing_out(base: Grid) -> Grid:
    assert base.exists is not None
    p = np.where((base.hidden == "") & base.exists, base.numbers["p"], np.nan)
    found = np.full(p.shape, np.nan)
    theme = np.array([kind == "theme" for kind in base.kind])
    for family in (theme, ~theme):
        found[:-WHOLES, family] = benjamini_hochberg(p[:-WHOLES, family])
        for whole in range(-WHOLES, 0):
            found[whole, family] = benjamini_hochberg(p[whole, family])
    return replace(
        base,
        statistic="change-stands-out",
        numbers={**base.numbers, "p": found},
        ending="/change/stands-out",
    )


def taken_apart_by(now: Counted, before: Counted) -> str | None:
    """The variable whose groups are the mix: one with the same code list in both waves, or None."""
    able = [v for v in now.spec.groups if same_codes(now, before, v)]
    return FIRST if FIRST in able else able[0] if able else None


def _parts(now: Counted, before: Counted, base: Grid, variable: str) -> Iterator[Grid]:
    """``mix`` and ``performance`` of the units and of the mean over persons."""
    names = [*zip(base.kind, base.measure, strict=True)]
    groups = tuple(dict.fromkeys((*now.groupings[variable].groups, *before.groupings[variable].groups)))
    forward, back = common_units(now, before), common_units(before, now)
    units = len(forward)
    answered = _answered(now, names) & (_answered(before, names)[forward] & (forward >= 0)[:, None])
    found = []
    for place, places in ((np.arange(units), units), (np.zeros(units, np.int64), 1)):
        then, later = (
            _grouped(wave, variable, groups, names, answered, at, np.where(at >= 0, place[at], -1))
            for wave, at in ((before, back), (now, np.where(forward >= 0, np.arange(units), -1)))
        )
        found.append(decompose(then, later, places=places, groups=len(groups) + 1))
    for statistic in ("mix", "performance"):
        pairs = [getattr(one, statistic) for one in found]
        stacked = (np.concatenate([getattr(one, name) for one in pairs]) for name in ("value", "se", "df", "n"))
        yield _part(base, statistic, Difference(*stacked))


def _part(base: Grid, statistic: str, part: Difference) -> Grid:
    assert base.exists is not None
    low, high = part.interval()
    ends = {"low": low, "high": high, "difference_low": low, "difference_high": high}
    numbers = {"estimate": part.value, "se": part.se, "df": part.df, "n": part.n, **ends}
    return replace(
        base,
        places=base.places[:-1],
        statistic=statistic,
        numbers={**numbers, "difference": part.value, "difference_se": part.se, "p": part.p},
        hidden=base.hidden[:-1],
        exists=base.exists[:-1],
    )


def _answered(counted: Counted, names: Sequence[Name]) -> Booleans:
    """[U, M] where anybody of a unit answered."""
    at = positions(names, list(means_of(counted)))
    heads = np.array([*means_of(counted).values()], dtype=np.int64)[at]
    return np.asarray((counted.shared[EVERYBODY].totals.n[:, 0, heads] > 0) & (at >= 0))


def _grouped(
    counted: Counted,
    variable: str,
    groups: Sequence[str],
    names: Sequence[Name],
    answered: Booleans,
    at: Integers,
    place: Integers,
) -> GroupedWave:
    """One wave's answers by unit and group; only the answers that count in both waves. ``at`` [U] is each unit's row in
    ``answered``; unknown is the last group."""
    rows, heads = counted.rows[variable], means_of(counted)
    sums = rows.sums(counted.shared[variable].measures)
    columns = np.array([heads.get(name, 0) for name in names], dtype=np.int64)
    kept = answered[at[rows.unit]] & (at[rows.unit] >= 0)[:, None]
    group = np.append(positions(counted.groupings[variable].groups, groups), len(groups))[rows.group]
    counting = Sums(*(np.where(kept, part[:, columns], 0.0) for part in (sums.n, sums.total, sums.squares)))
    return GroupedWave(rows.design, counting, group, rows.unit, place)

"""Estimated totals of every domain in every unit, with their covariance; means and differences are made of these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.method.array_operations import combination_codes, group_sums
from borgerpuls.method.design.design import Calibration, Design, nested_units
from borgerpuls.method.design.leverage import cluster_leverage, leverage
from borgerpuls.method.errors import TooFew

ROUNDING = 1e-12
TOGETHER = 32
"""Variables that are summed at a time."""
BY_ANSWER = (
    "n", "size", "total", "var_size", "var_total", "cov", "squares", "weight_squares", "answer_psus", "answer_strata",
    "leverage",
)  # fmt: skip
BY_PERSON = ("psus", "strata")
BY_UNIT = ("borrowed", "persons", "design_strata", "cells")
"""The arrays of ``Totals`` that have a number for every variable, for every group, and for every unit."""


@dataclass(frozen=True, eq=False)
class Sums:
    """What a row's persons answered, float [R, V] each: how many answered, sum of scores, sum of squared scores.

    Whole numbers from the tally (divided by the score's divisor) or one person's own answer: ``Sums.from_persons``.
    """

    n: Floats
    total: Floats
    squares: Floats

    @classmethod
    def from_persons(cls, values: npt.ArrayLike) -> "Sums":
        """Rows that are one person each: ``values`` [R] or [R, V], NaN where the person did not answer."""
        y = np.asarray(values, dtype=np.float64)
        y = y.reshape(len(y), -1)
        answered = ~np.isnan(y)
        y = np.where(answered, y, 0.0)
        return cls(answered.astype(np.float64), y, y * y)


@dataclass(frozen=True, eq=False)
class Totals:
    """Estimated size Â = Σw·answered and total Ŷ = Σw·y of each unit, group and variable, with their covariance.

    ``n``, ``size``, ``total``, ``var_size``, ``var_total`` and ``cov`` are float [U, D, V]. ``psus`` and ``strata``
    int [U, D] count the persons of the group who answered the survey and the strata they are in (R's degrees of
    freedom). Units are independent of each other, so any union of units adds up. ``borrowed`` bool [U] marks units with
    one answering person, whose spread was taken from a neighbour.

    The rest tells what the answers to *this* variable can bear (``answer_basis``), float [U, D, V]: ``squares`` Σw·y²,
    ``weight_squares`` Σw²·answered, ``answer_psus`` answers, ``answer_strata`` strata with an answer, and ``leverage``,
    the sum over the answers of how much of itself an answer fits (1 over the persons of its calibration cell, of its
    stratum where nothing is calibrated). ``persons``, ``design_strata`` and ``cells`` float [U] count the unit's
    persons, strata and cells. In a design with clusters, ``psus``, ``answer_psus``, ``leverage`` and ``persons`` are
    about clusters, and so is ``borrowed``; ``n`` still counts answers.
    """

    n: Floats
    size: Floats
    total: Floats
    var_size: Floats
    var_total: Floats
    cov: Floats
    psus: Integers
    strata: Integers
    borrowed: Booleans
    squares: Floats
    weight_squares: Floats
    answer_psus: Floats
    answer_strata: Floats
    leverage: Floats
    persons: Floats
    design_strata: Floats
    cells: Floats

    def with_variables(self, others: "Sequence[Totals]") -> "Totals":
        """The same units and groups with more variables."""
        every = (self, *others)
        return replace(self, **{name: np.concatenate([getattr(t, name) for t in every], axis=2) for name in BY_ANSWER})

    def at(self, units: slice | Integers, groups: slice | Integers, variables: slice | Integers) -> "Totals":
        """The same for some units, groups and variables, by their positions or as slices."""
        persons: Any = (units, groups)
        sums: Any = (units, groups, variables)
        if not (isinstance(units, slice) or isinstance(groups, slice) or isinstance(variables, slice)):
            persons, sums = np.ix_(units, groups), np.ix_(units, groups, variables)
        places = dict.fromkeys(BY_ANSWER, sums) | dict.fromkeys(BY_PERSON, persons) | dict.fromkeys(BY_UNIT, units)
        return self.mapped(lambda name, values: values[places[name]])

    def mapped(self, change: Callable[[str, npt.NDArray[Any]], npt.NDArray[Any]]) -> "Totals":
        """The same with every array changed; ``change`` is told its name."""
        names = (*BY_ANSWER, *BY_PERSON, *BY_UNIT)
        return Totals(**{name: change(name, getattr(self, name)) for name in names})

    def variance(self, size: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
        """Variance of size·Â + total·Ŷ for coefficients that broadcast to [U, D, V].

        It is a small difference of large numbers; what rounding alone would leave is 0, so that a group in which
        everybody gave the same answer has no spread.
        """
        a, y = np.asarray(size), np.asarray(total)
        terms = a * a * self.var_size, y * y * self.var_total
        variance = terms[0] + 2 * a * y * self.cov + terms[1]
        return np.where(variance > ROUNDING * (terms[0] + terms[1]), variance, 0.0)


def domain_totals(
    design: Design,
    sums: Sums,
    domain: npt.ArrayLike | None = None,
    domains: int | None = None,
    *,
    unit: npt.ArrayLike | None = None,
    units: int | None = None,
) -> Totals:
    """Totals of D groups in U units for V variables at once, everybody outside a group staying in the design.

    ``domain`` int [R] is the group of a row (-1: none; None: everybody is one group), ``unit`` int [R] its reporting
    unit (None: its stratum). ``domains`` and ``units`` say how many there are when the last ones may be empty.

    With w the (calibrated) weight and u = w·(d·x − m_p), where x is "answered" or the answer, d the group and m_p the
    weighted post-stratum mean of d·x (0 without calibration, the fit of d·x after raking or GREG):
    V = Σ_h (1 − f_h)·n_h/(n_h − 1)·[Σu² − (Σu)²/n_h], and the same for the product of two such u. In a design with
    clusters n_h counts clusters, and u is the sum of a cluster's persons.
    A row that holds many persons gives Σu and Σu² through n, Σy and Σy², so cells and persons give the same numbers.

    A unit with one answering person (cluster) borrows the spread of the next unit with two or more (the last one: of
    the one before), per squared mean weight. Raises TooFew for any other lonely stratum (``collapse_strata`` first),
    and ValueError for a second stage (``mean`` takes it) or strata or post-strata that cross units.
    Source: Cochran (1977) sec. 5.4, 5A.14 (domains) and ch. 9A (clusters); Deville & Särndal (1992) (residuals); Lumley
    (2010) sec. 2.5 and 3.1.
    """
    if design.second is not None and design.population is not None:
        raise ValueError("a second stage is not summed by stratum; use the functions for persons")
    group = np.zeros(len(design.stratum), np.int64) if domain is None else np.asarray(domain, dtype=np.int64)
    place = design.stratum if unit is None else np.asarray(unit, dtype=np.int64)
    d = domains if domains is not None else int(group.max(initial=0)) + 1
    u = units if units is not None else int(place.max(initial=-1)) + 1
    cells = _Cells.from_design(design, place)
    parts = [
        _totals(design, Sums(sums.n[:, v], sums.total[:, v], sums.squares[:, v]), group, d, place, u, cells)
        for v in _slices(sums.n.shape[1])
    ]
    return parts[0] if len(parts) == 1 else parts[0].with_variables(parts[1:])


def _slices(width: int) -> list[slice]:
    """Some variables at a time: what is made of them on the way then stays in the processor's cache."""
    return [slice(v, v + TOGETHER) for v in range(0, max(width, 1), TOGETHER)]


def _totals(design: Design, sums: Sums, group: Integers, d: int, place: Integers, u: int, cells: "_Cells") -> Totals:
    square = design.weight**2
    both = np.where(group >= 0, cells.of_row * d + group, -1)
    shape = (cells.count, d, -1)

    def by_group(values: Floats, weight: Floats) -> Floats:
        return group_sums(both, cells.count * d, values, weight).reshape(shape)

    size, total = by_group(sums.n, design.weight), by_group(sums.total, design.weight)
    aa, ay, yy = by_group(sums.n, square), by_group(sums.total, square), by_group(sums.squares, square)
    sum_a, sum_y = size, total
    answers, own = by_group(sums.n, np.ones(len(both))), cells.leverage
    answering, fitted, of_drawn = answers, by_group(sums.n, own), cells.by_stratum
    squares, weight_squares = by_group(sums.squares, design.weight), aa
    if design.poststratum is not None:
        # Residuals: u = w(dx − m), also for those outside the group, whose x is 0.
        carried = cells.sums(design.weight * design.persons)
        spread = cells.sums(square * design.persons)
        if design.calibration is None:
            m_a, m_y = (cells.poststratum_mean(x, carried) for x in (size, total))
        else:
            m_a, m_y = (cells.fitted(by_group(x, design.base), design.calibration) for x in (sums.n, sums.total))
        yy = yy - 2 * m_y * ay + m_y**2 * spread
        ay = ay - m_y * aa - m_a * ay + m_a * m_y * spread
        aa = aa - 2 * m_a * aa + m_a**2 * spread
        sum_a, sum_y = size - m_a * carried, total - m_y * carried
    if clusters := cells.clusters:
        sum_a, sum_y = clusters.sums(sum_a), clusters.sums(sum_y)
        aa, ay, yy = sum_a**2, sum_a * sum_y, sum_y**2
        answering = (clusters.sums(answers) > 0).astype(np.float64)
        fitted, of_drawn = clusters.leverage[:, None, None] * answering, clusters.by_stratum

    lonely = _lonely(design, cells.unit_of_stratum, u)
    correction = np.where(design.psus > 1, design.scale, 0.0)[:, None, None]
    drawn = np.maximum(design.psus, 1)[:, None, None]
    s_a, s_y = of_drawn(sum_a), of_drawn(sum_y)

    def by_unit(products: Floats, first: Floats, second: Floats) -> Floats:
        spread = correction * (of_drawn(products) - first * second / drawn)
        return cells.by_unit(_borrow(spread, design, lonely), u)

    members = np.zeros((design.strata, d), np.int64)
    if clusters:
        members += clusters.members(group, d)
    else:
        np.add.at(members, (design.stratum[group >= 0], group[group >= 0]), design.persons[group >= 0])
    n = group_sums(np.where(group >= 0, place * d + group, -1), u * d, sums.n).reshape(u, d, -1)
    return Totals(
        n=n,
        size=cells.by_unit(cells.by_stratum(size), u),
        total=cells.by_unit(cells.by_stratum(total), u),
        var_size=by_unit(aa, s_a, s_a),
        var_total=by_unit(yy, s_y, s_y),
        cov=by_unit(ay, s_a, s_y),
        psus=group_sums(cells.unit_of_stratum, u, members).astype(np.int64),
        strata=group_sums(cells.unit_of_stratum, u, (members > 0).astype(np.float64)).astype(np.int64),
        borrowed=np.isin(np.arange(u), cells.unit_of_stratum[lonely]),
        squares=cells.by_unit(cells.by_stratum(squares), u),
        weight_squares=cells.by_unit(cells.by_stratum(weight_squares), u),
        answer_psus=cells.by_unit(of_drawn(answering), u) if clusters else n,
        answer_strata=cells.by_unit((cells.by_stratum(answers) > 0).astype(np.float64), u),
        leverage=cells.by_unit(of_drawn(fitted), u),
        persons=group_sums(cells.unit_of_stratum, u, design.psus.astype(np.float64)),
        design_strata=group_sums(cells.unit_of_stratum, u, (design.psus > 0).astype(np.float64)),
        cells=cells.by_unit(of_drawn(clusters.leverage), u) if clusters else group_sums(place, u, own * design.persons),
    )


@dataclass(frozen=True, eq=False)
class _Clusters:
    """C clusters, each inside one stratum: ``of_row`` [R] and ``of_pair`` [K] say which a row and a pair lie in."""

    of_row: Integers
    of_pair: Integers
    stratum: Integers
    strata: int
    leverage: Floats

    def sums(self, pairs: Floats) -> Floats:
        """Sums of the pairs of a cluster, [K, D, V] -> [C, D, V]."""
        return group_sums(self.of_pair, len(self.stratum), pairs)

    def by_stratum(self, values: Floats) -> Floats:
        return group_sums(self.stratum, self.strata, values)

    def members(self, group: Integers, groups: int) -> Integers:
        """How many clusters of each stratum have somebody in each group, [H, D]."""
        held = np.zeros((len(self.stratum), groups))
        held[self.of_row[group >= 0], group[group >= 0]] = 1.0
        return self.by_stratum(held).astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Cells:
    """The pairs of stratum (cluster, where there are any) and post-stratum that occur: K of them, inside one unit."""

    of_row: Integers
    count: int
    stratum: Integers
    poststratum: Integers
    unit_of_stratum: Integers
    strata: int
    leverage: Floats
    clusters: _Clusters | None = None

    @classmethod
    def from_design(cls, design: Design, unit: Integers) -> "_Cells":
        strata = design.strata
        home = np.full(strata, -1)
        home[design.stratum] = unit
        if np.any(home[design.stratum] != unit):
            raise ValueError("a stratum lies in two units")
        if design.poststratum is None and design.psu is None:
            every = np.arange(strata)
            return cls(design.stratum, strata, every, every, home, strata, leverage(design))
        drawn, stratum_of = design.stratum, np.arange(strata)
        if design.psu is not None:
            drawn, stratum_of = nested_units(design.stratum, design.psu)
        post = np.zeros_like(drawn) if design.poststratum is None else design.poststratum
        pairs = combination_codes(drawn, post)
        count = int(pairs.max(initial=-1)) + 1
        of, within = np.zeros(count, np.int64), np.zeros(count, np.int64)
        of[pairs], within[pairs] = drawn, post
        stratum = stratum_of[of]
        if design.poststratum is not None:
            block = within if design.calibration is None else design.calibration.block[within]
            homes = np.full(int(block.max(initial=-1)) + 1, -1)
            homes[block] = home[stratum]
            if np.any(homes[block] != home[stratum]):
                raise ValueError("a post-stratum lies in two units")
        if design.psu is None:
            return cls(pairs, count, stratum, within, home, strata, leverage(design))
        fit = cluster_leverage(design)
        return cls(
            pairs, count, stratum, within, home, strata, fit[drawn], _Clusters(drawn, of, stratum_of, strata, fit)
        )

    def sums(self, values: Floats) -> Floats:
        """Row values [R] summed to [K, 1, 1]."""
        return group_sums(self.of_row, self.count, values)[:, None, None]

    def poststratum_mean(self, totals: Floats, carried: Floats) -> Floats:
        """Weighted post-stratum mean of totals [K, D, V], given back to every pair."""
        p = int(self.poststratum.max(initial=-1)) + 1
        if np.bincount(self.poststratum).max(initial=0) <= 1:  # no post-stratum crosses pairs: nothing to add up
            return np.divide(totals, carried, out=np.zeros_like(totals), where=carried > 0)
        weight = group_sums(self.poststratum, p, carried)
        summed = group_sums(self.poststratum, p, totals)
        return np.divide(summed, weight, out=np.zeros_like(summed), where=weight > 0)[self.poststratum]

    def fitted(self, sums: Floats, calibration: Calibration) -> Floats:
        """What the calibration fits to sums [K, D, V] of base times variable, given back to every pair."""
        return calibration.fitted(group_sums(self.poststratum, len(calibration.block), sums))[self.poststratum]

    def by_stratum(self, values: Floats) -> Floats:
        return values if self.count == self.strata else group_sums(self.stratum, self.strata, values)

    def by_unit(self, values: Floats, units: int) -> Floats:
        return group_sums(self.unit_of_stratum, units, values)


def _lonely(design: Design, home: Integers, units: int) -> Integers:
    """Strata of one person that are a whole unit; any other lonely stratum is refused."""
    lonely = (design.psus == 1) & ~(design.scale == 0)
    alone = np.bincount(home[home >= 0], design.psus[home >= 0], units)[home] == 1
    if np.any(lonely & ~alone):
        raise TooFew(1, 2, f"stratum number {np.argmax(lonely & ~alone)} has one answering person; collapse it first")
    if np.any(lonely) and not np.any(design.psus > 1):
        raise TooFew(1, 2, "no stratum has two answering persons, so nothing tells how much answers vary")
    return np.flatnonzero(lonely)


def _borrow(spread: Floats, design: Design, lonely: Integers) -> Floats:
    """Variance contributions [H, D, V] in which lonely units have their neighbour's, for weights like their own."""
    if not len(lonely):
        return spread
    carried = np.bincount(design.stratum, design.weight * design.persons, design.strata)
    full = np.flatnonzero((design.psus > 1) & (carried > 0))
    if not len(full):
        raise TooFew(0, 1, "no stratum with two answering persons has any weight")
    for h in lonely:
        after = full[full > h]
        neighbour = after[0] if len(after) else full[-1]
        ratio = carried[h] ** 2 / (carried[neighbour] ** 2 / design.psus[neighbour])
        spread[h] = spread[neighbour] * ratio
    return spread

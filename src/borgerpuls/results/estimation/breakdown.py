"""The estimates of one breakdown: every statistic in every group of every unit and of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Booleans, Floats, Integers
from borgerpuls.dataset.wave import ShareInterval
from borgerpuls.method.array_operations import combination_codes, group_sums, quotient, zero_for_nan
from borgerpuls.method.design.design import Design, collapse_strata
from borgerpuls.method.disclosure.primary import primary_suppression_of_scores
from borgerpuls.method.estimation.estimates import BoundedEstimates, Estimates
from borgerpuls.method.estimation.means import means, national_mean, union_totals
from borgerpuls.method.estimation.proportion_intervals import share_interval
from borgerpuls.method.estimation.rare_proportions import rare_proportion
from borgerpuls.method.estimation.totals import Sums, Totals, domain_totals
from borgerpuls.method.intervals.answer_basis import AnswerBasis, answer_basis, mean_of_units_basis
from borgerpuls.method.intervals.scale_intervals import ROUNDING, Scale, scale_interval
from borgerpuls.results.estimation.places import WHOLE_MEANS, WHOLES, with_whole
from borgerpuls.results.estimation.variables import Variables
from borgerpuls.results.estimation.weighting import WaveWeighting


@dataclass(frozen=True)
class DesignRows:
    """Tally cells alike in stratum, cluster, weight, calibration cell and group, put together: R rows of one design.

    ``of`` [C] is the row of each tally cell (-1 where nobody answered); ``unit`` and ``group`` [R] are the row's.
    ``design`` has no finite population correction; ``frame`` [H] is the population of its strata.
    """

    of: Integers
    unit: Integers
    group: Integers
    design: Design
    frame: Floats

    @classmethod
    def of_cells(cls, weighting: WaveWeighting, answered: Integers, group: Integers) -> "DesignRows":
        """``group`` [C] points into the breakdown's groups; -1 belongs to none and stays in the design."""
        here = np.flatnonzero(weighting.stratum >= 0)
        post = weighting.poststratum if weighting.poststratum is not None else np.zeros_like(weighting.stratum)
        drawn = () if weighting.cluster is None else (weighting.cluster[here],)
        _, first, alike = np.unique(
            combination_codes(weighting.stratum[here], post[here], weighting.weight[here], group[here], *drawn),
            return_index=True,
            return_inverse=True,
        )
        cell = here[first]
        of = np.full(len(group), -1, dtype=np.int64)
        of[here] = alike
        persons = np.bincount(alike, answered[here], len(cell)).astype(np.int64)
        psu = None if weighting.cluster is None else weighting.cluster[cell]
        design = Design(weighting.stratum[cell], weighting.weight[cell], persons, psu=psu)
        design = collapse_strata(design, weighting.unit[cell]).design
        before, first = np.unique(weighting.stratum[cell], return_index=True)
        frame = group_sums(design.stratum[first], design.strata, weighting.frame[before])
        return cls(of, weighting.unit[cell], group[cell], weighting.calibrate(design, cell), frame)

    @property
    def corrected(self) -> Design:
        """The design with the finite population correction."""
        return replace(self.design, population=self.frame)

    def add(self, values: Floats) -> Floats:
        """Cells [C, V] summed to rows [R, V]."""
        return group_sums(self.of, len(self.unit), values)

    def sums(self, measures: Variables) -> Sums:
        """Sums of answers of every row, on the answers' own scale."""
        n, total, squares = self.whole(measures)
        return Sums(n, total / measures.divisor, squares / measures.divisor**2)

    def whole(self, measures: Variables) -> tuple[Floats, Floats, Floats]:
        """The same as whole numbers, not yet divided: answers, sums and sums of squares, [R, V] each."""
        total = self.add(measures.total)
        n, squares = measures.spread(self.add(measures.n), total, self.add(measures.squares))
        return n, total, squares


@dataclass(frozen=True)
class Breakdown:
    """D groups of one variable (everybody: variable "" and one group "") in U units, for V statistics.

    ``totals`` are [U, D, V]. The ``estimates`` are [U + 2, D, V]: the units, the mean over persons and the mean over
    units; so are ``basis`` (the answers behind each), ``heaviest`` (the largest share of the weight that one person
    carries), ``reasons`` (codes of ``method.disclosure``) and ``cells`` (tally cells with answers). Standard errors are
    those of the design; df and intervals are those of the answers.
    ``estimates`` have the finite population correction where the wave asks for it; ``totals`` and ``compared``, the
    same estimates, never do: whatever is compared is about the work and not about these persons.
    """

    variable: str
    groups: tuple[str, ...]
    measures: Variables
    totals: Totals
    estimates: BoundedEstimates
    compared: BoundedEstimates
    basis: AnswerBasis
    heaviest: Floats
    reasons: npt.NDArray[np.int8]
    cells: Integers

    @classmethod
    def estimate(
        cls,
        variable: str,
        groups: Sequence[str],
        measures: Variables,
        rows: DesignRows,
        *,
        units: int,
        minimum: int,
        fpc: bool = False,
        kind: ShareInterval = "jeffreys",
    ) -> "Breakdown":
        d = len(groups)
        n, total, squares = rows.whole(measures)
        sums = Sums(n, total / measures.divisor, squares / measures.divisor**2)

        totals = _totals(rows.design, sums, rows, units, d)
        basis = places_basis(totals)
        plain = places_means(totals)
        # What is hidden for its few answers needs no interval.
        told = basis.n[..., measures.judge] >= minimum
        compared = bounded(plain, basis, measures.scale, measures.share, kind, where=told)
        if fpc:
            corrected = places_means(_totals(rows.corrected, sums, rows, units, d))
            counted = zero_for_nan(quotient(corrected.se, plain.se)) ** 2
            estimates = bounded(corrected, basis, measures.scale, measures.share, kind, counted, told)
        else:
            estimates = compared
        place = np.where(rows.group >= 0, rows.unit * d + rows.group, -1)

        def by_unit(values: Floats) -> Floats:
            return with_whole(group_sums(place, units * d, values).reshape(units, d, -1), WHOLES)

        heads = np.unique(measures.judge)
        judged = [by_unit(x[:, heads]) for x in (n, total, squares)]
        reasons = primary_suppression_of_scores(judged[0], judged[1], judged[2], minimum)
        return cls(
            variable=variable,
            groups=tuple(groups),
            measures=measures,
            totals=totals,
            estimates=estimates,
            compared=compared,
            basis=basis,
            heaviest=_heaviest(rows, totals, measures)[:, :, measures.base],
            reasons=reasons[:, :, np.searchsorted(heads, measures.judge)],
            cells=by_unit(rows.add(measures.answering)).astype(np.int64)[..., measures.base],
        )


def _totals(design: Design, sums: Sums, rows: DesignRows, units: int, groups: int) -> Totals:
    return domain_totals(design, sums, rows.group, domains=groups, unit=rows.unit, units=units)


def _heaviest(rows: DesignRows, totals: Totals, measures: Variables) -> Floats:
    """The largest share of the weight behind a figure that one person carries, [U + 2, D, N] for the N bases."""
    units, groups, _variables = totals.n.shape
    first = np.unique(measures.base, return_index=True)[1]
    answered = rows.add(measures.n) > 0
    largest = np.zeros((units * groups, answered.shape[1]))
    inside = rows.group >= 0
    place = (rows.unit * groups + rows.group)[inside]
    np.maximum.at(largest, place, np.where(answered, rows.design.weight[:, None], 0.0)[inside])
    largest, size = largest.reshape(units, groups, -1), totals.size[:, :, first]
    each = zero_for_nan(quotient(largest, size))
    whole = zero_for_nan(quotient(largest.max(axis=0), size.sum(axis=0)))
    over_units = each.max(axis=0) / np.maximum((size > 0).sum(axis=0), 1)
    return np.concatenate([each, whole[None], over_units[None]])


def places_means(totals: Totals) -> Estimates:
    """Means of the units, the mean over persons and the mean over units, [U + 2, D, V]."""
    return Estimates.concatenate((means(totals), *(national_mean(totals, kind).at(np.newaxis) for kind in WHOLE_MEANS)))


def places_basis(totals: Totals) -> AnswerBasis:
    """The answers behind them."""
    whole = union_totals(totals, np.zeros(len(totals.n), np.int64))
    over_units = mean_of_units_basis(totals)
    return AnswerBasis.concatenate(answer_basis(totals), answer_basis(whole), over_units.at(np.newaxis))


def bounded(
    estimates: Estimates,
    basis: AnswerBasis,
    scale: Scale,
    share: Booleans,
    kind: ShareInterval = "jeffreys",
    counted: npt.ArrayLike = 1.0,
    where: npt.ArrayLike = True,
) -> BoundedEstimates:
    """Estimates [P, D, V] with the df of their answers and intervals that know the scale [P, V]; ``share`` [V] tells
    which are shares, whose intervals are of the ``kind`` that the wave chose. NaN where they are not asked for."""
    by_group = scale.at(np.s_[:, np.newaxis])
    low, high = scale_interval(estimates.value, estimates.se, basis, by_group, share, counted=counted, where=where)
    if kind != "jeffreys":
        at = np.s_[..., share]
        claimed = np.where(estimates.se < ROUNDING, 0.0, estimates.se * basis.widening)
        shares = estimates.value[at], claimed[at], basis.n[at], basis.df[at]
        low[at], high[at] = rare_proportion(*shares).interval() if kind == "rare" else share_interval(*shares)
    return BoundedEstimates(estimates.value, estimates.se, basis.df, estimates.n, low, high)

"""Covariance matrices of themes and of items, from the sums of the tally: weighted, place by place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.method.array_operations import group_sums, quotient
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, Counted

GROUPS = 20
"""Groups of cells, each left out once: a delete-a-group jackknife. Kott (2001), J. Official Statistics 17, 521-526."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Pairwise covariances of K themes or items in P places.

    ``covariance`` [P, K, K]; ``replicates`` [P, ``GROUPS``, K, K] are those without one group of cells each; ``n`` [P]
    is the smallest number of persons who answered a pair. NaN where nobody answered both.
    """

    covariance: Floats
    replicates: Floats
    n: Floats


def moments(counted: Counted, measures: Sequence[tuple[str, str]]) -> Moments:
    """Moments of themes and items, (kind, id) each, in every unit and then the whole.

    The tally must have been counted with pairs. Cells are dealt to the groups in turn, in order of their keys, so that
    every group holds a bit of each unit and background; what cells differ by is counted as chance, which errs on the
    safe side.
    """
    tally, units = counted.tally, len(counted.weighing.units)
    rows = counted.rows[EVERYBODY]
    cells = np.flatnonzero((rows.of >= 0) & (counted.weighing.unit >= 0))
    weight = rows.design.weight[rows.of[cells]]
    dealt = counted.weighing.unit[cells] * GROUPS + np.arange(len(cells)) % GROUPS
    names, k = [name for _, name in measures], len(measures)
    own = [_own(counted, kind, name) for kind, name in measures]
    columns = np.zeros((len(cells), k, k, 4))
    for i in range(k):
        scale, (n, total, squares) = own[i][0], (part[cells] for part in own[i][1])
        columns[:, i, i] = np.stack([n, total / scale, total / scale, squares / scale**2], axis=1)
        for j in range(i):
            forward = (names[i], names[j]) in tally.pairs
            sums = tally.pairs[(names[i], names[j]) if forward else (names[j], names[i])][cells].astype(np.float64)
            first, second = (own[i][0], own[j][0]) if forward else (own[j][0], own[i][0])
            sums = sums / np.array([1.0, first, second, first * second])
            columns[:, i, j] = sums
            columns[:, j, i] = sums
    held = group_sums(dealt, units * GROUPS, columns, weight).reshape(units, GROUPS, k, k, 4)
    held = np.concatenate([held, held.sum(axis=0, keepdims=True)])
    persons = group_sums(counted.weighing.unit[cells], units, columns[..., 0]).reshape(units, -1)
    persons = np.concatenate([persons, persons.sum(axis=0, keepdims=True)])
    every = held.sum(axis=1)
    return Moments(_covariance(every), _covariance(every[:, None] - held), persons.min(axis=1, initial=np.inf))


def _own(counted: Counted, kind: str, id: str) -> tuple[float, tuple[Floats, Floats, Floats]]:
    """Divisor, n, sum and sum of squares [C] of a theme or an item."""
    measures = counted.shared[EVERYBODY].measures
    v = next(v for v in np.unique(measures.judge) if (measures.kind[v], measures.measure[0, v]) == (kind, id))
    at = np.searchsorted(measures.scored, v)
    return float(measures.divisor[v]), (measures.n[:, measures.base[v]], measures.total[:, v], measures.squares[:, at])


def _covariance(sums: Floats) -> Floats:
    """Weighted covariance from n, Σa, Σb and Σab in the last axis."""
    n, first, second, product = (sums[..., part] for part in range(4))
    return quotient(product, n) - quotient(first, n) * quotient(second, n)

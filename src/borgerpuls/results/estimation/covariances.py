"""Covariance matrices of themes and of items, from the sums of the tally: weighted, place by place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from borgerpuls.arrays import Floats
from borgerpuls.method.array_operations import group_sums, quotient
from borgerpuls.results.estimation.places import with_whole
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates

GROUPS = 20
"""Groups of cells, each left out once: a delete-a-group jackknife. Kott (2001), J. Official Statistics 17, 521-526."""


@dataclass(frozen=True, eq=False)
class Covariances:
    """Pairwise covariances of K themes or items in P places.

    ``covariance`` [P, K, K]; ``replicates`` [P, ``GROUPS``, K, K] are those without one group of cells each, on ``df``
    [P] degrees of freedom; ``n`` [P] is the smallest number of persons who answered a pair. NaN where nobody answered
    both.
    """

    covariance: Floats
    replicates: Floats
    n: Floats
    df: Floats


def covariances(estimates: WaveEstimates, measures: Sequence[tuple[str, str]]) -> Covariances:
    """Covariances of themes and items, (kind, id) each, in every unit and then the whole.

    The tally must have been counted with pairs. Cells are dealt to the groups in turn, in order of their keys, so that
    every group holds a bit of each unit and background; what cells differ by is counted as chance, which errs on the
    safe side. Where persons were drawn in clusters, it is clusters that are dealt: a cluster stays together.
    """
    tally, units = estimates.tally, len(estimates.weighting.units)
    rows = estimates.rows[EVERYBODY]
    cells = np.flatnonzero((rows.of >= 0) & (estimates.weighting.unit >= 0))
    weight = rows.design.weight[rows.of[cells]]
    turn, unit = np.arange(len(cells)), estimates.weighting.unit[cells]
    df = np.full(units + 1, GROUPS - 1.0)
    if estimates.weighting.cluster is not None:
        _, one, turn = np.unique(estimates.weighting.cluster[cells], return_index=True, return_inverse=True)
        df = np.minimum(df, with_whole(np.bincount(unit[one], minlength=units).astype(np.float64)) - 1)
    dealt = unit * GROUPS + turn % GROUPS
    variables, k = estimates.shared[EVERYBODY].measures, len(measures)
    heads = variables.means
    divisor = {name: float(variables.divisor[heads[kind, name]]) for kind, name in measures}
    columns = np.zeros((len(cells), k, k, 4))
    for i, (kind, name) in enumerate(measures):
        own = variables.sums_of(heads[kind, name])
        columns[:, i, i] = np.stack([own.n, own.total, own.total, own.squares], axis=1)[cells]
        for j, (_, other) in enumerate(measures[:i]):
            first, second = (name, other) if (name, other) in tally.pairs else (other, name)
            scale = np.array([1.0, divisor[first], divisor[second], divisor[first] * divisor[second]])
            columns[:, i, j] = columns[:, j, i] = tally.pairs[first, second][cells] / scale
    held = with_whole(group_sums(dealt, units * GROUPS, columns, weight).reshape(units, GROUPS, k, k, 4))
    persons = with_whole(group_sums(estimates.weighting.unit[cells], units, columns[..., 0]).reshape(units, -1))
    every = held.sum(axis=1)
    n = persons.min(axis=1, initial=np.inf)
    return Covariances(_covariance(every), _covariance(every[:, None] - held), n, df)


def _covariance(sums: Floats) -> Floats:
    """Weighted covariance from n, Σa, Σb and Σab in the last axis."""
    n, first, second, product = (sums[..., part] for part in range(4))
    return quotient(product, n) - quotient(first, n) * quotient(second, n)

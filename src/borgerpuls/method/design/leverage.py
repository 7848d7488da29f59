"""Leverage: how much of itself an answer, or the sum of a cluster's answers, finds again in its own fitted value."""

import numpy as np

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import combination_codes, group_sums, zero_for_nan
from borgerpuls.method.design.design import Design, nested_units

TOGETHER = 512
"""Clusters that are fitted at a time."""


def leverage(design: Design) -> Floats:
    """How much of itself an answer fits, [R]: 1 over the persons of its calibration cell, without calibration of its
    stratum; after raking or GREG the leverage of its regression. In a design with clusters it is that of the row's
    cluster (``cluster_leverage``).

    Source: Deville & Särndal (1992); Särndal, Swensson & Wretman (1992) sec. 6.6.
    """
    if design.psu is not None:
        cluster, _stratum = nested_units(design.stratum, design.psu)
        return cluster_leverage(design)[cluster]
    if design.calibration is not None and design.poststratum is not None:
        return np.asarray(design.base * design.calibration.leverage[design.poststratum])
    cell = design.stratum if design.poststratum is None else design.poststratum
    return np.asarray(1 / np.maximum(np.bincount(cell, design.persons), 1.0)[cell])


def cluster_leverage(design: Design) -> Floats:
    """How much of itself the sum of a cluster's answers fits, where all of the cluster answer alike, [clusters].

    With m_p persons of the cluster in calibration cell p, and ŷ_p what the calibration fits to the cluster's own
    indicator there, h = Σ_p m_p·ŷ_p/Σ_p m_p: without calibration the cluster's share of its stratum. Persons who think
    for themselves fit less of their cluster; which it is, the answers hardly tell, and too much is the safe side.
    Clusters are numbered by ``nested_units``. Source: Bell & McCaffrey (2002), Survey Methodology 28, sec. 3.
    """
    cluster, home = nested_units(design.stratum, design.psu)
    count, persons = len(home), design.persons.astype(np.float64)
    held = np.maximum(np.bincount(cluster, persons, count), 1.0)
    cell = design.stratum if design.poststratum is None else design.poststratum
    if design.calibration is not None and design.poststratum is not None:
        return _regressed(design, cluster, count) / held
    pairs = combination_codes(cluster, cell)
    number = int(pairs.max(initial=-1)) + 1
    own, of, within = np.bincount(pairs, persons, number), np.zeros(number, np.int64), np.zeros(number, np.int64)
    of[pairs], within[pairs] = cluster, cell
    fitted = own / np.maximum(np.bincount(cell, persons), 1.0)[within]
    return np.asarray(np.bincount(of, own * fitted, count) / held)


def _regressed(design: Design, cluster: Integers, count: int) -> Floats:
    """Σ_p m_p·ŷ_p of each cluster after raking or GREG, [clusters]."""
    calibration, cell = design.calibration, design.poststratum
    assert calibration is not None
    assert cell is not None
    cells, persons = len(calibration.block), design.persons.astype(np.float64)
    found = np.zeros(count)
    for first in range(0, count, TOGETHER):
        some = np.arange(first, min(first + TOGETHER, count))
        member = (cluster[:, None] == some).astype(np.float64)
        fitted = calibration.fitted(group_sums(cell, cells, member, design.base * persons))
        found[some] = (group_sums(cell, cells, member, persons) * zero_for_nan(fitted)).sum(axis=0)
    return found

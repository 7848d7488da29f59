"""How we count: arrays in, small frozen dataclasses out. NumPy and SciPy, nothing else.

A row is one answering person, or a cell of persons alike in the design; cells go in as n, Σy and Σy² and give the same
numbers as their persons.

==================  ==================================================================================================
design              ``Design`` (``Design.of`` from columns), ``SecondStage``, ``collapse_strata``, ``TooFew``
calibrate           ``poststratify``, ``collapse_cells``, ``kish``
totals              ``Sums``, ``Totals``, ``domain_totals``: every group in every unit at once, cells or persons
estimate            ``Estimates``, ``means``, ``national``, ``union`` from totals
linearise           ``mean``, ``total``, ``ratio``, ``distribution``, ``deff``, ``join`` for persons, in clusters too:
                    ``Linear`` with covariance, interval and contrast
shares              ``share_interval``: Korn-Graubard and the other intervals of shares
compare             ``Difference``: ``part_whole``, ``part_rest``, ``against_units_mean`` from totals, ``groups_apart``
                    inside units, ``difference`` of persons' estimates, ``independent`` samples
scores              ``theme_score``, ``top_box``, ``composite``
disclosure          ``hidden``, ``hidden_scores``: the primary rule
==================  ==================================================================================================
"""

from borgerpuls.method.calibrate import Calibrated, CollapsedCells, collapse_cells, kish, poststratify
from borgerpuls.method.compare import (
    Difference,
    against_units_mean,
    difference,
    groups_apart,
    independent,
    part_rest,
    part_whole,
)
from borgerpuls.method.design import Collapsed, Design, SecondStage, TooFew, collapse_strata
from borgerpuls.method.disclosure import hidden, hidden_scores
from borgerpuls.method.estimate import Estimates, means, national, union
from borgerpuls.method.linearise import Linear, deff, distribution, join, mean, ratio, total
from borgerpuls.method.scores import composite, theme_score, top_box
from borgerpuls.method.shares import interval as share_interval
from borgerpuls.method.totals import Sums, Totals, domain_totals
from borgerpuls.method.variance import covariance

__all__ = [
    "Calibrated",
    "Collapsed",
    "CollapsedCells",
    "Design",
    "Difference",
    "Estimates",
    "Linear",
    "SecondStage",
    "Sums",
    "TooFew",
    "Totals",
    "against_units_mean",
    "collapse_cells",
    "collapse_strata",
    "composite",
    "covariance",
    "deff",
    "difference",
    "distribution",
    "domain_totals",
    "groups_apart",
    "hidden",
    "hidden_scores",
    "independent",
    "join",
    "kish",
    "mean",
    "means",
    "national",
    "part_rest",
    "part_whole",
    "poststratify",
    "ratio",
    "share_interval",
    "theme_score",
    "top_box",
    "total",
    "union",
]

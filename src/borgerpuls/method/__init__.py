"""How we count: arrays in, small frozen dataclasses out. NumPy and SciPy, nothing else.

A row is one answering person, or a cell of persons alike in the design; cells go in as n, Σy and Σy² and give the same
numbers as their persons.

==================  ==================================================================================================
design              ``Design`` (``Design.of`` from columns), ``SecondStage``, ``collapse_strata``, ``TooFew``
calibrate           ``poststratify``, ``collapse_cells``, ``kish``
raking              ``rake`` to several margins, ``margin`` from the labels of a frame
greg                ``calibrate_to`` totals of any variables: linear, raking, logit; g in bounds; ``NotConverged``
spread              ``spread_counts``: cells × answers as rows of persons alike, for every function for persons
totals              ``Sums``, ``Totals``, ``domain_totals``: every group in every unit at once, cells or persons
estimate            ``Estimates``, ``means``, ``national``, ``union`` from totals
linearise           ``mean``, ``total``, ``ratio``, ``distribution``, ``deff``, ``join`` for persons, in clusters too:
                    ``Linear`` with covariance, interval and contrast
shares              ``share_interval``: Korn-Graubard and the other intervals of shares
categories          ``category_shares`` with intervals, ``category_sums`` and ``cumulative_sums`` of counts
small_shares        ``small_share``, ``binomial``: what few or no answers can still tell
quantiles           ``quantile`` of persons, ``category_quantile`` from shares of categories
ratios              ``cell_ratios``, ``PairSums``: ratios in every group of every unit (``ratio`` for persons)
raoscott            ``association``, ``rao_scott``: the chi-square test of a two-way table, corrected for design
regression          ``regress``: linear and logistic, covariance by design
replicates          ``jackknife``, ``bootstrap``, ``replicate``, ``replicate_variance``
compare             ``Difference``: ``part_whole``, ``part_rest``, ``against_units_mean`` from totals, ``groups_apart``
                    inside units, ``difference`` of persons' estimates, ``independent`` samples
scores              ``theme_score``, ``top_box``, ``composite``
disclosure          ``hidden``, ``hidden_scores``: the primary rule
==================  ==================================================================================================
"""

from borgerpuls.method.calibrate import Calibrated, CollapsedCells, collapse_cells, kish, poststratify
from borgerpuls.method.categories import CategoryShares, category_shares, category_sums, cumulative_sums
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
from borgerpuls.method.greg import NotConverged, calibrate_to
from borgerpuls.method.linearise import Linear, deff, distribution, join, mean, ratio, total
from borgerpuls.method.quantiles import Quantiles, category_quantile, quantile
from borgerpuls.method.raking import margin, rake
from borgerpuls.method.raoscott import RaoScott, association, rao_scott
from borgerpuls.method.ratios import PairSums, cell_ratios
from borgerpuls.method.regression import Regression, regress
from borgerpuls.method.replicates import Replicated, Replicates, bootstrap, jackknife, replicate, replicate_variance
from borgerpuls.method.scores import composite, theme_score, top_box
from borgerpuls.method.shares import interval as share_interval
from borgerpuls.method.small_shares import SmallShare, binomial, small_share
from borgerpuls.method.spread import Spread, spread_counts
from borgerpuls.method.totals import Sums, Totals, domain_totals
from borgerpuls.method.variance import covariance

__all__ = [
    "Calibrated",
    "CategoryShares",
    "Collapsed",
    "CollapsedCells",
    "Design",
    "Difference",
    "Estimates",
    "Linear",
    "NotConverged",
    "PairSums",
    "Quantiles",
    "RaoScott",
    "Regression",
    "Replicated",
    "Replicates",
    "SecondStage",
    "SmallShare",
    "Spread",
    "Sums",
    "TooFew",
    "Totals",
    "against_units_mean",
    "association",
    "binomial",
    "bootstrap",
    "calibrate_to",
    "category_quantile",
    "category_shares",
    "category_sums",
    "cell_ratios",
    "collapse_cells",
    "collapse_strata",
    "composite",
    "covariance",
    "cumulative_sums",
    "deff",
    "difference",
    "distribution",
    "domain_totals",
    "groups_apart",
    "hidden",
    "hidden_scores",
    "independent",
    "jackknife",
    "join",
    "kish",
    "margin",
    "mean",
    "means",
    "national",
    "part_rest",
    "part_whole",
    "poststratify",
    "quantile",
    "rake",
    "rao_scott",
    "ratio",
    "regress",
    "replicate",
    "replicate_variance",
    "share_interval",
    "small_share",
    "spread_counts",
    "theme_score",
    "top_box",
    "total",
    "union",
]

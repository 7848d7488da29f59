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
variance            ``covariance`` of any estimates from their influences
replicates          ``jackknife``, ``bootstrap``, ``replicate``, ``replicate_variance``
compare             ``Difference``: ``part_whole``, ``part_rest``, ``against_units_mean`` from totals, ``groups_apart``
                    inside units, ``difference`` of persons' estimates, ``independent`` samples
anom                which units differ, one error rate for all: ``anom`` of totals, ``anom_each`` variable,
                    ``anom_units`` of estimates; ``part_whole_covariance`` of all differences
multiple            ``benjamini_hochberg``: p-values of many tests, adjusted
rules               ``RULES``: named sets of least differences and fewest answers
between             ``between``: variance between units, reliability of each, shrunken estimates, who is unusual;
                    ``expected_range``, ``answers_needed``
fay_herriot         ``fay_herriot``: shrunken estimates with covariates and their mean squared error
ranks               ``rank_sets``: between which places each unit stands, and who may be at the top
casemix             ``case_mix``: units as if all served the same citizens
change              ``change`` between two waves that share persons; ``kitagawa``: mix and performance of one change
parts               ``parts``: Kitagawa's two parts in every unit at once, from cells or persons
alerts              ``ewma`` and ``cusum`` charts; how often each cries wolf: ``ewma_run_length``, ``cusum_run_length``,
                    ``shewhart_run_length``
response            ``Outcomes``, ``outcome_rates``: AAPOR's RR1 to RR6, cooperation, refusal, contact
representativity    ``representativity``: the R-indicator, its partials, the largest bias
drivers             ``drivers``: LMG and Johnson's shares of what goes together, ``driver_interval``
reliability         ``reliability``: alpha, omega, item-rest, from a covariance matrix
factors             ``factor_model`` of ``Moments``: one pattern in all groups, or one meaning (invariance, ``LEVELS``)
polychoric          ``polychoric``: the correlation behind two answers in steps
detectable          ``detectable_difference``, ``power_to_see``: what a comparison can show, before it is made
local               ``randomised_difference`` (Lin, HC2), ``overlap_difference`` (overlap weights) of two groups
scores              ``theme_score``, ``top_box``, ``composite``
disclosure          ``hidden``, ``hidden_scores``: the primary rule
==================  ==================================================================================================
"""

from borgerpuls.method.calibration.greg import NotConverged, calibrate_to
from borgerpuls.method.calibration.poststratification import (
    Calibrated,
    CollapsedCells,
    collapse_cells,
    kish,
    poststratify,
)
from borgerpuls.method.calibration.raking import margin, rake
from borgerpuls.method.change.control_charts import (
    Chart,
    cusum,
    cusum_run_length,
    ewma,
    ewma_run_length,
    shewhart_run_length,
)
from borgerpuls.method.change.kitagawa import Grouped, Parts, parts
from borgerpuls.method.change.panel_change import Kitagawa, change, kitagawa
from borgerpuls.method.comparison.anom import Anom, anom, anom_each, anom_units, part_whole_covariance
from borgerpuls.method.comparison.case_mix import CaseMix, case_mix
from borgerpuls.method.comparison.differences import (
    Difference,
    against_units_mean,
    difference,
    groups_apart,
    independent,
    part_rest,
    part_whole,
)
from borgerpuls.method.comparison.fay_herriot import FayHerriot, fay_herriot
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg
from borgerpuls.method.comparison.power import detectable_difference, power_to_see
from borgerpuls.method.comparison.random_effects import Between, Expected, answers_needed, between, expected_range
from borgerpuls.method.comparison.rank_sets import RankSets, rank_sets
from borgerpuls.method.comparison.rule_sets import RULES, Rules
from borgerpuls.method.comparison.two_groups import TwoGroups, overlap_difference, randomised_difference
from borgerpuls.method.design.design import Collapsed, Design, SecondStage, TooFew, collapse_strata
from borgerpuls.method.design.expand_counts import Spread, spread_counts
from borgerpuls.method.disclosure.primary import hidden, hidden_scores
from borgerpuls.method.estimation.category_shares import CategoryShares, category_shares, category_sums, cumulative_sums
from borgerpuls.method.estimation.linearization import Linear, deff, distribution, join, mean, ratio, total
from borgerpuls.method.estimation.means import Estimates, means, national, union
from borgerpuls.method.estimation.proportion_intervals import interval as share_interval
from borgerpuls.method.estimation.quantiles import Quantiles, category_quantile, quantile
from borgerpuls.method.estimation.rao_scott import RaoScott, association, rao_scott
from borgerpuls.method.estimation.rare_proportions import SmallShare, binomial, small_share
from borgerpuls.method.estimation.ratios import PairSums, cell_ratios
from borgerpuls.method.estimation.regression import Regression, regress
from borgerpuls.method.estimation.replicates import (
    Replicated,
    Replicates,
    bootstrap,
    jackknife,
    replicate,
    replicate_variance,
)
from borgerpuls.method.estimation.totals import Sums, Totals, domain_totals
from borgerpuls.method.estimation.variance import covariance
from borgerpuls.method.measurement.factor_analysis import LEVELS, FactorFit, Moments, factor_model
from borgerpuls.method.measurement.polychoric import Polychoric, polychoric
from borgerpuls.method.measurement.relative_importance import DriverInterval, Drivers, driver_interval, drivers
from borgerpuls.method.measurement.reliability import Reliability, reliability
from borgerpuls.method.measurement.scores import composite, theme_score, top_box
from borgerpuls.method.nonresponse.outcome_rates import OutcomeRates, Outcomes, outcome_rates
from borgerpuls.method.nonresponse.r_indicator import Partial, Representativity, representativity

__all__ = [
    "LEVELS",
    "RULES",
    "Anom",
    "Between",
    "Calibrated",
    "CaseMix",
    "CategoryShares",
    "Chart",
    "Collapsed",
    "CollapsedCells",
    "Design",
    "Difference",
    "DriverInterval",
    "Drivers",
    "Estimates",
    "Expected",
    "FactorFit",
    "FayHerriot",
    "Grouped",
    "Kitagawa",
    "Linear",
    "Moments",
    "NotConverged",
    "OutcomeRates",
    "Outcomes",
    "PairSums",
    "Partial",
    "Parts",
    "Polychoric",
    "Quantiles",
    "RankSets",
    "RaoScott",
    "Regression",
    "Reliability",
    "Replicated",
    "Replicates",
    "Representativity",
    "Rules",
    "SecondStage",
    "SmallShare",
    "Spread",
    "Sums",
    "TooFew",
    "Totals",
    "TwoGroups",
    "against_units_mean",
    "anom",
    "anom_each",
    "anom_units",
    "answers_needed",
    "association",
    "benjamini_hochberg",
    "between",
    "binomial",
    "bootstrap",
    "calibrate_to",
    "case_mix",
    "category_quantile",
    "category_shares",
    "category_sums",
    "cell_ratios",
    "change",
    "collapse_cells",
    "collapse_strata",
    "composite",
    "covariance",
    "cumulative_sums",
    "cusum",
    "cusum_run_length",
    "deff",
    "detectable_difference",
    "difference",
    "distribution",
    "domain_totals",
    "driver_interval",
    "drivers",
    "ewma",
    "ewma_run_length",
    "expected_range",
    "factor_model",
    "fay_herriot",
    "groups_apart",
    "hidden",
    "hidden_scores",
    "independent",
    "jackknife",
    "join",
    "kish",
    "kitagawa",
    "margin",
    "mean",
    "means",
    "national",
    "outcome_rates",
    "overlap_difference",
    "part_rest",
    "part_whole",
    "part_whole_covariance",
    "parts",
    "polychoric",
    "poststratify",
    "power_to_see",
    "quantile",
    "rake",
    "randomised_difference",
    "rank_sets",
    "rao_scott",
    "ratio",
    "regress",
    "reliability",
    "replicate",
    "replicate_variance",
    "representativity",
    "share_interval",
    "shewhart_run_length",
    "small_share",
    "spread_counts",
    "theme_score",
    "top_box",
    "total",
    "union",
]

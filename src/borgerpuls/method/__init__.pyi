# The public names of ``borgerpuls.method`` for type checkers; ``__init__.py`` imports each when it is asked for.

from borgerpuls.method.analysis_of_means.anom import (
    Anom,
    anom,
    anom_by_variable,
    anom_of_estimates,
    part_whole_covariance,
)
from borgerpuls.method.analysis_of_means.skewed_t import critical_values, two_sided_p
from borgerpuls.method.analysis_of_means.unit_variances import UnitVariances, unit_variances
from borgerpuls.method.calibration.bounds import least_misses, sufficient_bounds
from borgerpuls.method.calibration.greg import calibrate_to
from borgerpuls.method.calibration.poststratification import (
    CalibratedDesign,
    CollapsedCells,
    collapse_cells,
    kish,
    poststratify,
)
from borgerpuls.method.calibration.raking import margin, rake
from borgerpuls.method.change.control_charts import (
    ControlChart,
    cusum,
    cusum_run_length,
    ewma,
    ewma_run_length,
    shewhart_run_length,
)
from borgerpuls.method.change.kitagawa import Decomposition, GroupedWave, decompose, kitagawa
from borgerpuls.method.change.panel_change import panel_change
from borgerpuls.method.comparison.case_mix import CaseMix, case_mix
from borgerpuls.method.comparison.difference_intervals import BoundedDifference, bounded_difference
from borgerpuls.method.comparison.differences import (
    Difference,
    difference,
    group_difference,
    independent_difference,
    part_rest_difference,
    part_whole_difference,
    units_mean_difference,
)
from borgerpuls.method.comparison.fay_herriot import FayHerriot, fay_herriot
from borgerpuls.method.comparison.multiple_testing import benjamini_hochberg, holm
from borgerpuls.method.comparison.power import detectable_difference, two_sample_power
from borgerpuls.method.comparison.random_effects import (
    FunnelLimits,
    RandomEffects,
    answers_needed,
    funnel_limits,
    random_effects,
)
from borgerpuls.method.comparison.rank_sets import RankSets, rank_sets
from borgerpuls.method.comparison.rao_scott import RaoScott, association, rao_scott
from borgerpuls.method.comparison.rule_sets import RULES, Rules
from borgerpuls.method.comparison.two_groups import AdjustedDifference, overlap_difference, randomised_difference
from borgerpuls.method.design.design import CollapsedDesign, Design, SecondStage, collapse_strata
from borgerpuls.method.design.expand_counts import ExpandedCounts, expand_counts
from borgerpuls.method.disclosure.primary import primary_suppression, primary_suppression_of_scores
from borgerpuls.method.errors import NegativeWeights, NotConverged, TooFew
from borgerpuls.method.estimation.category_shares import (
    CategoryShares,
    category_shares,
    category_sums,
    cumulative_sums,
)
from borgerpuls.method.estimation.estimates import BoundedEstimates, Estimates, Estimator
from borgerpuls.method.estimation.linearization import (
    LinearizedEstimates,
    concatenate_estimates,
    deff,
    distribution,
    mean,
    ratio,
    total,
)
from borgerpuls.method.estimation.means import means, national_mean, union_totals
from borgerpuls.method.estimation.proportion_intervals import share_interval
from borgerpuls.method.estimation.quantiles import Quantiles, category_quantile, quantile
from borgerpuls.method.estimation.rare_proportions import RareProportion, binomial_interval, rare_proportion
from borgerpuls.method.estimation.ratios import PairSums, cell_ratios
from borgerpuls.method.estimation.regression import Regression, regress
from borgerpuls.method.estimation.replicates import (
    ReplicateEstimates,
    ReplicateWeights,
    bootstrap,
    jackknife,
    replicate,
    replicate_variance,
)
from borgerpuls.method.estimation.totals import Sums, Totals, domain_totals
from borgerpuls.method.estimation.variance import covariance
from borgerpuls.method.intervals.answer_basis import AnswerBasis, answer_basis, mean_of_units_basis
from borgerpuls.method.intervals.scale_intervals import Scale, scale_interval
from borgerpuls.method.measurement.factor_analysis import INVARIANCE_LEVELS, FactorFit, Moments, factor_model
from borgerpuls.method.measurement.polychoric import PolychoricCorrelation, polychoric_correlation
from borgerpuls.method.measurement.relative_importance import (
    RelativeImportance,
    RelativeImportanceEstimates,
    relative_importance,
    relative_importance_interval,
)
from borgerpuls.method.measurement.reliability import Reliability, reliability
from borgerpuls.method.measurement.scores import composite, required_answers, theme_score, top_box
from borgerpuls.method.nonresponse.outcome_rates import OutcomeRates, Outcomes, group_response_p, outcome_rates
from borgerpuls.method.nonresponse.r_indicator import PartialIndicator, Representativity, representativity

__all__ = [
    "INVARIANCE_LEVELS",
    "RULES",
    "AdjustedDifference",
    "Anom",
    "AnswerBasis",
    "BoundedDifference",
    "BoundedEstimates",
    "CalibratedDesign",
    "CaseMix",
    "CategoryShares",
    "CollapsedCells",
    "CollapsedDesign",
    "ControlChart",
    "Decomposition",
    "Design",
    "Difference",
    "Estimates",
    "Estimator",
    "ExpandedCounts",
    "FactorFit",
    "FayHerriot",
    "FunnelLimits",
    "GroupedWave",
    "LinearizedEstimates",
    "Moments",
    "NegativeWeights",
    "NotConverged",
    "OutcomeRates",
    "Outcomes",
    "PairSums",
    "PartialIndicator",
    "PolychoricCorrelation",
    "Quantiles",
    "RandomEffects",
    "RankSets",
    "RaoScott",
    "RareProportion",
    "Regression",
    "RelativeImportance",
    "RelativeImportanceEstimates",
    "Reliability",
    "ReplicateEstimates",
    "ReplicateWeights",
    "Representativity",
    "Rules",
    "Scale",
    "SecondStage",
    "Sums",
    "TooFew",
    "Totals",
    "UnitVariances",
    "anom",
    "anom_by_variable",
    "anom_of_estimates",
    "answer_basis",
    "answers_needed",
    "association",
    "benjamini_hochberg",
    "binomial_interval",
    "bootstrap",
    "bounded_difference",
    "calibrate_to",
    "case_mix",
    "category_quantile",
    "category_shares",
    "category_sums",
    "cell_ratios",
    "collapse_cells",
    "collapse_strata",
    "composite",
    "concatenate_estimates",
    "covariance",
    "critical_values",
    "cumulative_sums",
    "cusum",
    "cusum_run_length",
    "decompose",
    "deff",
    "detectable_difference",
    "difference",
    "distribution",
    "domain_totals",
    "ewma",
    "ewma_run_length",
    "expand_counts",
    "factor_model",
    "fay_herriot",
    "funnel_limits",
    "group_difference",
    "group_response_p",
    "holm",
    "independent_difference",
    "jackknife",
    "kish",
    "kitagawa",
    "least_misses",
    "margin",
    "mean",
    "mean_of_units_basis",
    "means",
    "national_mean",
    "outcome_rates",
    "overlap_difference",
    "panel_change",
    "part_rest_difference",
    "part_whole_covariance",
    "part_whole_difference",
    "polychoric_correlation",
    "poststratify",
    "primary_suppression",
    "primary_suppression_of_scores",
    "quantile",
    "rake",
    "random_effects",
    "randomised_difference",
    "rank_sets",
    "rao_scott",
    "rare_proportion",
    "ratio",
    "regress",
    "relative_importance",
    "relative_importance_interval",
    "reliability",
    "replicate",
    "replicate_variance",
    "representativity",
    "required_answers",
    "scale_interval",
    "share_interval",
    "shewhart_run_length",
    "sufficient_bounds",
    "theme_score",
    "top_box",
    "total",
    "two_sample_power",
    "two_sided_p",
    "union_totals",
    "unit_variances",
    "units_mean_difference",
]

"""Survey statistics on arrays: NumPy arrays in, small frozen dataclasses out. NumPy and SciPy, nothing else.

A row is one answering person, or a cell of persons alike in the design. Cells are given as n, Σy and Σy², and give the
same numbers as their persons. Every estimator returns an ``Estimator``: ``value``, ``se``, ``df``, ``n`` and
``interval()``; most return ``Estimates``. Too little data raises ``TooFew``, an iteration without an end
``NotConverged``.

==================  ==================================================================================================
design              ``Design`` (``Design.from_columns``), ``SecondStage``, ``collapse_strata``;
                    ``expand_counts``: cells × answers as rows of persons alike, for every function for persons
calibration         ``poststratify``, ``collapse_cells``, ``kish``; ``rake`` to several margins, ``margin`` from labels;
                    ``calibrate_to`` totals of any variables (linear or GREG, raking, logit), g-weights in bounds;
                    ``sufficient_bounds`` that can be kept, ``least_misses`` of totals that cannot be met
estimation          ``Sums``, ``Totals``, ``domain_totals``: every domain in every unit at once, from cells or persons;
                    ``means``, ``national_mean``, ``union_totals`` of these; ``cell_ratios`` of ``PairSums``
                    ``mean``, ``total``, ``ratio``, ``distribution``, ``deff``, ``concatenate_estimates`` of persons, in
                    clusters too: ``LinearizedEstimates`` with covariance and contrast; ``covariance`` of influences
                    ``share_interval``: Korn-Graubard and other intervals of shares; ``category_shares``,
                    ``category_sums``, ``cumulative_sums`` of counts; ``rare_proportion``, ``binomial_interval``
                    ``quantile`` of persons, ``category_quantile`` of cumulative shares; ``regress``: linear, logistic
                    ``jackknife``, ``bootstrap``, ``replicate``, ``replicate_variance``: replicate weights
intervals           ``answer_basis``, ``mean_of_units_basis``: the answers behind a number (``AnswerBasis``), and
                    ``scale_interval``: intervals that know the ``Scale``, as ``BoundedEstimates``
comparison          ``Difference``: ``part_whole_difference``, ``part_rest_difference``, ``units_mean_difference`` of
                    totals, ``group_difference`` inside units, ``difference`` of persons' estimates,
                    ``independent_difference`` of samples; ``bounded_difference``: a ``BoundedDifference`` whose
                    interval is recovered from those of its two parts
                    ``benjamini_hochberg``, ``holm``; ``RULES``: named ``Rules`` of least differences
                    ``random_effects``: variance between units, reliability, shrunken estimates; ``funnel_limits``,
                    ``answers_needed``; ``fay_herriot``; ``rank_sets``; ``case_mix``
                    ``association``, ``rao_scott``: the chi-square test of a two-way table, corrected for the design
                    ``detectable_difference``, ``two_sample_power``; ``randomised_difference`` (Lin, HC2) and
                    ``overlap_difference`` (overlap weights) of two groups in one unit
analysis_of_means   ``anom`` (analysis of means) of totals, ``anom_by_variable``, ``anom_of_estimates``;
                    ``part_whole_covariance``; ``unit_variances``: moderated variances of units; ``two_sided_p`` and
                    ``critical_values`` of a t with skewness
change              ``panel_change`` between two waves that share persons; ``decompose`` (Kitagawa) in every unit,
                    ``kitagawa`` of given shares and means; ``ewma``, ``cusum`` and their average run lengths
                    ``ewma_run_length``, ``cusum_run_length``, ``shewhart_run_length``
nonresponse         ``Outcomes``, ``outcome_rates`` (AAPOR), ``group_response_p`` of a group beside everybody;
                    ``representativity``: R-indicator and its partials
measurement         ``required_answers``, ``theme_score``, ``top_box``, ``composite``;
                    ``reliability``: alpha, omega, item-rest correlations
                    ``relative_importance``, ``relative_importance_interval``: LMG and Johnson's relative weights
                    ``factor_model`` of ``Moments``: confirmatory factor model, ``INVARIANCE_LEVELS``;
                    ``polychoric_correlation``
disclosure          ``primary_suppression``, ``primary_suppression_of_scores``
==================  ==================================================================================================
"""

from importlib import import_module
from typing import Any

_MODULES = {
    "calibration.bounds": (
        "least_misses",
        "sufficient_bounds",
    ),
    "calibration.greg": ("calibrate_to",),
    "calibration.poststratification": (
        "CalibratedDesign",
        "CollapsedCells",
        "collapse_cells",
        "kish",
        "poststratify",
    ),
    "calibration.raking": (
        "margin",
        "rake",
    ),
    "analysis_of_means.anom": (
        "Anom",
        "anom",
        "anom_by_variable",
        "anom_of_estimates",
        "part_whole_covariance",
    ),
    "analysis_of_means.skewed_t": (
        "critical_values",
        "two_sided_p",
    ),
    "analysis_of_means.unit_variances": (
        "UnitVariances",
        "unit_variances",
    ),
    "change.control_charts": (
        "ControlChart",
        "cusum",
        "cusum_run_length",
        "ewma",
        "ewma_run_length",
        "shewhart_run_length",
    ),
    "change.kitagawa": (
        "Decomposition",
        "GroupedWave",
        "decompose",
        "kitagawa",
    ),
    "change.panel_change": ("panel_change",),
    "comparison.case_mix": (
        "CaseMix",
        "case_mix",
    ),
    "comparison.differences": (
        "Difference",
        "difference",
        "group_difference",
        "independent_difference",
        "part_rest_difference",
        "part_whole_difference",
        "units_mean_difference",
    ),
    "comparison.difference_intervals": (
        "BoundedDifference",
        "bounded_difference",
    ),
    "comparison.fay_herriot": (
        "FayHerriot",
        "fay_herriot",
    ),
    "comparison.multiple_testing": (
        "benjamini_hochberg",
        "holm",
    ),
    "comparison.power": (
        "detectable_difference",
        "two_sample_power",
    ),
    "comparison.random_effects": (
        "FunnelLimits",
        "RandomEffects",
        "answers_needed",
        "funnel_limits",
        "random_effects",
    ),
    "comparison.rank_sets": (
        "RankSets",
        "rank_sets",
    ),
    "comparison.rao_scott": (
        "RaoScott",
        "association",
        "rao_scott",
    ),
    "comparison.rule_sets": (
        "RULES",
        "Rules",
    ),
    "comparison.two_groups": (
        "AdjustedDifference",
        "overlap_difference",
        "randomised_difference",
    ),
    "design.design": (
        "CollapsedDesign",
        "Design",
        "SecondStage",
        "collapse_strata",
    ),
    "design.expand_counts": (
        "ExpandedCounts",
        "expand_counts",
    ),
    "disclosure.primary": (
        "primary_suppression",
        "primary_suppression_of_scores",
    ),
    "errors": (
        "NegativeWeights",
        "NotConverged",
        "TooFew",
    ),
    "estimation.category_shares": (
        "CategoryShares",
        "category_shares",
        "category_sums",
        "cumulative_sums",
    ),
    "estimation.estimates": (
        "BoundedEstimates",
        "Estimates",
        "Estimator",
    ),
    "estimation.linearization": (
        "LinearizedEstimates",
        "concatenate_estimates",
        "deff",
        "distribution",
        "mean",
        "ratio",
        "total",
    ),
    "estimation.means": (
        "means",
        "national_mean",
        "union_totals",
    ),
    "estimation.proportion_intervals": ("share_interval",),
    "estimation.quantiles": (
        "Quantiles",
        "category_quantile",
        "quantile",
    ),
    "estimation.rare_proportions": (
        "RareProportion",
        "binomial_interval",
        "rare_proportion",
    ),
    "estimation.ratios": (
        "PairSums",
        "cell_ratios",
    ),
    "estimation.regression": (
        "Regression",
        "regress",
    ),
    "estimation.replicates": (
        "ReplicateEstimates",
        "ReplicateWeights",
        "bootstrap",
        "jackknife",
        "replicate",
        "replicate_variance",
    ),
    "estimation.totals": (
        "Sums",
        "Totals",
        "domain_totals",
    ),
    "estimation.variance": ("covariance",),
    "intervals.answer_basis": (
        "AnswerBasis",
        "answer_basis",
        "mean_of_units_basis",
    ),
    "intervals.scale_intervals": (
        "Scale",
        "scale_interval",
    ),
    "measurement.factor_analysis": (
        "INVARIANCE_LEVELS",
        "FactorFit",
        "Moments",
        "factor_model",
    ),
    "measurement.polychoric": (
        "PolychoricCorrelation",
        "polychoric_correlation",
    ),
    "measurement.relative_importance": (
        "RelativeImportance",
        "RelativeImportanceEstimates",
        "relative_importance",
        "relative_importance_interval",
    ),
    "measurement.reliability": (
        "Reliability",
        "reliability",
    ),
    "measurement.scores": (
        "composite",
        "required_answers",
        "theme_score",
        "top_box",
    ),
    "nonresponse.outcome_rates": (
        "OutcomeRates",
        "Outcomes",
        "group_response_p",
        "outcome_rates",
    ),
    "nonresponse.r_indicator": (
        "PartialIndicator",
        "Representativity",
        "representativity",
    ),
}
"""Module -> the public names that it holds. A name is imported when it is asked for, so that whoever wants one module
waits for no other; ``__init__.pyi`` names the same for type checkers."""

_HOME = {name: module for module, names in _MODULES.items() for name in names}
__all__ = sorted(_HOME)  # noqa: PLE0605  the names are those of the table


def __getattr__(name: str) -> Any:
    """A public name, imported from its module the first time somebody asks for it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

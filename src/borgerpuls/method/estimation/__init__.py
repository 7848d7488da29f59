"""Estimators of totals, means, proportions, quantiles, ratios and regressions, with variance and intervals."""

"""Measurement: scores of themes, reliability, factor analysis and relative importance."""

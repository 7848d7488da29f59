"""Comparisons of units and groups: differences, multiple testing, ranking, case mix and power."""

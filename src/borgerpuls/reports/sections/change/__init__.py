"""Sections on change over time."""

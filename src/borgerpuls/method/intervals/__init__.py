"""Intervals of means and shares, and what they rest on: the answers behind a number."""

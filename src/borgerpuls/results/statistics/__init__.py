"""The published statistics of one wave."""

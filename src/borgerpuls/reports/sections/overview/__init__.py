"""Sections on the place itself: first page, findings, themes, items and groups."""

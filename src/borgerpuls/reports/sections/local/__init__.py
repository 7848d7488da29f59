"""Sections on what one unit alone asked: its own items, and two groups of its citizens."""

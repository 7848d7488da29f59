"""Sections that set units beside each other and beside the whole."""

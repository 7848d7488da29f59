"""Blocks and sentences that several sections of a report share; sections do not import each other."""

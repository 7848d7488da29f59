"""Borgerpuls: one citizen survey across many municipalities."""

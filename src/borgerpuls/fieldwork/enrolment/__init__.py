"""Municipalities and their enrolment in a wave: register, enrolment, local items and own wording."""

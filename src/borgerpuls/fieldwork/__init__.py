"""Whom we ask: enrolment, population, invitations, channels, responses, and the freezing of a wave."""

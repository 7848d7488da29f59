"""Invitations and reminders: the outbox, dispatch, and batches that people send themselves."""

"""Invitations and reminders: letters, the outbox, dispatch and batches that people send themselves."""

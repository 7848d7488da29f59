"""The pages a citizen can open: the way in and out, the questionnaire, opting out, and how things stand."""

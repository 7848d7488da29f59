"""Invented waves and questionnaires that the tests of all rooms share. Nothing here knows Django."""

"""The questionnaires of the made waves, as text: each as small as what is tested with it allows."""

from pathlib import Path

HERE = Path(__file__).parent

SURVEY = (HERE / "survey.toml").read_text("utf-8")
"""Five questions in two themes and none, a local question in 0101, age and sex: what figures are made of."""

SMALL = (HERE / "small.toml").read_text("utf-8")
"""Two questions, one of them better low, and local questions in two units: for persons written by hand."""

TINY = (HERE / "tiny.toml").read_text("utf-8")
"""Whole and sound, with a route, a code list that changes and two kinds of no answer: each test breaks one place."""

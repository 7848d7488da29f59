"""What each column of the figures holds, in words."""

from borgerpuls.reports.formats.fields import FIELDS
from borgerpuls.results.figures.figure import COLUMNS


def test_every_column_of_a_figure_is_described_in_its_order() -> None:
    assert tuple(field.name for field in FIELDS) == COLUMNS


def test_every_description_is_a_sentence_in_every_language() -> None:
    for field in FIELDS:
        assert all(field.description[language].endswith(".") for language in ("da", "en")), field.name

"""What a change is made of: two parts that add up to it."""

from collections.abc import Callable
from typing import Any

import pytest

from borgerpuls.reports.document import Document


def test_a_change_is_taken_apart_into_two_that_add_up(demo: Any, tables: Callable[[Document], dict[str, Any]]) -> None:
    for row in tables(demo.document("0101"))["change-parts"].rows:
        change, mix, performance = (cell.number for cell in row[1:])
        if change is None:
            assert row[0].text == "Samtalen"
            continue
        assert (mix or 0.0) + (performance or 0.0) == pytest.approx(change)

"""The small programme in the field, for every test of fieldwork."""

import site_ready  # noqa: F401, I001  Django first: what follows imports tables

from datetime import UTC, date, datetime

import pytest
from office import office

__all__ = ["office"]


@pytest.fixture
def now() -> datetime:
    """An hour of the field period."""
    return datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()

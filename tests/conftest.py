"""What every room's tests share."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference numbers and real survey answers beside the checkout; CI has it."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: {folder} is missing; reference numbers and real data were NOT tested")
    return folder

"""What every room's tests share."""

import subprocess
import sys
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


@pytest.fixture(scope="session")
def demo_waves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two invented waves of ``make demo``, in a folder of their own; read them, never write there."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, REPOSITORY / "examples" / "demo" / "make.py", folder], check=True)
    return folder

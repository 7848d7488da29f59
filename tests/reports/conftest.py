"""What the tests of the reports share: a report made by hand, its PDF."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from borgerpuls.reports.document import Document
from borgerpuls.reports.formats.pdf import pdf

DATED = date(2024, 4, 12)


@pytest.fixture(scope="session")
def document() -> Document:
    """A report of about eight pages with everything that a report can hold."""
    spec = importlib.util.spec_from_file_location("sample", Path(__file__).parent / "sample.py")
    assert spec is not None
    assert spec.loader is not None
    sample = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sample)
    made: Document = sample.document()
    return made


@pytest.fixture(scope="session")
def dated() -> date:
    return DATED


@pytest.fixture(scope="session")
def pdf_file(document: Document, dated: date, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "sample.pdf"
    path.write_bytes(pdf(document, dated))
    return path

"""What the tests of the reports share: a report made by hand, its PDF, a browser."""

import importlib.util
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from borgerpuls.reports.document import Document
from borgerpuls.reports.pdf import pdf

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
DATED = date(2024, 4, 12)


def skip_or_fail(missing: str) -> None:
    """On a laptop a missing tool skips its tests, loudly; in CI it fails them."""
    if os.environ.get("CI"):
        pytest.fail(f"{missing} is missing; CI must have it")
    pytest.skip(f"SKIPPED LOUDLY: {missing} is missing")


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        skip_or_fail(CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()

"""The files of reports, served from their folder alone."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from borgerpuls.fieldwork.models import Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])


@pytest.fixture
def reports(office: Any, settings: Settings) -> Path:
    """The wave's reports, published."""
    folder = Path(settings.REPORTS) / office.wave
    (folder / "reports").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Rapporter</h1>", "utf-8")
    (folder / "reports" / "0707.da.pdf").write_bytes(b"%PDF-1.7")
    (folder / "reports" / "0707.sh").write_text("echo", "utf-8")
    Wave.objects.update(state="published")
    return folder


def test_a_report_keeps_the_policy_of_every_page(reports: Path, client: Client) -> None:
    response = client.get("/rapporter/trial-2026/")
    response.close()
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["reports/0707.sh", "reports", "reports/", "nothing.pdf", "index.html/x", "%00.html"])
def test_what_is_no_report_is_not_there(reports: Path, client: Client, name: str) -> None:
    assert client.get(f"/rapporter/trial-2026/{name}").status_code == 404

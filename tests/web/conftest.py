"""The programme in the field at the clock's own time, and browsers that are signed in.

``office`` and its makers are those of ``tests/office.py``.
"""

import site_ready  # noqa: F401, I001  Django first: what follows imports tables

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from office import office
from pytest_django import Settings

from borgerpuls.fieldwork.models import Membership

__all__ = ["office"]

StaffClient = Callable[..., Client]


@pytest.fixture
def now() -> datetime:
    """The clock: views read it, so the wave's field period lies around it."""
    return timezone.now()


@pytest.fixture
def staff_client(db: None) -> StaffClient:
    """``staff_client("programme")``, ``staff_client("coordinator", "0707")``: a browser where such a person is in."""

    def signed_in(role: str, code: str | None = None) -> Client:
        email = f"{role}-{code or 'all'}@example.org"
        user, _ = get_user_model().objects.get_or_create(username=email, defaults={"email": email})
        Membership.objects.get_or_create(user=user, municipality_id=code, defaults={"role": role})
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def static_root(settings: Settings, tmp_path: Path) -> None:
    """WhiteNoise wants the folder of collected files to be there."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()

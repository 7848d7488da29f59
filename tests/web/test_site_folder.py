"""A site's keys: made once for its owner alone, and taken from the environment where they are given."""

import json
from pathlib import Path

import pytest

from borgerpuls.web.site_folder import KEYS, keys


@pytest.fixture(autouse=True)
def no_keys_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(f"BORGERPULS_KEY_{name.upper()}", raising=False)


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    made = keys(tmp_path / "site")
    assert set(made) == set(KEYS)
    assert len(set(made.values())) == len(KEYS)
    assert keys(tmp_path / "site") == made
    assert (tmp_path / "site" / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_given_key_counts_before_the_one_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = keys(tmp_path)
    monkeypatch.setenv("BORGERPULS_KEY_CODES", "given")
    assert keys(tmp_path) == {**made, "codes": "given"}
    assert json.loads((tmp_path / "keys.json").read_text("utf-8")) == made


def test_nothing_is_written_where_all_keys_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.setenv(f"BORGERPULS_KEY_{name.upper()}", name)
    assert keys(tmp_path) == {name: name for name in KEYS}
    assert not (tmp_path / "keys.json").exists()

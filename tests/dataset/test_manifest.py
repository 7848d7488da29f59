"""The manifest knows every file, and itself."""

import hashlib
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from borgerpuls.dataset.manifest import digest, seal

PACKAGE = {"name": "w", "resources": [{"path": "a", "hash": "sha256:0"}], "borgerpuls": {"version": "1"}}


def test_a_digest_is_the_sha256_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc" * 1000)
    assert digest(tmp_path / "a") == hashlib.sha256(b"abc" * 1000).hexdigest()


def test_the_seal_does_not_depend_on_itself_or_on_layout() -> None:
    sealed = {**PACKAGE, "borgerpuls": {"version": "1", "manifest": seal(PACKAGE)}}
    assert seal(json.loads(json.dumps(sealed, indent=7))) == seal(PACKAGE)


@given(st.sampled_from(["name", "resources", "borgerpuls"]), st.text())
def test_any_other_content_breaks_the_seal(key: str, value: str) -> None:
    changed = {**PACKAGE, key: {"version": value + "x"} if key == "borgerpuls" else value + "x"}
    assert seal(changed) != seal(PACKAGE) or changed == PACKAGE

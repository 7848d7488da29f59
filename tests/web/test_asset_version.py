"""The edition of the files that browsers keep."""

from pathlib import Path

from django.conf import settings

from borgerpuls.web.asset_version import edition


def test_the_edition_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a", "utf-8")
    first = edition([tmp_path])
    assert edition([tmp_path]) == first
    (tmp_path / "a.css").write_text("b", "utf-8")
    second = edition([tmp_path])
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({first, second, edition([tmp_path])}) == 3
    assert settings.STATIC_URL.startswith("/static/")

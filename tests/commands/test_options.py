"""The options that commands share."""

import pytest

from borgerpuls.commands.options import chosen_language


@pytest.mark.parametrize(
    ("wish", "own", "system", "language"),
    [
        ("en", "da", "da_DK.UTF-8", "en"),
        (None, "da", "en_GB.UTF-8", "da"),
        (None, None, "da_DK.UTF-8", "da"),
        (None, None, "de_DE.UTF-8", "en"),
        (None, None, None, "en"),
    ],
)
def test_the_language_is_the_wish_then_our_own_setting_then_the_systems(
    wish: str | None, own: str | None, system: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("BORGERPULS_LANG", own), ("LANG", system)):
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    assert chosen_language(wish) == language

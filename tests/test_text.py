"""Words in several languages, and what happens where one of them is not written."""

import pytest

from borgerpuls.text import Text


def test_a_language_that_is_not_written_is_missing() -> None:
    with pytest.raises(KeyError):
        Text(en="Gate")["da"]


def test_texts_are_equal_by_their_words() -> None:
    assert Text(da="Port", en="Gate") == Text({"en": "Gate"}, da="Port")
    assert len({Text(en="Gate"), Text(en="Gate")}) == 1


def test_a_text_within_a_text_gives_its_own_words_in_each_language() -> None:
    said = Text(da="Hver {unit} ({n})", en="Each {unit} ({n})").format(unit=Text(da="kommune", en="municipality"), n=3)
    assert dict(said) == {"da": "Hver kommune (3)", "en": "Each municipality (3)"}


def test_a_survey_in_english_only_fills_a_sentence_in_english_only() -> None:
    said = Text(da="Hver {unit}", en="Each {unit}").format(unit=Text(en="boarding area"))
    assert dict(said) == {"en": "Each boarding area"}


def test_only_some_languages_are_kept_when_asked() -> None:
    assert Text(da="ja", en="yes", ar="نعم").only(("da", "ar", "so")) == Text(da="ja", ar="نعم")

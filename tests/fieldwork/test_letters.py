"""One person's letter: in the own language and in Danish, with nothing missing."""

from datetime import date

import pytest
from pytest_django import Settings

from borgerpuls.fieldwork.letters import Letter, Sender, letter
from borgerpuls.text import Text

ALL = ("da", "en", "ar")


def sender(languages: tuple[str, ...] = ALL, **changes: object) -> Sender:
    plan: dict[str, object] = {
        "name": "Norddjurs Kommune",
        "reply_to": "svar@example.org",
        "paragraph": Text(da="Ny indgang.", en="New entrance.", ar="مدخل جديد."),
        "closes_on": date(2026, 12, 8),
        "languages": languages,
        **changes,
    }
    return Sender(**plan)  # type: ignore[arg-type]


def written(language: str = "da", occasion: int = 0, name: str = "Åse Prøve", **changes: object) -> Letter:
    return letter(sender(**changes), occasion, "somebody", language, name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "day"), [("da", "8. december 2026"), ("en", "8 December 2026"), ("ar", "8 ديسمبر 2026")]
)
def test_the_last_day_is_written_as_the_language_writes_it(language: str, day: str) -> None:
    assert day in written(language).parts[0].answer


def test_a_letter_offers_the_languages_that_it_is_not_in() -> None:
    assert [offer.language for offer in written("da").offers] == ["en", "ar"]
    assert [offer.language for offer in written("ar").offers] == ["en"]
    assert written("da", languages=("da",)).offers == ()


@pytest.mark.parametrize("language", ["pl", "", "ar"])
def test_a_language_that_cannot_be_answered_in_gives_a_danish_letter(language: str) -> None:
    assert [part.language for part in written(language, languages=("da", "en")).parts] == ["da"]


def test_the_municipality_s_paragraph_stands_in_each_language_and_only_there() -> None:
    own, danish = written("ar").parts
    assert "مدخل جديد." in own.before
    assert "Ny indgang." in danish.before
    assert "Ny indgang." not in own.before
    assert len(written(paragraph=Text()).parts[0].before) == 2


def test_a_name_or_an_address_that_is_missing_leaves_no_hole() -> None:
    part = written(name="", reply_to="").parts[0]
    assert part.greeting == "Kære borger"
    assert len(part.after) == 1


def test_a_reminder_says_so_and_keeps_link_and_code() -> None:
    first, second = written(occasion=0), written(occasion=1)
    assert first.subject != second.subject
    assert first.parts[0].before[0] != second.parts[0].before[0]
    assert (first.link, first.code) == (second.link, second.code)


@pytest.mark.parametrize("language", ALL)
def test_a_trial_says_that_its_data_are_invented(language: str) -> None:
    assert "opdigtede" in written(language, invented=True).parts[-1].before[0]
    assert "opdigtede" not in written(language).parts[-1].before[0]


def test_a_code_is_spelled_for_typing_and_the_site_as_people_type_it(settings: Settings) -> None:
    settings.SITE_URL = "https://svar.example.org"
    one = written()
    assert one.site == "svar.example.org/k"
    assert one.link == f"https://svar.example.org/k/{one.code.replace('-', '')}"
    assert one.site in one.parts[0].code


def test_an_sms_names_the_sender_the_day_and_the_link_in_both_languages() -> None:
    own, danish, link = written("ar").sms.splitlines()
    assert "ديسمبر" in own
    assert danish.startswith("Norddjurs Kommune: ")
    assert danish.endswith("8. december.")
    assert link == written("ar").link

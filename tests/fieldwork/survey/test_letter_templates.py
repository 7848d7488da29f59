"""The wording of letters: complete in every language, easy to read, and refused where it is not."""

from datetime import date
from pathlib import Path

import pytest

from borgerpuls.fieldwork.letters import Letter, Sender, letter
from borgerpuls.fieldwork.survey.letter_templates import read_words
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.readability import lix
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


@pytest.mark.parametrize("occasion", [0, 1, 2])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_letter_is_easy_to_read(language: str, occasion: int) -> None:
    part = written(language, occasion).parts[0]
    assert lix(" ".join((*part.before, part.answer, part.code, *part.after))) < 35


@pytest.fixture
def file(repository: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "letters.toml"
    copy.write_text((repository / "survey" / "letters.toml").read_text("utf-8"), "utf-8")
    return copy


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (', en = "Kind regards"', "", 'missing in the language "en"'),
        ('"Kind regards"', '""', "is empty"),
        ("Dear {name}", "Dear you", "fills in something else"),
        ("Dear {name}", "Dear {name} {cpr}", "fills in something else"),
        ("Dear {name}", "Dear {name", "fills in something else"),
        ("[reminder]", "[reminders]", '"reminder" is missing'),
        ('languages = ["da", "en", "ar"]', 'languages = ["en", "ar"]', "Danish is missing"),
    ],
)
def test_words_that_are_not_complete_are_refused_with_line_and_remedy(
    file: Path, before: str, after: str, said: str
) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(Refused) as refused:
        read_words(file)
    found = [problem for problem in refused.value.problems if said in problem.what["en"]]
    assert found
    assert "letters.toml" in found[0].where["da"]
    assert found[0].remedy["da"]

"""Every word in every language: checked when the program starts, and all of them are used."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read
from borgerpuls.web.citizen import words
from borgerpuls.web.citizen.words import FORMS, PLAIN, read_words


@pytest.fixture
def file(repository: Path) -> Path:
    return repository / "survey" / "citizen.toml"


@pytest.fixture
def broken(file: Path, tmp_path: Path) -> Callable[..., list[str]]:
    def tell(old: str, new: str) -> list[str]:
        text = file.read_text("utf-8")
        assert old in text
        (tmp_path / "citizen.toml").write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(Refused) as refused:
            read_words(tmp_path / "citizen.toml")
        return [problem.say("en") for problem in refused.value.problems]

    return tell


def test_the_pages_are_written_in_every_language_that_the_newest_questionnaire_is_asked_in(
    file: Path, repository: Path
) -> None:
    found = read_words(file)
    assert tuple(found) == read(repository / "survey" / "2026.toml").languages
    assert {code: w.language.direction for code, w in found.items()} == {"da": "ltr", "en": "ltr", "ar": "rtl"}
    assert all(all(w.values()) for w in found.values())


def test_every_word_is_used_and_every_word_that_is_used_is_there() -> None:
    folder = Path(words.__file__).parent
    templates = "".join(path.read_text("utf-8") for path in (folder / "templates").rglob("*.html"))
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "words.py")
    quoted = set(re.findall(r'"(\w+)"', code + Path(words.__file__).read_text("utf-8").split("class Spoken")[1]))
    in_templates = set(re.findall(r"\bw\.(\w+)", templates))
    built = {f"{kind}_title" for kind in ("review", "receipt")}
    known = {*FORMS, *PLAIN}
    assert in_templates <= known
    assert known - in_templates - quoted - built == set()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (', ar = "متابعة"', "", '"code_go" is missing in the language "ar"'),
        ('en = "Continue"', 'en = " "', '"code_go" is empty'),
        ("{n} af {of}", "{n} af", '"progress" in the language "da" must be filled in with: {n}, {of}'),
        ("Page {n} of", "Page {m} of", "must be filled in"),
        ("skip = {", "skipp = {", '"skip" is missing'),
        ("skip = {", 'odd = { da = "x", en = "x", ar = "x" }\nskip = {', '"odd" is not known here'),
        ('"januar februar ', '"januar ', "twelve months"),
        ('direction = "rtl"', 'direction = "up"', '"direction" cannot be "up"'),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, told: str, broken: Callable[..., list[str]]) -> None:
    problems = broken(old, new)
    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith("citizen.toml, line ") for problem in problems)


def test_days_and_hours_are_written_as_each_language_writes_them(file: Path) -> None:
    found = read_words(file)
    at = datetime(2026, 3, 9, 23, 5, tzinfo=UTC)  # five past midnight in Denmark
    assert found["da"].moment(at) == "10. marts 2026 kl. 0.05"
    assert found["en"].moment(at) == "10 March 2026 at 0:05"
    assert found["ar"].day(date(2026, 3, 10)) == "10 مارس 2026"


def test_a_word_that_nobody_wrote_raises(file: Path) -> None:
    with pytest.raises(KeyError):
        read_words(file)["da"]["unwritten"]

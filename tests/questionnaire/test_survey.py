"""The survey that is shipped: complete, readable, and comparable where it says so."""

from datetime import date
from pathlib import Path

import pytest

from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.read import check, read
from borgerpuls.questionnaire.readability import lix
from borgerpuls.questionnaire.units import read_units

NAMES = ("2023-pilot", "2024-spring", "2026")
THEMES = ("overall", "meeting", "goals", "collaboration", "conversation", "progression")


@pytest.fixture(scope="module")
def survey(repository: Path) -> dict[str, Questionnaire]:
    return {name: read(repository / "survey" / f"{name}.toml") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_questionnaire_has_no_error_and_no_warning(name: str, repository: Path) -> None:
    units = [unit.code for unit in read_units(repository / "survey" / "municipalities.toml").units]
    assert check(repository / "survey" / f"{name}.toml", units=units) == ()


def test_every_questionnaire_in_the_folder_is_tested(repository: Path) -> None:
    assert {path.stem for path in (repository / "survey").glob("2*.toml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_questionnaire_has_the_six_themes_of_three_to_five_items(
    name: str, survey: dict[str, Questionnaire]
) -> None:
    found = survey[name]
    assert found.id == name
    assert tuple(theme.id for theme in found.themes) == THEMES
    assert all(3 <= len(theme.items) <= 5 for theme in found.themes)
    assert found.overall == "overall"
    assert found.concept is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_questionnaire_is_easy_to_read_in_every_language(name: str, survey: dict[str, Questionnaire]) -> None:
    found = survey[name]
    for item in (*found.items, *found.local_items):
        assert set(item.wording) == set(item.short) == set(found.languages)
        assert all(lix(words) < 35 for words in item.wording.values()), item.id


@pytest.mark.parametrize("name", NAMES)
def test_the_scales_share_their_order_and_their_good_end(name: str, survey: dict[str, Questionnaire]) -> None:
    for scale in survey[name].scales:
        assert [(c.code, c.value, c.favourable) for c in scale.categories] == [
            (1, 1, False), (2, 2, False), (3, 3, False), (4, 4, True), (5, 5, True), (8, None, False), (9, None, False),
        ]  # fmt: skip


def test_one_theme_was_reworded_after_the_pilot_and_five_were_not(survey: dict[str, Questionnaire]) -> None:
    pilot, spring = survey["2023-pilot"], survey["2024-spring"]
    same = {t: pilot.theme_fingerprint(t) == spring.theme_fingerprint(t) for t in THEMES}
    assert same == {t: t != "conversation" for t in THEMES}
    reworded = [i.id for i in spring.items if i.fingerprint != pilot.item(i.id).fingerprint]
    assert reworded == ["conversation_time"]


def test_after_the_reform_no_question_says_job_centre(survey: dict[str, Questionnaire]) -> None:
    found = survey["2026"]
    said = [*(i.wording for i in found.items), *(t.name for t in found.themes), found.title]
    assert not [w for text in said for w in text.values() if "jobcent" in w.lower() or "job centre" in w.lower()]
    before, both = survey["2024-spring"], ("da", "en")
    reworded = [t for t in THEMES if found.theme_fingerprint(t, both) != before.theme_fingerprint(t, both)]
    assert reworded == ["overall", "meeting"]


def test_the_newest_questionnaire_is_asked_in_a_language_written_from_the_right(
    survey: dict[str, Questionnaire],
) -> None:
    assert survey["2026"].languages == ("da", "en", "ar")


def test_thirteen_target_groups_become_five(survey: dict[str, Questionnaire]) -> None:
    groups = survey["2026"].background("target_group")
    before, after = groups.at(date(2026, 12, 31)), groups.at(date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (len(before.codes), len(after.codes)) == (13, 5)
    then = survey["2024-spring"].background("target_group").lists[0].codes
    assert [(c.id, c.label.only(("da", "en"))) for c in before.codes] == [(c.id, c.label) for c in then]
    assert before.to_next is not None
    assert set(before.to_next.values()) == {c.id for c in after.codes}
    assert {c.id for c in before.codes} - set(before.to_next) == {"ressourceforloeb", "revalidering"}


def test_units_ask_up_to_three_local_items(survey: dict[str, Questionnaire]) -> None:
    spring = survey["2024-spring"]
    asked = {unit: len(spring.local_of(unit)) for unit in ("0101", "0707", "0851", "0147")}
    assert asked == {"0101": 1, "0707": 2, "0851": 3, "0147": 0}
    assert spring.local_of("0101")[0].scale.id == "agreement"


def test_the_worked_example_in_the_guide_can_be_read_and_raises_no_doubt(repository: Path, tmp_path: Path) -> None:
    guide = (repository / "docs" / "questionnaire.md").read_text(encoding="utf-8")
    (tmp_path / "example.toml").write_text(guide.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert check(tmp_path / "example.toml") == ()

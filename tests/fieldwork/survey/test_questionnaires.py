"""Versions of questionnaires: checked, kept byte for byte, joined with local questions."""

from typing import Any

import pytest

from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


@pytest.fixture
def shared(office: Any) -> str:
    """The shared questionnaire's source."""
    return questionnaires.read(waves.wave(office.wave).plan.questionnaire).source


def test_a_good_file_is_looked_at_and_not_kept(shared: str) -> None:
    many = len(questionnaires.versions())
    checked = questionnaires.check_upload("2027.toml", shared.replace('id = "2026"', 'id = "2027"').encode())
    assert checked.source
    assert checked.errors == ()
    assert len(questionnaires.versions()) == many


def test_every_problem_of_a_file_is_told_with_its_line(shared: str) -> None:
    broken = shared.replace('theme = "meeting"', 'theme = "meting"').replace(', en = "Mean"', "")
    checked = questionnaires.check_upload("2027.toml", broken.encode())
    assert checked.source == ""
    assert len(checked.errors) >= 4
    assert all("2027.toml, line " in problem.where["en"] for problem in checked.errors)


def test_doubts_are_told_of_a_file_that_can_be_kept(shared: str) -> None:
    answers = (f'{{ code = {code}, label = {{ da = "{code}", en = "{code}", ar = "{code}" }} }}' for code in (1, 2))
    doubtful = f'{shared}\n[[scales]]\nid = "spare"\ncategories = [{", ".join(answers)}]\n'
    checked = questionnaires.check_upload("2027.toml", doubtful.encode())
    assert checked.source
    assert any("never used" in problem.what["en"] for problem in checked.warnings)


def test_a_local_question_of_no_municipality_is_told(shared: str) -> None:
    local = '[[local]]\nunit = "0999"\nscale = "degree"\nwording = { da = "a?", en = "a?", ar = "a?" }\n'
    local += 'short = { da = "a", en = "a", ar = "a" }\n'
    checked = questionnaires.check_upload("x.toml", (shared + local).encode())
    assert any('no unit "0999"' in problem.what["en"] for problem in checked.errors)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('title = "Sp\u00f8rg"'.encode("cp1252"), "not saved as UTF-8"),
        (b"a" * (questionnaires.LARGEST + 1), "too large"),
        (b"", "missing"),
        (b"\x00\x01\x02", ""),
        (b"PK\x03\x04 a zip", ""),
        (b"[" * 5000, ""),
    ],
)
def test_what_is_no_questionnaire_ends_in_a_clear_error(content: bytes, told: str) -> None:
    checked = questionnaires.check_upload("file.toml", content)
    assert checked.source == ""
    assert any(told in problem.what["en"] for problem in checked.errors)


def test_a_version_keeps_every_byte(shared: str, office: Any) -> None:
    odd = shared.replace("\n", "\r\n") + "# end\r\n"
    kept = questionnaires.add(odd, WHO, office.now, note="odd.toml")
    assert questionnaires.read(kept.fingerprint).source == odd
    assert (kept.note, kept.follows, kept.items, kept.themes) == ("odd.toml", "", 21, 6)
    assert audit.entries(act="questionnaire.add")[0].details["fingerprint"]


def test_what_a_wave_put_together_is_not_a_shared_questionnaire(office: Any) -> None:
    assert [version.waves for version in questionnaires.versions()] == [("trial-2026",)]


def test_a_version_that_nobody_added_is_refused() -> None:
    with pytest.raises(Refused, match="not been uploaded"):
        questionnaires.version("0" * 64)


def test_local_questions_of_all_municipalities_are_joined_after_the_shared(shared: str) -> None:
    table = '[[local]]\nunit = "{}"\nscale = "degree"\n[local.wording]\nda = "a?"\nen = "a?"\nar = "a?"\n'
    table += '[local.short]\nda = "a"\nen = "a"\nar = "a"\n'
    joined = read(questionnaires.joined(shared, [(code, table.format(code)) for code in ("0101", "0707", "0851")]))
    assert [item.unit for item in joined.local_items] == ["0101", "0707", "0851"]
    assert joined.source.startswith(shared)
    assert questionnaires.joined(shared, []) == shared


def test_a_local_file_with_anything_else_is_refused(shared: str) -> None:
    with pytest.raises(Refused, match="only hold local items"):
        questionnaires.joined(shared, [("0707", 'id = "x"\n')])

"""From a closed wave in the database to its folder."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made.questionnaires import SMALL

from borgerpuls.dataset.folder import open_wave
from borgerpuls.fieldwork.freeze import Invited, disposition_of, freeze
from borgerpuls.fieldwork.models import Comment, Enrolment, Message, Person, SaveEvent, Wave
from borgerpuls.fieldwork.programme import waves
from borgerpuls.fieldwork.staff import audit
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.problems import Refused
from borgerpuls.questionnaire.read import read
from borgerpuls.questionnaire.routing import pages
from borgerpuls.results.build import build

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
WHO = "kontor@example.org"


def save(person: int, answers: dict[str, int | None], now: datetime, key: str) -> None:
    SaveEvent.objects.create(person_id=person, at=now, language="da", answers=json.dumps(answers), key=key)
    Person.objects.filter(pk=person, started_at=None).update(started_at=now)


def send(person: int, state: str, now: datetime, channel: str = "email") -> None:
    enrolment = Person.objects.get(pk=person).enrolment_id
    Message.objects.create(
        person_id=person, enrolment_id=enrolment, occasion=0, channel=channel, state=state, due_at=now
    )


def whole(office: Any) -> dict[str, int]:
    """An answer to every shared question."""
    asked = waves.questionnaire_of(office.wave)
    return {item.id: item.scale.categories[2].code for item in asked.items}


def rows(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["person"]: row for row in pq.read_table(folder / "persons.parquet").to_pylist()}


def row(folder: Path, person: int) -> dict[str, Any]:
    return rows(folder)[Person.objects.get(pk=person).pseudonym]


def frozen(office: Any, tmp_path: Path) -> Path:
    waves.close(office.wave, WHO, office.now)
    freeze(office.wave, tmp_path / office.wave, WHO, office.now)
    return tmp_path / office.wave


def test_everybody_invited_is_there_and_the_silent_too(office: Any, tmp_path: Path) -> None:
    Person.objects.filter(pk=office.persons["0101"][0]).update(sampled=False)
    found = rows(frozen(office, tmp_path))
    assert len(found) == 39
    assert set(found) == set(Person.objects.filter(sampled=True).values_list("pseudonym", flat=True))


def test_the_folder_opens_and_figures_are_made_of_it(office: Any, tmp_path: Path) -> None:
    for code in office.persons:
        for person in office.persons[code]:
            save(person, whole(office), office.now, "1")
            Person.objects.filter(pk=person).update(submitted_at=office.now)
    figures = build([open_wave(frozen(office, tmp_path))])
    assert len(figures.table) > 0


def test_each_disposition_by_its_rule(office: Any, tmp_path: Path) -> None:
    (done, half, few, no, away, lost, never, silent, retracted, *_) = office.persons["0101"]
    answers, now = whole(office), office.now
    names = list(answers)
    save(done, answers, now, "1")
    Person.objects.filter(pk=done).update(submitted_at=now)
    save(half, {name: answers[name] for name in names[: (len(names) + 1) // 2]}, now, "1")
    save(few, {name: answers[name] for name in names[: len(names) // 2 - 1]}, now, "1")
    save(no, answers, now, "1")
    Person.objects.filter(pk=no).update(declined_at=now)
    save(away, answers, now, "1")
    Person.objects.filter(pk=away).update(ineligible_at=now)
    send(lost, Message.State.FAILED_FOR_GOOD, now)
    send(silent, Message.State.DELIVERED, now)
    save(retracted, {name: answers[name] for name in names}, now, "1")
    save(retracted, dict.fromkeys(names), now, "2")
    folder = frozen(office, tmp_path)
    told = {name: row(folder, person)["disposition"] for name, person in {
        "done": done, "half": half, "few": few, "no": no, "away": away, "lost": lost, "never": never,
        "silent": silent, "retracted": retracted}.items()}  # fmt: skip
    assert told == {
        "done": "complete", "half": "partial", "few": "breakoff", "no": "refused", "away": "ineligible",
        "lost": "not_reached", "never": "not_reached", "silent": "no_answer", "retracted": "breakoff",
    }  # fmt: skip


def saved(answers: dict[str, int], **changes: Any) -> Invited:
    """Somebody in 0101 who was reached and saved these answers of the small questionnaire, and did not submit."""
    state = {"submitted": False, "declined": False, "ineligible": False, "started": True, "reached": True, **changes}
    return Invited(unit="0101", background={}, answers=answers, **state)


def judged_by_hand(source: str, person: Invited) -> str:
    asked = read(source)
    shared = frozenset(item.column for item in asked.items)
    return disposition_of(person, pages(asked, person.unit), shared)[0]


ROUTE = ('id = "waiting"\n', 'id = "waiting"\nasked_when = { item = "content", codes = [1] }\n')


@pytest.mark.parametrize(
    ("answers", "disposition"),
    [
        ({}, "breakoff"),
        ({"content": 3}, "partial"),  # one of two is exactly half
        ({"content": 8}, "partial"),  # a don't know is an answer
        ({"waiting": 0, "content": 3}, "partial"),  # all of them, and still not submitted
        ({"local_1": 3}, "breakoff"),  # a local question is no shared one
        ({"content": 3, "local_1": 3}, "partial"),
    ],
)
def test_exactly_half_of_the_shared_questions_is_a_partial_answer(answers: dict[str, int], disposition: str) -> None:
    assert judged_by_hand(SMALL, saved(answers)) == disposition


def test_only_questions_on_the_persons_own_way_are_asked_of_them() -> None:
    three = SMALL.replace(*ROUTE) + SMALL[SMALL.index('[[items]]\nid = "waiting"') : SMALL.index("[[local]]")].replace(
        '"waiting"', '"noise"'
    )
    assert judged_by_hand(three, saved({"content": 3})) == "partial"  # waiting is not asked: one of two
    assert judged_by_hand(three, saved({"content": 1})) == "breakoff"  # one of three
    assert judged_by_hand(three, saved({"content": 1, "waiting": 0})) == "partial"  # two of three
    assert judged_by_hand(three, saved({"content": 3, "waiting": 0})) == "partial"  # waiting counts no longer


@pytest.mark.parametrize(
    ("state", "disposition"),
    [
        ({"ineligible": True, "declined": True, "submitted": True}, "ineligible"),
        ({"declined": True, "submitted": True}, "refused"),
        ({"submitted": True}, "complete"),
        ({"started": False}, "no_answer"),
        ({"started": False, "reached": False}, "not_reached"),
        ({"reached": False}, "partial"),  # who answered was reached, whatever the messages say
    ],
)
def test_the_first_rule_that_fits_decides(state: dict[str, bool], disposition: str) -> None:
    assert judged_by_hand(SMALL, saved({"content": 3}, **state)) == disposition


@pytest.mark.parametrize("answers", [{}, {"waiting": 2}])
def test_who_submits_without_an_answer_on_their_way_has_not_answered(answers: dict[str, int]) -> None:
    here = SMALL.replace(*ROUTE)  # waiting is asked only of those who answered content with 1
    assert judged_by_hand(here, saved(answers, submitted=True)) == "breakoff"
    assert judged_by_hand(here, saved({"content": 8}, submitted=True)) == "complete"


@pytest.mark.parametrize(
    ("state", "counted"),
    [({}, True), ({"submitted": True}, True), ({"declined": True}, False), ({"ineligible": True}, False)],
)
def test_answers_count_except_of_who_said_no_or_is_not_in_the_group(state: dict[str, bool], counted: bool) -> None:
    asked = read(SMALL)
    shared = frozenset(item.column for item in asked.items)
    _, answers = disposition_of(saved({"content": 3}, **state), pages(asked, "0101"), shared)
    assert answers == ({"content": 3} if counted else {})


@pytest.mark.parametrize("state", [Message.State.FAILED_FOR_GOOD, Message.State.DROPPED])
def test_who_no_message_ever_left_for_was_not_reached(office: Any, tmp_path: Path, state: str) -> None:
    person = office.persons["0101"][0]
    send(person, state, office.now)
    assert row(frozen(office, tmp_path), person)["disposition"] == "not_reached"


def test_who_opened_the_questions_and_saved_none_broke_off(office: Any, tmp_path: Path) -> None:
    person = office.persons["0101"][0]
    Person.objects.filter(pk=person).update(started_at=office.now)
    assert row(frozen(office, tmp_path), person)["disposition"] == "breakoff"


def test_a_message_that_failed_is_no_matter_when_another_arrived(office: Any, tmp_path: Path) -> None:
    person = office.persons["0101"][0]
    send(person, Message.State.FAILED_FOR_GOOD, office.now, "email")
    send(person, Message.State.HANDED_OVER, office.now, "letter")
    assert row(frozen(office, tmp_path), person)["disposition"] == "no_answer"


def test_answers_of_who_said_no_are_left_out(office: Any, tmp_path: Path) -> None:
    person = office.persons["0101"][0]
    save(person, whole(office), office.now, "1")
    Person.objects.filter(pk=person).update(declined_at=office.now)
    found = row(frozen(office, tmp_path), person)
    assert all(found[item.id] is None for item in waves.questionnaire_of(office.wave).items)


def test_local_questions_are_in_the_local_columns(office: Any, tmp_path: Path) -> None:
    person = office.persons["0707"][0]
    save(person, {**whole(office), "local_1": 4, "local_2": 9}, office.now, "1")
    Person.objects.filter(pk=person).update(submitted_at=office.now)
    found = row(frozen(office, tmp_path), person)
    assert (found["local_1"], found["local_2"]) == (4, 9)


def test_nothing_of_who_they_are_is_in_the_folder(office: Any, tmp_path: Path) -> None:
    folder = frozen(office, tmp_path)
    for file in folder.iterdir():
        content = file.read_bytes()
        for secret in (b"example.org", "Prøve Person".encode(), b"01010099", b"+45000000"):
            assert secret not in content, file.name
    assert {file.name for file in folder.iterdir()} == {
        "wave.toml", "questionnaire.toml", "persons.parquet", "population.parquet", "plan.json", "manifest.json",
    }  # fmt: skip


def test_the_population_is_the_whole_list_and_not_the_sample(office: Any, tmp_path: Path) -> None:
    Person.objects.filter(pk__in=office.persons["0707"][5:]).update(sampled=False)
    table = pq.read_table(frozen(office, tmp_path) / "population.parquet").to_pylist()
    assert sum(cell["count"] for cell in table if cell["unit"] == "0707") == 20
    assert set(table[0]) == {"unit", "sex", "age", "target_group", "count"}


def test_the_population_counts_printed_groups_that_the_weights_do_not_use(office: Any, tmp_path: Path) -> None:
    Wave.objects.filter(name=office.wave).update(weighting_by=["sex"], groups=["age"])
    table = pq.read_table(frozen(office, tmp_path) / "population.parquet")
    assert table.column_names == ["unit", "sex", "age", "count"]


def test_who_has_no_code_is_counted_as_unknown_in_both_tables(office: Any, tmp_path: Path) -> None:
    Person.objects.filter(pk=office.persons["0707"][0]).update(background={"sex": None, "age": "18-29"})
    Person.objects.filter(pk=office.persons["0707"][1]).update(background={"age": "18-29"})
    folder = frozen(office, tmp_path)
    cells = pq.read_table(folder / "population.parquet").to_pylist()
    assert [cell["count"] for cell in cells if cell["sex"] is None] == [2]
    assert row(folder, office.persons["0707"][1])["sex"] is None


def test_strata_of_a_sample_are_kept(office: Any, tmp_path: Path) -> None:
    Person.objects.filter(pk__in=office.persons["0707"][:10]).update(stratum="jobparat")
    wave = open_wave(frozen(office, tmp_path))
    assert wave.spec.strata == ("stratum",)
    cells = pq.read_table(wave.population).to_pylist()
    assert sum(cell["count"] for cell in cells if cell["stratum"] == "jobparat") == 10


def test_the_wave_tells_what_the_programme_planned(office: Any, tmp_path: Path) -> None:
    comparison = {"name": {"da": "Forsøg", "en": "Trial"}, "column": "forsøg", "randomised": True,
                  "groups": [{"da": "Før", "en": "Before"}, {"da": "Efter", "en": "After"}]}  # fmt: skip
    Enrolment.objects.filter(pk=office.enrolments["0707"]).update(comparison=comparison)
    Person.objects.filter(pk=office.persons["0707"][0]).update(compare="1")
    Person.objects.filter(pk=office.persons["0101"][0]).update(compare="1")
    spec = open_wave(frozen(office, tmp_path)).spec
    whole = waves.questionnaire_of(office.wave).words.whole
    assert spec.place["da"] == whole["da"][0].upper() + whole["da"][1:] != whole["da"]
    assert spec.place["ar"] == whole["ar"]
    assert spec.weighting.by == ("sex", "age")
    assert spec.groups == ("target_group", "sex", "age")
    assert (spec.compare["0707"]["da"], list(spec.compare)) == ("Forsøg", ["0707"])
    assert spec.compare_groups["0707"][1]["en"] == "After"
    assert spec.randomised == ("0707",)
    assert [(unit.code, unit.group) for unit in spec.units] == [("0101", "hovedstaden"), ("0707", "midtjylland")]
    assert list(spec.regions) == ["hovedstaden", "midtjylland"]
    assert spec.invented is not None
    assert spec.previous is None
    assert row(tmp_path / office.wave, office.persons["0707"][0])["compare"] == "1"
    assert row(tmp_path / office.wave, office.persons["0101"][0])["compare"] is None


def test_the_wave_before_is_named_only_where_its_folder_lies(office: Any, tmp_path: Path) -> None:
    Wave.objects.update(previous="2024-spring")
    (tmp_path / "2024-spring").mkdir()
    assert open_wave(frozen(office, tmp_path)).spec.previous == "2024-spring"


def test_a_wave_before_whose_folder_is_gone_is_not_named(office: Any, tmp_path: Path) -> None:
    Wave.objects.update(previous="2024-spring")
    assert open_wave(frozen(office, tmp_path)).spec.previous is None


def test_a_municipality_left_for_later_and_never_approved_is_not_in_it(office: Any, tmp_path: Path) -> None:
    Enrolment.objects.filter(pk=office.enrolments["0101"]).update(list_state=Enrolment.List.ACCEPTED)
    assert {found["unit"] for found in rows(frozen(office, tmp_path)).values()} == {"0707"}


def test_an_open_wave_is_not_frozen(office: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not closed"):
        freeze(office.wave, tmp_path / office.wave, WHO, office.now)
    assert not (tmp_path / office.wave).exists()


def test_a_frozen_wave_is_never_frozen_again(office: Any, tmp_path: Path) -> None:
    folder = frozen(office, tmp_path)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(Refused, match="never changed"):
        freeze(office.wave, folder, WHO, office.now)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_row_that_breaks_the_rules_stops_it_and_leaves_the_wave_closed(office: Any, tmp_path: Path) -> None:
    Person.objects.filter(pk=office.persons["0101"][0]).update(background={"sex": "x"})
    waves.close(office.wave, WHO, office.now)
    with pytest.raises(Refused, match="sex"):
        freeze(office.wave, tmp_path / office.wave, WHO, office.now)
    assert Wave.objects.get().state == Wave.State.CLOSED
    assert list(tmp_path.iterdir()) == []


def test_freezing_stands_in_the_log_with_the_digests(office: Any, tmp_path: Path) -> None:
    folder = frozen(office, tmp_path)
    entry = next(entry for entry in audit.entries() if entry.act == "wave.freeze")
    digests = {name: digest.replace(" ", "") for name, digest in entry.details["digests"].items()}
    assert digests == open_wave(folder).digests
    assert entry.details["persons"] == 40


def test_progress_is_told_in_persons(office: Any, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    waves.close(office.wave, WHO, office.now)
    freeze(office.wave, tmp_path / office.wave, WHO, office.now, lambda done, of: told.append((done, of)))
    assert told[0] == (0, 40)
    assert told[-1] == (40, 40)


def test_citizens_own_words_are_not_in_the_folder(office: Any, tmp_path: Path) -> None:
    person = office.persons["0707"][0]
    Person.objects.filter(pk=person).update(submitted_at=office.now)
    Comment.objects.create(person_id=person, at=office.now, words="Hemmelige ord")
    assert all(b"Hemmelige" not in file.read_bytes() for file in frozen(office, tmp_path).iterdir())


ROUTED = """
[[items]]
id = "follow_up"
scale = "agreement"
wording = { da = "Blev det fulgt op?", en = "Was it followed up?", ar = "؟" }
short = { da = "Fulgt op", en = "Followed up", ar = "؟" }
asked_when = { item = "overall_help", codes = [1, 2] }

[[items]]
id = "follow_up_again"
scale = "agreement"
wording = { da = "Og igen siden?", en = "And once more?", ar = "؟" }
short = { da = "Og igen", en = "Again", ar = "؟" }
asked_when = { item = "follow_up", codes = [1] }
"""


def plain_fold(events: list[dict[str, int | None]]) -> dict[str, int]:
    """What a person would make of the events by hand."""
    given: dict[str, int | None] = {}
    for event in events:
        given = {**given, **event}
    counted = {column: code for column, code in given.items() if code is not None}
    if counted.get("overall_help") not in (1, 2):
        counted.pop("follow_up", None)
    if counted.get("follow_up") != 1:
        counted.pop("follow_up_again", None)
    return counted


_COLUMNS = ("overall_help", "overall_benefit", "meeting_respect", "goals_own", "follow_up", "follow_up_again")
EVENT = st.dictionaries(st.sampled_from(_COLUMNS), st.sampled_from([1, 2, 5, 9, None]), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 19), EVENT), max_size=40), st.sets(st.integers(0, 19)))
def test_merged_answers_are_a_plain_fold_of_the_events(
    office: Any, tmp_path_factory: Any, events: list[tuple[int, dict[str, int | None]]], submitted: set[int]
) -> None:
    persons = office.persons["0101"]
    with transaction.atomic():
        source = waves.questionnaire_of(office.wave).source
        first_background = source.index("# ---------------------------------------------------------------- background")
        routed = source[:first_background] + ROUTED + source[first_background:]
        Wave.objects.update(fielded=questionnaires.add(routed, WHO, office.now).fingerprint)
        by_person: dict[int, list[dict[str, int | None]]] = {}
        for number, (k, answers) in enumerate(events):
            save(persons[k], answers, office.now + timedelta(seconds=number), str(number))
            by_person.setdefault(k, []).append(answers)
        Person.objects.filter(pk__in=[persons[k] for k in submitted]).update(submitted_at=office.now)
        folder = frozen(office, tmp_path_factory.mktemp("frozen"))
        items = [item.id for item in read(folder / "questionnaire.toml").items]
        for k, person in enumerate(persons):
            found = row(folder, person)
            expected = plain_fold(by_person.get(k, []))
            assert {column: found[column] for column in items if found[column] is not None} == (
                expected if k in by_person else {}
            )
            assert (found["disposition"] == "complete") == (k in submitted and k in by_person and expected != {})
        transaction.set_rollback(True)

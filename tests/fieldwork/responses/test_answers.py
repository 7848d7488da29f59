"""Answers saved and read back: added only, merged by question, acknowledged after the commit, once a form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from borgerpuls.fieldwork.models import Comment, Enrolment, Municipality, Person, SaveEvent, Wave
from borgerpuls.fieldwork.responses import answers
from borgerpuls.fieldwork.responses.access_codes import code_hash, code_of
from borgerpuls.fieldwork.responses.answers import NotAnAnswer, NotOpen, Respondent
from borgerpuls.fieldwork.survey import questionnaires

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
FORM = "a-form"


@pytest.fixture
def wave(repository: Path) -> Wave:
    source = (repository / "survey" / "2026.toml").read_text("utf-8")
    routed = source.replace(
        'short = { da = "Udbyttet af hjælpen"',
        'asked_when = { item = "overall_help", codes = [1, 2, 3, 4, 5] }\nshort = { da = "Udbyttet af hjælpen"',
    )
    assert routed != source
    fielded = questionnaires.add(routed, "test", NOW).fingerprint
    return Wave.objects.create(
        name="trial", title={"da": "Prøve"}, state=Wave.State.OPEN, opens_on=NOW.date(), closes_on=NOW.date(),
        contact_until=NOW.date(), questionnaire_id=fielded, fielded_id=fielded, asks={"da": "Vi"},
    )  # fmt: skip


@pytest.fixture
def person(wave: Wave) -> int:
    place = Municipality.objects.create(code="0707", name={"da": "Norddjurs", "en": "Norddjurs"})
    enrolment = Enrolment.objects.create(wave=wave, municipality=place, enrolled_at=NOW)
    made = Person.objects.create(
        enrolment=enrolment, pseudonym="one", code_hash=code_hash(code_of("one")), background={"age": "18-29"}
    )
    return int(made.pk)


@pytest.fixture
def who(person: int) -> Callable[[], Respondent]:
    def found() -> Respondent:
        one = answers.respondent(person)
        assert one is not None
        return one

    return found


def test_a_saved_page_is_read_back_on_another_device(who: Callable[[], Respondent]) -> None:
    answers.save(who(), 1, {"overall_help": "4"}, "da", FORM, NOW - timedelta(hours=1))
    answers.save(who(), 3, {"meeting_listen": "8"}, "ar", FORM, NOW)
    found = who()
    assert found.answers == {"overall_help": 4, "meeting_listen": 8}
    assert (found.language, found.saved_at, found.started) == ("ar", NOW, True)
    assert found.unanswered is not None
    assert found.unanswered.number == 2


def test_what_save_returns_is_what_the_database_holds(who: Callable[[], Respondent]) -> None:
    for page, given in ((1, {"overall_help": "4"}), (3, {"meeting_listen": "1"}), (1, {"overall_help": ""}), (4, {})):
        said = answers.save(who(), page, given, "da", f"form{page}{given}", NOW)
        held = who()
        assert (said.given, said.visited, said.finished) == (held.given, held.visited, held.finished)
        assert said.route == held.route


def test_later_answers_count_and_an_answer_can_be_taken_back(who: Callable[[], Respondent]) -> None:
    answers.save(who(), 3, {"meeting_listen": "4", "meeting_reach": "1"}, "da", "one", NOW)
    answers.save(who(), 3, {"meeting_listen": "2", "meeting_reach": ""}, "da", "two", NOW)
    assert who().answers == {"meeting_listen": 2}
    assert SaveEvent.objects.count() == 2


def test_the_same_form_sent_twice_is_one_event(who: Callable[[], Respondent]) -> None:
    stale = who()
    for _ in range(3):
        answers.save(stale, 1, {"overall_help": "4"}, "da", FORM, NOW)
        answers.save(who(), 1, {"overall_help": "4"}, "da", FORM, NOW)
    assert SaveEvent.objects.count() == 1


def test_a_form_gone_back_to_changed_and_changed_back_ends_as_it_was_last_sent(who: Callable[[], Respondent]) -> None:
    for code in ("4", "2", "4", "2", "4"):
        answers.save(who(), 1, {"overall_help": code}, "da", FORM, NOW)
        assert who().answers == {"overall_help": int(code)}


def test_an_answer_to_a_question_that_is_no_longer_asked_is_kept_and_does_not_count(
    who: Callable[[], Respondent],
) -> None:
    answers.save(who(), 1, {"overall_help": "4"}, "da", "one", NOW)
    answers.save(who(), 2, {"overall_benefit": "5"}, "da", "two", NOW)
    assert who().answers == {"overall_help": 4, "overall_benefit": 5}
    answers.save(who(), 1, {"overall_help": "8"}, "da", "three", NOW)
    assert who().answers == {"overall_help": 8}
    answers.save(who(), 1, {"overall_help": "1"}, "da", "four", NOW)
    assert who().answers == {"overall_help": 1, "overall_benefit": 5}


@pytest.mark.parametrize("given", [{"meeting_reach": "6"}, {"meeting_reach": "x"}, {"sex": "k"}, {"goals_own": "1"}])
def test_what_nobody_could_choose_is_refused_and_nothing_is_saved(
    given: dict[str, str], who: Callable[[], Respondent]
) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        answers.save(who(), 3, {"meeting_listen": "1", **given}, "da", FORM, NOW)
    assert refused.value.columns == tuple(given)
    assert not SaveEvent.objects.exists()


@pytest.mark.parametrize("state", [s for s in Wave.State if s != Wave.State.OPEN])
def test_a_wave_that_is_not_open_takes_nothing(state: str, wave: Wave, who: Callable[[], Respondent]) -> None:
    answers.save(who(), 1, {"overall_help": "4"}, "da", FORM, NOW)
    before = who()
    Wave.objects.update(state=state)
    for late in (before, who()):  # closed between reading and writing, and before
        with pytest.raises(NotOpen):
            answers.save(late, 2, {}, "da", "late", NOW)
        for step in (answers.submit, answers.decline, answers.ineligible, answers.reopen):
            with pytest.raises(NotOpen):
                step(late, "da", "late", NOW)
        with pytest.raises(NotOpen):
            answers.comment(late, 9, "for sent", "da", "late", NOW)
    assert (SaveEvent.objects.count(), who().answers) == (1, {"overall_help": 4})


def test_a_form_resent_after_the_wave_closed_is_still_acknowledged(who: Callable[[], Respondent]) -> None:
    stale = who()
    answers.save(stale, 1, {"overall_help": "4"}, "da", FORM, NOW)
    Wave.objects.update(state=Wave.State.CLOSED)
    assert answers.save(stale, 1, {"overall_help": "4"}, "da", FORM, NOW).answers == {"overall_help": 4}


def test_a_receipt_is_read_back_from_the_database(who: Callable[[], Respondent]) -> None:
    assert answers.receipt(who().person) is None
    answers.save(who(), 1, {"overall_help": "4"}, "da", "one", NOW)
    pages = len(who().pages)
    answers.comment(who(), pages, " Tak.\r\nHej ", "da", "two", NOW)
    sent = answers.submit(who(), "da", "three", NOW + timedelta(minutes=1))
    assert (sent.at, sent.answered, sent.comment) == (NOW + timedelta(minutes=1), 1, "Tak.\nHej")
    assert sent.asked == sum(len(step.items) for step in who().route)
    assert sent == answers.receipt(who().person) == answers.submit(who(), "da", "four", NOW + timedelta(hours=1))
    assert (who().finished, SaveEvent.objects.filter(kind="submit").count()) == (True, 1)


def test_a_submitted_questionnaire_counts_while_it_is_open_again(who: Callable[[], Respondent]) -> None:
    answers.submit(who(), "da", "one", NOW)
    answers.reopen(who(), "da", "two", NOW)
    assert (who().finished, who().submitted_at) == (False, NOW)
    answers.submit(who(), "da", "three", NOW + timedelta(hours=1))
    assert (who().finished, who().submitted_at) == (True, NOW + timedelta(hours=1))


def test_a_save_from_an_old_page_opens_a_submitted_questionnaire_again(who: Callable[[], Respondent]) -> None:
    answers.submit(who(), "da", "one", NOW)
    assert not answers.save(who(), 1, {"overall_help": "1"}, "da", "two", NOW).finished
    assert not who().finished


def test_a_no_can_be_taken_back_and_one_state_holds_at_a_time(who: Callable[[], Respondent]) -> None:
    answers.save(who(), 1, {"overall_help": "4"}, "da", "one", NOW)
    answers.submit(who(), "da", "two", NOW)
    answers.decline(who(), "da", "three", NOW)
    found = who()
    assert (found.out, found.submitted_at, found.declined_at, found.ineligible_at) == (True, None, NOW, None)
    assert answers.answers_of(found.person) == {}
    answers.ineligible(who(), "da", "four", NOW)
    assert (who().declined_at, who().ineligible_at) == (None, NOW)
    answers.reopen(who(), "da", "five", NOW)
    assert not who().out
    assert answers.answers_of(found.person) == {"overall_help": 4}


def test_who_answers_after_a_no_has_changed_their_mind(who: Callable[[], Respondent]) -> None:
    answers.decline(who(), "da", "one", NOW)
    assert not answers.save(who(), 1, {"overall_help": "4"}, "da", "two", NOW).out
    assert not who().out


def test_a_start_is_recorded_once_a_time_it_is_made(who: Callable[[], Respondent]) -> None:
    stale = who()
    answers.start(stale, "en", NOW)
    answers.start(stale, "en", NOW + timedelta(minutes=1))
    assert (Person.objects.get().started_at, SaveEvent.objects.count(), who().language) == (NOW, 1, "en")


def test_the_latest_words_count_and_the_same_form_adds_them_once(who: Callable[[], Respondent]) -> None:
    last = len(who().pages)
    stale = who()
    for words in ("Først", "Først", "Så"):
        answers.comment(stale, last, words, "da", FORM, NOW)
    assert (answers.comment_of(stale.person), Comment.objects.count()) == ("Så", 2)
    answers.comment(who(), last, "", "da", FORM, NOW)
    assert answers.comment_of(stale.person) == ""
    with pytest.raises(NotAnAnswer):
        answers.comment(who(), last, "x" * (answers.LONGEST_COMMENT + 1), "da", "long", NOW)


def test_saving_a_page_takes_one_question_and_one_statement(
    who: Callable[[], Respondent], django_assert_num_queries: Callable[..., object]
) -> None:
    answers.start(who(), "da", NOW)
    found = who()
    found.route  # noqa: B018  the questionnaire is read once a process
    with django_assert_num_queries(1, connection=connection):  # type: ignore[attr-defined]
        found = who()
    with django_assert_num_queries(1, connection=connection):  # type: ignore[attr-defined]
        answers.save(found, 2, {}, "da", FORM, NOW)

"""What must be in order before a wave opens, and the questionnaire that it opens with."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings

from borgerpuls.fieldwork.models import Enrolment, QuestionnaireVersion, Wave
from borgerpuls.fieldwork.programme import wave_plan
from borgerpuls.fieldwork.programme.wave_plan import FIELDS, Plan
from borgerpuls.fieldwork.survey import questionnaires
from borgerpuls.fieldwork.survey.letter_templates import read_words
from borgerpuls.fieldwork.survey.local_items import Question, toml
from borgerpuls.languages import called
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Problems
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

THE_WAVE = _("The wave")


def assemble_questionnaire(one: Wave, by: str, now: datetime) -> None:
    """Join the local questions of the municipalities that take part to the shared questionnaire, as ``fielded``."""
    shared = QuestionnaireVersion.objects.get(pk=one.questionnaire_id)
    taking_part = one.enrolments.filter(list_state=Enrolment.List.APPROVED).order_by("municipality_id")
    local = []
    for enrolment in taking_part.prefetch_related("local_questions"):
        asked = sorted(enrolment.local_questions.all(), key=lambda question: question.number)
        if asked:
            questions = [Question(q.scale, Text(q.wording), Text(q.short)) for q in asked]
            local.append((enrolment.municipality_id, toml(enrolment.municipality_id, questions)))
    source = questionnaires.joined(shared.source, local)
    note = questionnaires.FIELDED if local else ""
    one.fielded_id = questionnaires.add(source, by, now, note=note, follows=one.fielded_id or "").fingerprint


def hindrances(
    one: Wave, plan: Plan, asked: Questionnaire | None, today: date, without: Collection[str]
) -> tuple[Problem, ...]:
    """Every reason why a wave cannot open today; ``without`` are codes of municipalities left for later."""
    problems = Problems()
    wave_plan.check_plan(plan, asked, problems)
    _check_day(plan, today, problems)
    letters = read_words(settings.SURVEY / "letters.toml").languages
    for language in asked.languages if asked else ():
        if language not in letters:
            problems.add(
                _("The letters"),
                _("They are not written in {language}.", language=called(language)),
                _("Write them in survey/letters.toml."),
            )
    found = one.enrolments.select_related("municipality").prefetch_related("local_questions")
    enrolments = list(found.order_by("municipality_id"))
    for enrolment in enrolments:
        if enrolment.municipality_id not in without:
            _check_enrolment(enrolment, problems)
            if asked:
                _check_words(enrolment, asked, problems)
    if not any(e.list_state == Enrolment.List.APPROVED for e in enrolments if e.municipality_id not in without):
        problems.add(
            THE_WAVE,
            _("No municipality's list is approved."),
            _("Approve at least one list."),
        )
    return problems.errors


def _check_day(plan: Plan, today: date, problems: Problems) -> None:
    if today < plan.opens_on:
        problems.add(
            FIELDS["opens_on"],
            _("The day has not come."),
            _("Wait, or move the day. On the day the wave opens by itself where nothing stands in its way."),
        )
    if today > plan.closes_on:
        problems.add(
            FIELDS["closes_on"],
            _("The day has gone."),
            _("Move the day."),
        )


def _check_enrolment(enrolment: Enrolment, problems: Problems) -> None:
    where = Text(enrolment.municipality.name)
    if enrolment.list_state != Enrolment.List.APPROVED:
        none = enrolment.list_state == Enrolment.List.NONE
        problems.add(
            where,
            _("The municipality has no population list.") if none else _("The population list is not approved."),
            _("Ask the municipality for it, or leave the municipality for later.")
            if none
            else _("Approve the list, or leave the municipality for later."),
        )
    elif not enrolment.sender.strip():
        problems.add(
            where,
            _("The letter has no sender."),
            _("Ask the municipality to write it."),
        )


def _check_words(enrolment: Enrolment, asked: Questionnaire, problems: Problems) -> None:
    """A municipality's own words fit the questionnaire that the wave has now, which may not be the one of their day."""
    name, scales = Text(enrolment.municipality.name), [scale.id for scale in asked.scales]
    own = [(question.wording, question.short) for question in enrolment.local_questions.all()]
    written = [words for question in own for words in question] + ([enrolment.letter] if enrolment.letter else [])
    for language in asked.languages:
        if any(not words.get(language) for words in written):
            spoken = called(language)
            problems.add(
                name,
                _("Its own words are missing in {language}.", language=spoken),
                _("Ask the municipality to translate questions and paragraph."),
            )
    if any(question.scale not in scales for question in enrolment.local_questions.all()):
        problems.add(
            name,
            _("A local question uses a scale that the questionnaire does not have."),
            _("Ask the municipality to choose another."),
        )


def check_accepted_lists(one: Wave, plan: Plan, after: Questionnaire, problems: Problems) -> None:
    """Accepted lists are coded by the questionnaire of their day: another one must have the same codes."""
    before = questionnaires.read(one.questionnaire_id)
    same = _codes(before, one.opens_on) == _codes(after, plan.opens_on)
    accepted = one.enrolments.exclude(list_state=Enrolment.List.NONE).count()
    if accepted and not same:
        problems.add(
            FIELDS["questionnaire"],
            _("{accepted} population lists were read with other background codes.", accepted=accepted),
            _("Keep the codes, or ask the municipalities for the lists again in a new wave."),
        )


def _codes(asked: Questionnaire, day: date) -> dict[str, tuple[str, ...]]:
    lists = ((b.id, b.at(day)) for b in asked.backgrounds)
    return {name: tuple(c.id for c in codes.codes) if codes else () for name, codes in lists}

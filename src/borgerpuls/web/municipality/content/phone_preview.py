"""Local questions as a citizen will meet them on a phone, in each language."""

from collections.abc import Sequence
from dataclasses import dataclass

from borgerpuls.fieldwork.survey.local_items import Question
from borgerpuls.languages import called, right_to_left
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text


@dataclass(frozen=True)
class Phone:
    """One language's screen: each question and the answers it can have.

    An answer is its label, and whether it stands apart because it is none (do not know, not relevant).
    """

    language: str
    name: Text
    direction: str
    questions: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]


def phones(shared: Questionnaire, asked: Sequence[Question]) -> tuple[Phone, ...]:
    """A screen for each language that anything is written in."""
    scales = {scale.id: scale for scale in shared.scales}
    shown = []
    for language in shared.languages:
        questions = tuple(
            (words, tuple((c.label[language], c.kind != "answer") for c in scales[q.scale].categories))
            if q.scale in scales
            else (words, ())
            for q in asked
            if (words := q.wording.get(language, ""))
        )
        if questions:
            direction = "rtl" if right_to_left(language) else "ltr"
            shown.append(Phone(language, called(language), direction, questions))
    return tuple(shown)

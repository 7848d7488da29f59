"""Local questions as on a phone, a screen a language."""

from made.questionnaires import TINY

from borgerpuls.fieldwork.survey.local_items import Question
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text
from borgerpuls.web.municipality.content.phone_preview import phones

SHARED = read(TINY)


def question(scale: str = "degree", **words: str) -> Question:
    return Question(scale, Text(words), Text())


def test_a_screen_holds_the_questions_and_answers_of_its_language() -> None:
    danish, english = phones(SHARED, [question(da="Én plan?", en="One plan?")])
    assert (danish.language, danish.direction) == ("da", "ltr")
    answers = (("Lidt", False), ("Noget", False), ("Meget", False), ("Ved ikke", True))  # the last one stands apart
    assert danish.questions == (("Én plan?", answers),)
    assert english.questions[0][0] == "One plan?"


def test_a_language_in_which_nothing_is_written_has_no_screen() -> None:
    assert [phone.language for phone in phones(SHARED, [question(da="Én plan?")])] == ["da"]
    assert phones(SHARED, []) == ()


def test_a_question_without_a_scale_is_shown_without_answers() -> None:
    (danish,) = phones(SHARED, [question("", da="Én plan?")])
    assert danish.questions == (("Én plan?", ()),)

"""Local questions as on a phone, a screen a language."""

from borgerpuls.fieldwork.survey.local_items import Question
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text
from borgerpuls.web.municipality.content.phone_preview import phones

SHARED = read("""\
id = "2026"
title = { da = "Undersøgelse", en = "Survey" }
languages = ["da", "en"]

[words]
unit = { da = "kommune", en = "municipality" }
units = { da = "kommuner", en = "municipalities" }
whole = { da = "alle", en = "all" }
person = { da = "borger", en = "citizen" }
persons = { da = "borgere", en = "citizens" }

[[scales]]
id = "degree"
categories = [
  { code = 1, label = { da = "Slet ikke", en = "Not at all" } },
  { code = 2, label = { da = "I høj grad", en = "To a large extent" }, favourable = true },
]

[[themes]]
id = "meeting"
name = { da = "Mødet", en = "Meeting" }

[[items]]
id = "listen"
theme = "meeting"
scale = "degree"
wording = { da = "I hvor høj grad lytter de ansatte?", en = "To what extent do the staff listen?" }
short = { da = "Der bliver lyttet", en = "Listened to" }
""")


def question(scale: str = "degree", **words: str) -> Question:
    return Question(scale, Text(words), Text())


def test_a_screen_holds_the_questions_and_answers_of_its_language() -> None:
    danish, english = phones(SHARED, [question(da="Én plan?", en="One plan?")])
    assert (danish.language, danish.direction) == ("da", "ltr")
    assert danish.questions == (("Én plan?", (("Slet ikke", False), ("I høj grad", False))),)
    assert english.questions[0][0] == "One plan?"


def test_a_language_in_which_nothing_is_written_has_no_screen() -> None:
    assert [phone.language for phone in phones(SHARED, [question(da="Én plan?")])] == ["da"]
    assert phones(SHARED, []) == ()


def test_a_question_without_a_scale_is_shown_without_answers() -> None:
    (danish,) = phones(SHARED, [question("", da="Én plan?")])
    assert danish.questions == (("Én plan?", ()),)

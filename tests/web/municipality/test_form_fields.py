"""Controls of forms: what was typed is kept clean, and problems find their place."""

from borgerpuls.problems import Problem
from borgerpuls.text import Text
from borgerpuls.web.municipality.form_fields import Field, one_line, problem_links, with_problems

SIZE, NAME = Text(da="Antal", en="Number"), Text(da="Navn", en="Name")
WRONG = Problem(SIZE, Text(da="Nej.", en="No."), Text(da="Ret.", en="Mend."))
DOUBT = Problem(NAME, Text(da="Hm.", en="Hm."), Text(da="Se.", en="Look."), "warning")


def test_typed_words_become_one_line_without_control_characters() -> None:
    assert one_line("  Én\r\n plan\x00 for\tal  \x7fhjælp ") == "Én plan for al hjælp"
    assert one_line("می‌خواهم") == "می‌خواهم"  # the joiner between letters belongs to the word


def test_each_field_has_its_own_problems_and_says_so_to_a_screen_reader() -> None:
    size, name = with_problems(
        [Field("size", "Antal", SIZE, hint="Et tal"), Field("name", "Navn", NAME)], [DOUBT, WRONG]
    )
    assert (size.errors, size.described_by) == ((WRONG,), "size-hint size-error")
    assert (name.problems, name.errors, name.described_by) == ((DOUBT,), (), "")


def test_errors_come_before_doubts_and_lead_to_their_fields() -> None:
    elsewhere = Problem(Text(da="Målingen", en="The wave"), WRONG.what, WRONG.remedy)
    fields = [Field("size", "Antal", SIZE), Field("name", "Navn", NAME)]
    assert problem_links([DOUBT, WRONG, elsewhere], fields) == ((WRONG, "size"), (elsewhere, ""), (DOUBT, "name"))


def test_a_language_is_written_its_own_way() -> None:
    directions = [Field("x", "x", NAME, language=language).direction for language in ("ar", "da", "")]
    assert directions == ["rtl", "ltr", ""]

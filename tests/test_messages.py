"""Sentences that are looked up when they are read: every language whole, and none in place of another."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from borgerpuls.messages import CataloguesMissing, Message, _, ngettext, pgettext, verbatim
from borgerpuls.text import Text

KNOWN = "Choose a password"
"""A sentence of the staff's pages that is in the catalogue."""

PROGRAM = """
from borgerpuls.languages import OFFERED, listed
from borgerpuls.messages import _, ngettext, pgettext
print(OFFERED)
print(_("Good {day}", day=_("morning"))["sv"])
print([ngettext("{n} row", "{n} rows", n)["sv"] for n in (1, 2)])
print(pgettext("of a door", "Open")["sv"], pgettext("of a wave", "Open")["sv"])
print(listed(("a", "b", "c"), "sv"))
"""
CATALOGUE = """
msgid ""
msgstr ""
"Language: sv\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Good {day}"
msgstr "God {day}"

msgid "morning"
msgstr "morgon"

msgid "{n} row"
msgid_plural "{n} rows"
msgstr[0] "{n} rad"
msgstr[1] "{n} rader"

msgctxt "of a door"
msgid "Open"
msgstr "Öppen"

msgctxt "of a wave"
msgid "Open"
msgstr "Pågår"
"""


def test_the_words_in_the_code_are_the_english_and_the_danish_comes_from_the_catalogue() -> None:
    assert dict(_(KNOWN)) == {"da": "Vælg en adgangskode", "en": "Choose a password"}


def test_a_sentence_that_is_not_translated_is_missing_and_never_english() -> None:
    said = _("Nobody has put this into Danish")
    assert list(said) == ["en"]
    with pytest.raises(KeyError, match="make words"):
        said["da"]
    with pytest.raises(KeyError):
        ngettext("{n} thing nobody has", "{n} things nobody has", 2)["da"]
    with pytest.raises(KeyError):
        pgettext("somewhere", KNOWN)["da"]


def test_a_value_that_is_a_text_gives_its_own_words_and_decides_which_languages_there_are() -> None:
    assert _("In {place}", place=Text(da="Køge", en="Elsinore"))["en"] == "In Elsinore"
    assert list(_("In {place}", place=Text(da="Køge"))) == []


def test_a_sentence_whose_value_is_forgotten_is_a_fault_and_not_a_missing_language() -> None:
    with pytest.raises(LookupError, match="nothing is given for 'place'") as caught:
        _("In {place}", time=1)["en"]
    assert not isinstance(caught.value, KeyError)


def test_curly_brackets_stand_as_they_are_where_nothing_is_filled_in() -> None:
    assert _("Write {name} in brackets.")["en"] == "Write {name} in brackets."
    assert _("Write {name} in brackets.").format(name="x")["en"] == "Write x in brackets."


def test_english_counts_one_and_many() -> None:
    assert [ngettext("{n} row", "{n} rows", n)["en"] for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_what_is_verbatim_is_the_same_in_every_language_also_one_that_nobody_offers() -> None:
    name = verbatim(Path("answers.csv"))
    assert name == Text(da="answers.csv", en="answers.csv")
    assert name["so"] == "answers.csv"


def test_a_sentence_equals_its_words_and_survives_the_way_to_another_process() -> None:
    said = Message(KNOWN, {})
    assert said == Text(da="Vælg en adgangskode", en=KNOWN)
    assert pickle.loads(pickle.dumps(_("In {place}", place=said))) == _("In {place}", place=said)
    assert len({said, Text(da="Vælg en adgangskode", en=KNOWN)}) == 1


def test_a_language_from_a_folder_of_catalogues_is_offered_whole(tmp_path: Path, repository: Path) -> None:
    source = tmp_path / "locale" / "sv" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, "utf-8")
    environment = {**os.environ, "BORGERPULS_TRANSLATIONS": str(tmp_path)}
    uncompiled = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert uncompiled.stderr.splitlines()[-1].endswith(f": {CataloguesMissing('sv')}")
    assert "make install" in str(CataloguesMissing("sv"))
    subprocess.run([sys.executable, repository / "tools" / "words.py", "--compile", tmp_path], check=True)
    said = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [
        "('da', 'en', 'sv')", "God morgon", "['1 rad', '2 rader']", "Öppen Pågår", "a, b och c",
    ]  # fmt: skip

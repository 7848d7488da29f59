"""Every word of the municipality's pages stands in Danish too."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

APP = Path(__file__).resolve().parents[3] / "src" / "borgerpuls" / "web" / "municipality"
QUOTED = r'"((?:[^"\\]|\\.)*)"'
PYTHON = re.compile(rf"(?<![\w.])(?:_|ngettext)\(\s*{QUOTED}(?:,\s*{QUOTED})?")
TRANSLATE = re.compile(rf"{{%\s*translate {QUOTED}")
BLOCK = re.compile(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)


Catalogue = Mapping[tuple[str, ...], str]
"""The English words (singular and plural) -> the Danish ones, all forms in one."""


@pytest.fixture(scope="module")
def danish() -> Catalogue:
    with (APP / "locale" / "da" / "LC_MESSAGES" / "django.po").open("rb") as reading:
        catalogue = read_po(reading)
    return {_forms(message.id): "".join(_forms(message.string)) for message in catalogue}


def _forms(words: object) -> tuple[str, ...]:
    return words if isinstance(words, tuple) else (str(words),)


def written() -> set[str]:
    """What the pages say in English, as gettext knows it."""
    found: set[str] = set()
    for file in APP.rglob("*.py"):
        found |= {match[1].replace('\\"', '"') for match in PYTHON.finditer(file.read_text("utf-8"))}
    for file in APP.rglob("*.html"):
        words = file.read_text("utf-8")
        found |= {match[1] for match in TRANSLATE.finditer(words)}
        for match in BLOCK.finditer(words):
            singular = re.split(r"{%\s*plural\s*%}", match[1])[0]
            found.add(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", singular))
    return found


def test_every_word_is_translated(danish: Catalogue) -> None:
    known = {forms[0].replace("%%", "%") for forms, said in danish.items() if said}
    assert sorted(words for words in written() if words.replace("%%", "%") not in known) == []


def test_what_is_filled_in_is_the_same_in_both_languages(danish: Catalogue) -> None:
    filled = re.compile(r"%\((\w+)\)")
    for forms, said in danish.items():
        assert set(filled.findall(said)) == set(filled.findall("".join(forms))), forms

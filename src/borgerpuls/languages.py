"""The languages that the program speaks, and how each of them writes numbers, days, lists and names.

A further language is one line in ``_LOCALES`` and a catalogue in each room (docs/how-to/add-a-language.md). The forms
are those of the Unicode Common Locale Data Repository (CLDR), read by Babel.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from babel.core import Locale, UnknownLocaleError
from babel.lists import format_list

from borgerpuls.text import Text

_LOCALES: Final = {"da": "da_DK", "en": "en_GB"}
"""Code of a language -> the locale whose forms it follows."""

TRIED: Final = os.environ.get("BORGERPULS_TRANSLATIONS")
"""A folder of further catalogues, laid out as those in the package: a translator tries a language with it before it is
part of the program. Its languages are offered too.
"""


def _tried_languages() -> set[str]:
    return {folder.name for folder in Path(TRIED).glob("**/locale/*") if folder.is_dir()} if TRIED else set()


OFFERED: Final = (*_LOCALES, *sorted(_tried_languages() - _LOCALES.keys()))
"""The languages of messages, of reports and of the staff's pages. A questionnaire may have more."""

CITIZENS: Final = (*OFFERED, "ar")
"""The languages of the citizen's pages. Of these a citizen meets those that the questionnaire is written in."""

SPACE: Final = "\u00a0"
"""No-break: a number is never parted from what belongs to it."""


@dataclass(frozen=True)
class Marks:
    """What parts the decimals from the whole number, and thousands from each other."""

    decimal: str
    thousand: str


@cache
def marks(language: str) -> Marks:
    """``Marks(",", ".")`` for Danish."""
    symbols = _locale(language).number_symbols["latn"]
    return Marks(symbols["decimal"], symbols["group"])


def day(value: date, language: str) -> str:
    """A date in words: ``4. marts 2024`` or ``4 March 2024``; the day is never parted from its month."""
    locale = _locale(language)
    return str(locale.date_formats["long"].apply(value, locale)).replace(" ", SPACE, 1)


def months(language: str) -> tuple[str, ...]:
    """``("januar", …, "december")``."""
    wide = _locale(language).months["format"]["wide"]
    return tuple(wide[number] for number in range(1, 13))


def listed(words: Sequence[str], language: str) -> str:
    """``a, b og c``."""
    return format_list(list(words), locale=_locale(language))


def own_name(language: str) -> str:
    """What a language calls itself, ``Dansk`` for "da": how a reader who wants it finds it."""
    name = _language(language).get_language_name()
    return name[:1].upper() + name[1:] if name else language


@cache
def called(language: str) -> Text:
    """``Text(da="arabisk", en="Arabic")`` for "ar"; the code itself for a language that is not known."""
    try:
        known = _language(language)
    except (UnknownLocaleError, ValueError):
        return Text(dict.fromkeys(OFFERED, language))
    return Text({spoken: known.get_display_name(_locale(spoken)) or language for spoken in OFFERED})


def right_to_left(language: str) -> bool:
    """Is the language written from right to left?"""
    try:
        return _language(language).text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


_NUMBER = re.compile(r"\d+")
_LAST = {"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c", "ü": "y", "é": "e", "è": "e"}


def alphabetical(name: str) -> tuple[str, str]:
    """A sorting key for names of places and persons: ``sorted(names, key=alphabetical)``.

    The names are Danish in every language, and so is their order: æ, ø and å last, the double a of Aabenraa and Aarhus
    is an å, and 2 comes before 10.
    """
    letters = _NUMBER.sub(lambda number: number[0].zfill(20), name.casefold().replace("aa", "å"))
    return "".join(_LAST.get(letter, letter) for letter in letters), name


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))


@cache
def _language(code: str) -> Locale:
    return Locale.parse(code, sep="-")

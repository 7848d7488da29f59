"""What the program says to people: English where it is said, every other language in gettext's catalogues.

``_("{n} rows are missing", n=3)`` is a ``Text``: it is looked up only when somebody asks for a language, so that a
module can hold it as a constant. The catalogues lie in each room, ``locale/da/LC_MESSAGES/messages.po``, and are
searched together: the same words have the same Danish everywhere. ``make words`` keeps them in step with the code.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import NoReturn

from borgerpuls.languages import OFFERED, TRIED
from borgerpuls.text import Text

SOURCE = "en"
"""The language that stands in the code."""
_PACKAGE = Path(__file__).parent
_ROOMS = (".", "*", "*/*")
"""How deep catalogues lie in a package: in itself, in a room, in a part of a room."""


class CataloguesMissing(Exception):
    """A language is offered, but its catalogues are not compiled."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f'The catalogues of the language "{language}" are not compiled. Run: make install, or: make words'
        )


class Untranslated(KeyError):
    """A sentence is not written in a language."""

    def __init__(self, english: str, language: str) -> None:
        super().__init__(f'"{english}" is not written in the language "{language}". Run: make words')


class Incomplete(Exception):
    """Sentences that must all be written in a language are not."""

    def __init__(self, language: str, sentences: Sequence[str]) -> None:
        listed = "\n".join(f"  {sentence}" for sentence in sentences)
        super().__init__(f'Not written in the language "{language}". Run: make words\n{listed}')


class Message(Text):
    """One sentence, with the values that are filled in.

    A language that the sentence or one of its values is not written in is missing, as in every ``Text``.
    """

    __slots__ = ("_context", "_count", "_english", "_plural", "_values")

    def __init__(
        self,
        english: str,
        values: dict[str, object],
        context: str | None = None,
        plural: str | None = None,
        count: int = 1,
    ) -> None:
        super().__init__()
        self._english, self._plural, self._context, self._count = english, plural, context, count
        self._values = {name: _held(value) for name, value in values.items()}

    def __getitem__(self, language: str) -> str:
        written = self._written(language)
        if not self._values:
            return written
        values = {name: value[language] if isinstance(value, Text) else value for name, value in self._values.items()}
        try:
            return written.format(**values)
        except KeyError as lacking:
            raise LookupError(f'"{self._english}": nothing is given for {lacking}') from None

    def __contains__(self, language: object) -> bool:
        try:
            self._written(str(language))
        except KeyError:
            return False
        return all(language in value for value in self._values.values() if isinstance(value, Text))

    def __iter__(self) -> Iterator[str]:
        return (language for language in OFFERED if language in self)

    def __len__(self) -> int:
        return sum(1 for _language in self)

    def format(self, **values: object) -> Text:
        """The sentence with ``{name}`` filled in, as in ``Text.format``."""
        if self._values:
            return super().format(**values)
        return Message(self._english, values, self._context, self._plural, self._count)

    def _written(self, language: str) -> str:
        if self._plural is not None:
            return _catalogues(language).ngettext(self._english, self._plural, self._count)
        return _translation(language, self._english, self._context)


class Verbatim(Text):
    """The same letters in every language: a file's name, a code, a number."""

    __slots__ = ("_letters",)

    def __init__(self, letters: str) -> None:
        super().__init__()
        self._letters = letters

    def __getitem__(self, language: str) -> str:
        return self._letters

    def __contains__(self, language: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(OFFERED)

    def __len__(self) -> int:
        return len(OFFERED)


def _(english: str, /, **values: object) -> Text:
    """A sentence in every language, with ``{name}`` filled in where values are given.

    ``english`` is a literal, so that ``make words`` finds it. A value that is a ``Text`` gives its own words in each
    language.
    """
    return Message(english, values)


def ngettext(one: str, many: str, n: int, /, **values: object) -> Text:
    """A sentence that depends on a number: ``ngettext("{n} answer", "{n} answers", n)``."""
    return Message(one, {"n": n, **values}, plural=many, count=n)


def pgettext(context: str, english: str, /, **values: object) -> Text:
    """A sentence whose English is another sentence's too, and whose Danish is not."""
    return Message(english, values, context)


def verbatim(letters: object, /) -> Text:
    """What is not translated: ``verbatim(path.name)``."""
    return Verbatim(str(letters))


def joined(separator: str, texts: Sequence[Text]) -> Text:
    """Texts one after the other, in the languages that all of them are written in."""
    spoken = [language for language in OFFERED if all(language in text for text in texts)]
    return Text({language: separator.join(text[language] for text in texts) for language in spoken})


def _held(value: object) -> object:
    """A value that stays as it is until the sentence is read, in another process too."""
    return value if isinstance(value, (str, int, float, Text)) else str(value)


class _Nowhere(NullTranslations):
    """Where the search ends: no sentence falls back to another language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def _refuse(self, english: str) -> NoReturn:
        raise Untranslated(english, self._language)

    def gettext(self, message: str) -> str:
        self._refuse(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._refuse(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        self._refuse(message)


@cache
def _translation(language: str, english: str, context: str | None) -> str:
    catalogues = _catalogues(language)
    return catalogues.gettext(english) if context is None else catalogues.pgettext(context, english)


@cache
def _catalogues(language: str) -> NullTranslations:
    """All catalogues of a language, one searched after the other."""
    if language == SOURCE:
        return NullTranslations()
    end: NullTranslations = _Nowhere(language)
    files = [file for folder in (_PACKAGE, TRIED) if folder for file in _files(Path(folder), language)]
    if not files and language in OFFERED:
        raise CataloguesMissing(language)
    for file in reversed(files):
        with file.open("rb") as reading:
            catalogue = GNUTranslations(reading)
        catalogue.add_fallback(end)
        end = catalogue
    return end


def _files(folder: Path, language: str) -> list[Path]:
    sources = [
        source for room in _ROOMS for source in sorted(folder.glob(f"{room}/locale/{language}/LC_MESSAGES/*.po"))
    ]
    compiled = [file for room in _ROOMS for file in sorted(folder.glob(f"{room}/locale/{language}/LC_MESSAGES/*.mo"))]
    if {file.with_suffix("") for file in sources} - {file.with_suffix("") for file in compiled}:
        raise CataloguesMissing(language)
    return compiled

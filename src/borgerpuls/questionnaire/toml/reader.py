"""Reading a TOML file a person wrote: every value is asked for by name and kind, every mistake gets its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from borgerpuls.messages import _, pgettext
from borgerpuls.problems import Problem, Problems
from borgerpuls.questionnaire.toml.positions import Path as Address
from borgerpuls.questionnaire.toml.positions import lines
from borgerpuls.questionnaire.toml.syntax import at, decoded, parsed
from borgerpuls.text import Text

SLUG = re.compile(r"[a-z][a-z0-9_]*")
"""An id that can be a column, a key and a part of an address on every engine."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""A code or a name as it stands in data and addresses: capitals, leading digits and hyphens too."""

_SLUG_RULE = _("Use small letters a-z, digits and _, and begin with a letter.")
_CODE_RULE = _("Use letters a-z, digits, - and _, and begin with a letter or digit.")
KINDS: Mapping[type, Text] = {
    str: _("text in quotes"),
    int: _("a whole number"),
    float: _("a number"),
    bool: _("true or false"),
    date: _("a date like 2024-03-31"),
    list: _("a list in [ ]"),
    dict: _("a table in { }"),
}


def suggestion(wrong: str, known: Sequence[str]) -> Text:
    """What was probably meant, and else what there is to choose from."""
    if close := get_close_matches(wrong, known, n=1, cutoff=0.6):
        return _("Did you mean {close}?", close=quoted(close[0]))
    if not known:
        return _("Delete it, or define it first.")
    names = ", ".join(known)
    return _("Choose among: {names}.", names=names)


def quoted(word: object) -> str:
    """A word of somebody else's in a sentence of ours."""
    return f'"{word}"'


class Source:
    """A TOML text and its lines; ``parts`` are the files it was put together from, with each one's first line."""

    def __init__(self, text: str, parts: Sequence[tuple[str, int]]) -> None:
        self.text = text
        self._parts = tuple(parts)
        self._lines = lines(text.removeprefix("\ufeff"))
        self._told: dict[Text, int] = {}

    def where(self, path: Address) -> Text:
        """File and line of a value, or of the table it is missing from."""
        while path not in self._lines:
            path = path[:-1]
        line = self._lines[path]
        name, first = [part for part in self._parts if part[1] <= line][-1]
        where = at(name, line - first + 1)
        self._told[where] = line
        return where

    def in_order(self, problems: Sequence[Problem]) -> list[Problem]:
        """Problems in the order of the lines they stand on."""
        return sorted(problems, key=lambda problem: self._told.get(problem.where, 0))


def open_toml(path: Path, problems: Problems) -> "Table | None":
    """The outermost table of a TOML file, or None with the problem told."""
    text = decoded(path, problems)
    values = None if text is None else parsed(path.name, text, problems)
    if text is None or values is None:
        return None
    return Table(values, (), Source(text, ((path.name, 1),)), problems)


class Table:
    """One table of a TOML file. What is asked for and not right is told, and a harmless stand-in is returned."""

    def __init__(self, values: Mapping[str, object], path: Address, source: Source, problems: Problems) -> None:
        self._values, self._path, self._source, self._problems = values, path, source, problems
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        """The keys in the order they are written: for a table whose keys are codes."""
        return iter(self._values)

    def holds(self, key: str, kind: type) -> bool:
        """Whether the key is written as this kind: for what may be written in two ways."""
        return isinstance(self._values.get(key), kind)

    def where(self, *key: str | int) -> Text:
        return self._source.where((*self._path, *key))

    def wrong(self, key: str | None, what: Text, remedy: Text) -> None:
        self._problems.add(self.where(key) if key else self.where(), what, remedy)

    def doubtful(self, key: str | None, what: Text, remedy: Text) -> None:
        self._problems.warn(self.where(key) if key else self.where(), what, remedy)

    def _get(self, key: str, kind: type, required: bool) -> object:
        self._asked.append(key)
        value = self._values.get(key)
        if value is None:
            if required:
                self.wrong(
                    key,
                    _("{key} is missing.", key=quoted(key)),
                    _("{key} = … ({kind})", key=key, kind=KINDS[kind]),
                )
            return None
        # A bool is an int, and a datetime a date, to Python but not to a person.
        right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        if right and not (kind is date and isinstance(value, datetime)):
            return value
        self.wrong_kind((key,), kind, value)
        return None

    def wrong_kind(self, key: Address, kind: type, value: object) -> None:
        name = ".".join(str(k) for k in key if isinstance(k, str))
        remedy = _("Mend the value.")
        if kind is str and isinstance(value, int | float | date):
            remedy = _('Write "{value}" in quotes.', value=value)
        elif isinstance(value, str) and kind in (int, float, bool, date):
            remedy = _("Write it without quotes.")
        self._problems.add(
            self.where(*key),
            _("{name} must be {kind}.", name=quoted(name), kind=KINDS[kind]),
            remedy,
        )

    def check_lifetime(self, valid_from: date | None, valid_to: date | None) -> None:
        """What ends must have begun."""
        if valid_from and valid_to and valid_from >= valid_to:
            self.wrong(
                "valid_to",
                _("It ends before it begins."),
                _('"valid_to" is the first day without it.'),
            )

    def string(self, key: str, required: bool = True) -> str:
        value = self._get(key, str, required)
        return value if isinstance(value, str) else ""

    def named(self, key: str, pattern: re.Pattern[str] = SLUG) -> str:
        """An id or code: safe as a column, a file name and a part of an address."""
        value = self.string(key)
        if isinstance(self._values.get(key), str) and not pattern.fullmatch(value):
            self.wrong(
                key,
                _("{value} cannot be used as a name.", value=quoted(value)),
                _SLUG_RULE if pattern is SLUG else _CODE_RULE,
            )
        return value

    def integer(self, key: str, required: bool = False) -> int | None:
        value = self._get(key, int, required)
        return value if isinstance(value, int) else None

    def number(self, key: str) -> float | None:
        value = self._get(key, int if self.holds(key, int) else float, False)
        return float(value) if isinstance(value, int | float) else None

    def flag(self, key: str) -> bool:
        return self._get(key, bool, False) is True

    def day(self, key: str, required: bool = False) -> date | None:
        value = self._get(key, date, required)
        return value if isinstance(value, date) else None

    def choice(self, key: str, known: Sequence[str], default: str) -> str:
        value = self.string(key, required=False) or default
        if value in known:
            return value
        self.wrong(
            key,
            _("{key} cannot be {value}.", key=quoted(key), value=quoted(value)),
            suggestion(value, known),
        )
        return default

    def reference(self, key: str, known: Sequence[str], required: bool = True) -> str | None:
        """The id of something defined elsewhere in the file."""
        value = self.string(key, required)
        if not isinstance(self._values.get(key), str):
            return None
        if value in known:
            return value
        self.wrong(
            key,
            _("{key} points to {value}, which does not exist.", key=quoted(key), value=quoted(value)),
            suggestion(value, known),
        )
        return None

    def text(self, key: str, languages: Sequence[str], required: bool = True) -> Text | None:
        """Words in every language of the file; one that is missing or empty is a problem, never a fallback."""
        value = self._get(key, dict, required)
        if not isinstance(value, dict):
            return Text(dict.fromkeys(languages, "")) if required else None
        for language in languages:
            if language not in value:
                self.wrong(
                    key,
                    _("{key} is missing in the language {language}.", key=quoted(key), language=quoted(language)),
                    _('Add {language} = "…".', language=language),
                )
        for language, words in value.items():
            if not isinstance(words, str):
                self.wrong_kind((key, language), str, words)
            elif not words.strip():
                self._problems.add(
                    self.where(key, language),
                    _("{key} is empty.", key=quoted(key)),
                    _("Write the text."),
                )
            if language not in languages:
                self._problems.warn(
                    self.where(key, language),
                    _("The language {language} is not one of the file's languages.", language=quoted(language)),
                    _('Add it to "languages", or delete the text.'),
                )
        return Text({k: v for k, v in value.items() if isinstance(v, str)})

    def words(self, key: str, languages: Sequence[str]) -> Text:
        """Words that must be there."""
        return self.text(key, languages) or Text()

    def name(self, key: str, languages: Sequence[str]) -> Text:
        """Words that must be there, or one string for what is called the same in every language."""
        if self.holds(key, str) and (word := self.string(key)).strip():
            return Text(dict.fromkeys(languages, word))
        return self.words(key, languages)

    def elements(self, key: str, kind: type, required: bool = False) -> Sequence[object]:
        """A list whose elements are all of one kind."""
        values = self._get(key, list, required)
        if not isinstance(values, list):
            return ()
        right = []
        for index, value in enumerate(values):
            if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
                right.append(value)
            else:
                self.wrong_kind((key, index), kind, value)
        return right

    def strings(self, key: str, required: bool = False) -> tuple[str, ...]:
        return tuple(str(value) for value in self.elements(key, str, required))

    def tables(self, key: str, required: bool = False) -> Sequence["Table"]:
        """The tables of ``[[key]]``, in order."""
        values = self._get(key, list, required)
        if not isinstance(values, list):
            return ()
        found = []
        for index, value in enumerate(values):
            if isinstance(value, dict):
                found.append(Table(value, (*self._path, key, index), self._source, self._problems))
            else:
                self.wrong_kind((key, index), dict, value)
        return found

    def table(self, key: str, required: bool = False) -> "Table | None":
        value = self._get(key, dict, required)
        return Table(value, (*self._path, key), self._source, self._problems) if isinstance(value, dict) else None

    def pairs(self, key: str) -> Mapping[str, str]:
        """``{ old = "new" }``: a mapping of text to text."""
        value = self._get(key, dict, False)
        if not isinstance(value, dict):
            return {}
        for name, target in value.items():
            if not isinstance(target, str):
                self.wrong_kind((key, name), str, target)
        return {name: target for name, target in value.items() if isinstance(target, str)}

    def close(self) -> None:
        """Tell every key that nobody asked for: a slip of the pen would otherwise be silently ignored."""
        for key in self._values:
            if key not in self._asked:
                self.wrong(
                    key,
                    _("The key {key} is not known here.", key=quoted(key)),
                    suggestion(key, self._asked),
                )


def check_distinct(named: Sequence[tuple[Table, str]], reserved: Sequence[str] = (), key: str = "id") -> None:
    """Tell every id that is used twice, or that the program keeps for itself."""
    seen: set[str] = set()
    for table, name in named:
        if name in reserved:
            table.wrong(
                key,
                _("The name {name} is taken.", name=quoted(name)),
                _("Choose another name."),
            )
        elif name and name in seen:
            table.wrong(
                key,
                _("{name} is used twice.", name=quoted(name)),
                pgettext("table", "Give each a name of its own."),
            )
        seen.add(name)

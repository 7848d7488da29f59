"""Reading a TOML file a person wrote: every value is asked for by name and kind, every mistake gets its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from borgerpuls.problems import Problems
from borgerpuls.questionnaire.positions import Path as Address
from borgerpuls.questionnaire.positions import lines
from borgerpuls.text import Text

SLUG = re.compile(r"[a-z][a-z0-9_]*")
"""An id that can be a column, a key and a part of an address on every engine."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""A code or a name as it stands in data and addresses: capitals, leading digits and hyphens too."""

_SLUG_RULE = Text(
    da="Brug små bogstaver a-z, tal og _, og begynd med et bogstav.",
    en="Use small letters a-z, digits and _, and begin with a letter.",
)
_CODE_RULE = Text(
    da="Brug bogstaver a-z, tal, - og _, og begynd med et bogstav eller tal.",
    en="Use letters a-z, digits, - and _, and begin with a letter or digit.",
)
_UNREADABLE = Text(da="Linjen kan ikke læses som TOML.", en="The line cannot be read as TOML.")
_MEND = Text(da="Ret linjen, og tjek igen.", en="Mend the line and check again.")
_SYNTAX = (
    (
        "Cannot overwrite|Cannot declare|Cannot mutate|Duplicate",
        Text(da="Den samme nøgle eller tabel står to gange.", en="The same key or table stands twice."),
        Text(
            da="Slet den ene, eller skriv tabeller i en liste som [[…]].", en="Delete one, or write [[…]] for a list."
        ),
    ),
    (
        'string|Illegal character|Unescaped|hex value|Expected "\'"',
        Text(
            da="En tekst er ikke afsluttet eller har et ulovligt tegn.", en="A text is not closed or holds a bad sign."
        ),
        Text(da='Skriv teksten mellem to " på én linje.', en='Put the text between two " on one line.'),
    ),
    (
        "Expected '='|Invalid statement|Invalid initial",
        Text(da="Her skulle stå en nøgle med en værdi.", en="A key with a value should stand here."),
        Text(da="Skriv: nøgle = værdi.", en="Write: key = value."),
    ),
    (
        "Invalid value|Invalid date|Expected newline",
        Text(da="Værdien kan ikke læses.", en="The value cannot be read."),
        Text(
            da="Skriv tekst og koder som 0101 i anførselstegn, tal uden, datoer som 2024-03-31 og ja/nej som true/false.",
            en="Write text and codes like 0101 in quotes, numbers without, dates as 2024-03-31, yes/no as true/false.",
        ),
    ),
    (
        "Unclosed|Expected '\\]",
        Text(da="En liste eller en tabel er ikke afsluttet.", en="A list or a table is not closed."),
        Text(
            da="Sæt komma mellem delene, og slut med ] eller }.", en="Put commas between the parts and end with ] or }."
        ),
    ),
)

KINDS: Mapping[type, Text] = {
    str: Text(da="tekst i anførselstegn", en="text in quotes"),
    int: Text(da="et helt tal", en="a whole number"),
    float: Text(da="et tal", en="a number"),
    bool: Text(da="true eller false", en="true or false"),
    date: Text(da="en dato som 2024-03-31", en="a date like 2024-03-31"),
    list: Text(da="en liste i [ ]", en="a list in [ ]"),
    dict: Text(da="en tabel i { }", en="a table in { }"),
}


def decoded(path: Path, problems: Problems) -> str | None:
    """The text of a file, byte for byte (line ends are kept), or None with the problem told."""
    where = Text(da=path.name, en=path.name)
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        reason = "findes ikke" if isinstance(error, FileNotFoundError) else "kan ikke åbnes"
        problems.add(
            where,
            Text(da=f"Filen {reason}.", en=f"The file cannot be opened ({error.strerror})."),
            Text(da="Tjek navn og mappe.", en="Check its name and folder."),
        )
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(
            at(path.name, line),
            Text(da="Filen er ikke gemt som UTF-8.", en="The file is not saved as UTF-8."),
            Text(da="Gem den igen med tegnsættet UTF-8.", en="Save it again with the encoding UTF-8."),
        )
    return None


def at(name: str, line: int) -> Text:
    """``2024-spring.toml, line 12``"""
    return Text(da=f"{name}, linje {line}", en=f"{name}, line {line}")


def suggestion(wrong: str, known: Sequence[str]) -> Text:
    """What was probably meant, and else what there is to choose from."""
    if close := get_close_matches(wrong, known, n=1, cutoff=0.6):
        return Text(da=f"Mente du {quoted(close[0])}?", en=f"Did you mean {quoted(close[0])}?")
    if not known:
        return Text(da="Slet den, eller opret den først.", en="Delete it, or define it first.")
    names = ", ".join(known)
    return Text(da=f"Vælg blandt: {names}.", en=f"Choose among: {names}.")


def quoted(word: object) -> str:
    return f'"{word}"'


def parsed(name: str, text: str, problems: Problems) -> dict[str, object] | None:
    """The values of a TOML text, or None with the line where its grammar breaks told."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except ValueError as error:  # TOMLDecodeError, and what Python says to a number of 5,000 digits
        message = str(error)
        found = re.search(r"at line (\d+)", message)
        line = int(found[1]) if found else len(text.rstrip().splitlines())
        known = ((what, remedy) for pattern, what, remedy in _SYNTAX if re.search(pattern, message))
        what, remedy = next(known, (_UNREADABLE, _MEND))
        problems.add(at(name, max(line, 1)), what, remedy)
    except RecursionError:
        problems.add(at(name, 1), Text(da="Lister står for dybt i lister.", en="Lists are nested too deep."), _MEND)
    return None


@dataclass(frozen=True)
class Source:
    """A TOML text and its lines; ``parts`` are the files it was put together from, with each one's first line."""

    text: str
    parts: tuple[tuple[str, int], ...]
    lines: Mapping[Address, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", lines(self.text.removeprefix("\ufeff")))

    def where(self, path: Address) -> Text:
        while path not in self.lines:  # what is missing is missed where it should have stood
            path = path[:-1]
        line = self.lines[path]
        name, first = [part for part in self.parts if part[1] <= line][-1]
        return at(name, line - first + 1)


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
                    Text(da=f"{quoted(key)} mangler.", en=f"{quoted(key)} is missing."),
                    Text({lang: f"{key} = … ({words})" for lang, words in KINDS[kind].items()}),
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
        remedy = Text(da="Ret værdien.", en="Mend the value.")
        if kind is str and isinstance(value, int | float | date):
            remedy = Text(da=f'Skriv "{value}" i anførselstegn.', en=f'Write "{value}" in quotes.')
        elif isinstance(value, str) and kind in (int, bool, date):
            remedy = Text(da="Skriv den uden anførselstegn.", en="Write it without quotes.")
        self._problems.add(
            self.where(*key),
            Text(
                da=f"{quoted(name)} skal være {KINDS[kind]['da']}.", en=f"{quoted(name)} must be {KINDS[kind]['en']}."
            ),
            remedy,
        )

    def check_lifetime(self, valid_from: date | None, valid_to: date | None) -> None:
        """What ends must have begun."""
        if valid_from and valid_to and valid_from >= valid_to:
            self.wrong(
                "valid_to",
                Text(da="Slutter, før det begynder.", en="It ends before it begins."),
                Text(da='"valid_to" er den første dag, det ikke gælder.', en='"valid_to" is the first day without it.'),
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
                Text(da=f"{quoted(value)} kan ikke bruges som navn.", en=f"{quoted(value)} cannot be used as a name."),
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
            Text(da=f"{quoted(key)} kan ikke være {quoted(value)}.", en=f"{quoted(key)} cannot be {quoted(value)}."),
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
            Text(da=f"{quoted(key)} peger på {quoted(value)}, som ikke findes.",
                 en=f"{quoted(key)} points to {quoted(value)}, which does not exist."),
            suggestion(value, known),
        )  # fmt: skip
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
                    Text(da=f"{quoted(key)} mangler på sproget {quoted(language)}.",
                         en=f"{quoted(key)} is missing in the language {quoted(language)}."),
                    Text(da=f"Tilføj {language} = \"…\".", en=f"Add {language} = \"…\"."),
                )  # fmt: skip
        for language, words in value.items():
            if not isinstance(words, str):
                self.wrong_kind((key, language), str, words)
            elif not words.strip():
                self._problems.add(
                    self.where(key, language),
                    Text(da=f"{quoted(key)} er tom.", en=f"{quoted(key)} is empty."),
                    Text(da="Skriv teksten.", en="Write the text."),
                )
            if language not in languages:
                self._problems.warn(
                    self.where(key, language),
                    Text(da=f"Sproget {quoted(language)} er ikke et af filens sprog.",
                         en=f"The language {quoted(language)} is not one of the file's languages."),
                    Text(da="Føj det til \"languages\", eller slet teksten.",
                         en="Add it to \"languages\", or delete the text."),
                )  # fmt: skip
        return Text({k: v for k, v in value.items() if isinstance(v, str)})

    def words(self, key: str, languages: Sequence[str]) -> Text:
        """Words that must be there."""
        return self.text(key, languages) or Text()

    def name(self, key: str, languages: Sequence[str]) -> Text:
        """Words that must be there, or one string for what is called the same in every language."""
        return Text(dict.fromkeys(languages, self.string(key))) if self.holds(key, str) else self.words(key, languages)

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
                    Text(da=f"Nøglen {quoted(key)} kendes ikke her.", en=f"The key {quoted(key)} is not known here."),
                    suggestion(key, self._asked),
                )


def distinct(named: Sequence[tuple[Table, str]], reserved: Sequence[str] = (), key: str = "id") -> None:
    """Tell every id that is used twice, or that the program keeps for itself."""
    seen: set[str] = set()
    for table, name in named:
        if name in reserved:
            table.wrong(
                key,
                Text(da=f"Navnet {quoted(name)} er optaget.", en=f"The name {quoted(name)} is taken."),
                Text(da="Vælg et andet navn.", en="Choose another name."),
            )
        elif name and name in seen:
            table.wrong(
                key,
                Text(da=f"{quoted(name)} bruges to gange.", en=f"{quoted(name)} is used twice."),
                Text(da="Giv hver sit eget navn.", en="Give each a name of its own."),
            )
        seen.add(name)

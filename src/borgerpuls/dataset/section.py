"""A table of a TOML file read key by key: what is missing, misspelt or of the wrong kind becomes a Problem."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from borgerpuls.problems import Problems
from borgerpuls.text import Text

REQUIRED: Any = object()
"""Stands as the default of a key that must be written."""


class Section:
    """One table. Reading never stops at the first fault: a stand-in is returned and the caller refuses at the end.

    ``done()`` names every key that nobody asked for.
    """

    def __init__(self, table: Mapping[str, Any], file: str, problems: Problems, path: tuple[str, ...] = ()) -> None:
        self._table, self._file, self._path, self.problems = table, file, path, problems
        self._asked: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def where(self, key: str = "") -> Text:
        path = ".".join((*self._path, key) if key else self._path)
        return _both(f"{self._file}, {path}" if path else self._file)

    def wrong(self, key: str, what: Text, remedy: Text) -> None:
        self.problems.add(self.where(key), what, remedy)

    def raw(self, key: str, default: Any = None) -> Any:
        """The value as TOML holds it."""
        self._asked.add(key)
        if key in self._table:
            return self._table[key]
        if default is REQUIRED:
            self.wrong(key, Text(da="mangler.", en="is missing."), Text(da="Skriv linjen.", en="Write the line."))
            return None
        return default

    def _of_kind(self, key: str, default: Any, kind: type | tuple[type, ...], expected: Text, stand_in: Any) -> Any:
        value = self.raw(key, default)
        if value is default or value is None:
            return stand_in if default is REQUIRED else default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(
                key,
                Text(da="{value} er ikke {kind}.", en="{value} is not {kind}.").format(
                    value=repr(value), kind=expected
                ),
                Text(da="Skriv {kind}.", en="Write {kind}.").format(kind=expected),
            )
            return stand_in
        return value

    def string(self, key: str, default: Any = REQUIRED) -> Any:
        return self._of_kind(key, default, str, Text(da='en tekst i "…"', en='a text in "…"'), "")

    def whole(self, key: str, default: Any = REQUIRED) -> Any:
        return self._of_kind(key, default, int, Text(da="et helt tal", en="a whole number"), 0)

    def number(self, key: str, default: Any = REQUIRED) -> Any:
        return float(self._of_kind(key, default, (int, float), Text(da="et tal", en="a number"), 0.0))

    def flag(self, key: str, default: Any = REQUIRED) -> Any:
        return self._of_kind(key, default, bool, Text(da="true eller false", en="true or false"), False)

    def day(self, key: str, default: Any = REQUIRED) -> Any:
        expected = Text(da="en dato som 2024-03-31 (uden anførselstegn)", en="a date like 2024-03-31 (without quotes)")
        value = self._of_kind(key, default, date, expected, date(1, 1, 1))
        return value.date() if isinstance(value, datetime) else value

    def choice(self, key: str, options: Iterable[str], default: Any = REQUIRED) -> Any:
        value = self.string(key, default)
        if key in self._table and value and value not in (known := tuple(options)):
            listed = ", ".join(f'"{o}"' for o in known)
            self.wrong(
                key,
                Text(da=f'"{value}" kendes ikke.', en=f'"{value}" is not known.'),
                Text(da=f"Skriv en af {listed}.", en=f"Write one of {listed}."),
            )
        return value

    def strings(self, key: str, default: Any = REQUIRED) -> Any:
        expected = Text(da='en liste af tekster ["a", "b"]', en='a list of texts ["a", "b"]')
        value = self._of_kind(key, default, list, expected, [])
        if value is default:
            return default
        if not all(isinstance(v, str) for v in value):
            self.wrong(
                key,
                Text(da="{kind} ventes her.", en="{kind} is expected here.").format(kind=expected),
                Text(da='Sæt hver kode i "…".', en='Put every code in "…".'),
            )
            return ()
        return tuple(value)

    def words(self, key: str, languages: Iterable[str], default: Any = REQUIRED) -> Any:
        """Words in every language: ``{ da = "Hele landet", en = "The whole country" }``, or one string for all."""
        expected = Text(da='en tekst eller { da = "…", en = "…" }', en='a text or { da = "…", en = "…" }')
        value = self._of_kind(key, default, (str, dict), expected, "")
        if value is default or isinstance(value, Text):
            return value
        wanted = tuple(languages)
        if isinstance(value, str):
            return Text(dict.fromkeys(wanted, value))
        missing = [language for language in wanted if not isinstance(value.get(language), str)]
        strange = [language for language in value if language not in wanted]
        if missing or strange:
            listed = ", ".join(wanted)
            self.wrong(
                key,
                Text(
                    da=f"sprogene er ikke {listed}: {', '.join((*missing, *strange))} mangler eller er for meget.",
                    en=f"the languages are not {listed}: {', '.join((*missing, *strange))} missing or too many.",
                ),
                Text(da=f"Skriv en tekst for hvert af {listed}.", en=f"Write one text for each of {listed}."),
            )
        return Text({language: str(value.get(language, "")) for language in wanted})

    def section(self, key: str, default: Any = None) -> "Section":
        """A table inside this one; empty where it is not written."""
        expected = Text(da="en tabel [navn] eller { … }", en="a table [name] or { … }")
        table = self._of_kind(key, default, dict, expected, {})
        return Section(table or {}, self._file, self.problems, (*self._path, key))

    def done(self) -> None:
        for key in self._table:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                hint = (
                    Text(da=f' Mente du "{near[0]}"?', en=f' Did you mean "{near[0]}"?') if near else Text(da="", en="")
                )
                self.wrong(
                    key,
                    Text(da="kendes ikke.{hint}", en="is not known.{hint}").format(hint=hint),
                    Text(da="Ret eller slet linjen.", en="Correct or delete the line."),
                )


def read_section(path: Path, problems: Problems) -> Section | None:
    """A whole TOML file as a Section, or None with a Problem when it cannot be read."""
    try:
        return Section(tomllib.loads(path.read_text(encoding="utf-8")), path.name, problems)
    except FileNotFoundError:
        problems.add(
            _both(path.name),
            Text(da="filen findes ikke.", en="the file is not there."),
            Text(da=f"Læg den i {path.parent}.", en=f"Put it in {path.parent}."),
        )
    except (OSError, UnicodeDecodeError) as error:
        problems.add(
            _both(path.name),
            Text(da=f"filen kan ikke læses ({error}).", en=f"the file cannot be read ({error})."),
            Text(da="Gem den som tekst i UTF-8.", en="Save it as text in UTF-8."),
        )
    except tomllib.TOMLDecodeError as error:
        problems.add(
            _both(path.name),
            Text(da=f"filen er ikke gyldig TOML: {error}.", en=f"the file is not valid TOML: {error}."),
            Text(da="Ret den nævnte linje.", en="Correct the line named."),
        )
    return None


def _both(words: str) -> Text:
    return Text(da=words, en=words)

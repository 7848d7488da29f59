"""Where each value of a TOML text stands, so that a problem can name the line."""

import re
import tomllib
from collections.abc import Mapping
from itertools import accumulate

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[ \t\r]+"
    r"|[\n\[\]{},=.]"
    r"|[^\s\[\]{},=.\"'#]+",
    re.DOTALL,
)


def lines(text: str) -> Mapping[Path, int]:
    """The line, from 1, at which every key, table and array element of a valid TOML text begins.

    ``("items", 2, "wording", "da")`` is the Danish wording of the third item. The text must already have been
    accepted by ``tomllib``: the scan trusts its grammar and judges nothing.
    """
    return _Scan(text).found


class _Scan:
    def __init__(self, text: str) -> None:
        tokens = [m.group() for m in _TOKEN.finditer(text)]
        starts = accumulate((t.count("\n") for t in tokens), initial=1)
        # Blanks and comments mean nothing; a newline ends a statement and is kept.
        self._tokens = [(t, line) for t, line in zip(tokens, starts, strict=False) if t[0] not in " \t\r#"]
        self._at = 0
        self._elements: dict[Path, int] = {}  # array of tables -> index of its newest table
        self.found: dict[Path, int] = {(): 1}
        self._statements()

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _next(self) -> tuple[str, int]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip_newlines(self) -> None:
        while self._peek() == "\n":
            self._at += 1

    def _statements(self) -> None:
        table: Path = ()
        self._skip_newlines()
        while self._peek():
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip_newlines()

    def _header(self) -> Path:
        _, line = self._next()
        array = self._peek() == "["
        if array:
            self._next()
        *above, last = self._keys("]")
        path: Path = ()
        for key in above:
            path = self._newest((*path, key))
            self.found.setdefault(path, line)
        path = (*path, last)
        if array:
            self._next()
            self._elements[path] = self._elements.get(path, -1) + 1
            self.found.setdefault(path, line)
            path = self._newest(path)
        self.found.setdefault(path, line)
        return path

    def _newest(self, path: Path) -> Path:
        return (*path, self._elements[path]) if path in self._elements else path

    def _keys(self, end: str) -> list[str]:
        """A dotted key; its closing token is taken too."""
        keys = []
        while (token := self._next()[0]) != end:
            if token != ".":
                keys.append(_unquoted(token))
        return keys

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at][1]
        path = table
        for key in self._keys("="):
            path = (*path, key)
            self.found.setdefault(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._peek() == "[":
            self._array(path)
        elif self._peek() == "{":
            self._inline(path)
        else:
            while self._peek() not in ("", "\n", ",", "]", "}"):
                self._next()

    def _array(self, path: Path) -> None:
        self._next()
        index = 0
        while self._after_blank() != "]":
            if self._peek() == ",":
                self._next()
                continue
            self.found[(*path, index)] = self._tokens[self._at][1]
            self._value((*path, index))
            index += 1
        self._next()

    def _inline(self, path: Path) -> None:
        self._next()
        while self._after_blank() != "}":
            if self._peek() == ",":
                self._next()
                continue
            self._pair(path)
        self._next()

    def _after_blank(self) -> str:
        self._skip_newlines()
        return self._peek()


def _unquoted(token: str) -> str:
    return next(iter(tomllib.loads(f"{token} = 0"))) if token[0] in "\"'" else token

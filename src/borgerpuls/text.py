"""Words that people read, in every language they are written in."""

from collections.abc import Collection, Iterator, Mapping


class Text(Mapping[str, str]):
    """The same words in several languages: ``Text(da="Borger", en="Citizen")``.

    A language that is not written is missing: asking for it raises ``KeyError``, so that no page
    falls back to another language by accident. Equal and hashable by content.
    """

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str] | None = None, /, **more: str) -> None:
        self._words: dict[str, str] = {**(words or {}), **more}

    def __getitem__(self, language: str) -> str:
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"Text({dict(self)!r})"

    def only(self, languages: Collection[str]) -> "Text":
        """The words in some of the languages."""
        return Text({language: words for language, words in self.items() if language in languages})

    def format(self, **values: object) -> "Text":
        """The words with ``{name}`` filled in; a value that is a Text gives its own words for each language.

        A language that one of the values is not written in is missing.
        """
        texts = [value for value in values.values() if isinstance(value, Text)]
        return Text(
            {
                language: words.format(**{k: v[language] if isinstance(v, Text) else v for k, v in values.items()})
                for language, words in self.items()
                if all(language in text for text in texts)
            }
        )

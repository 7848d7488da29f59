"""The questionnaire as small frozen dataclasses; the words and codes themselves live in TOML."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from borgerpuls.questionnaire.toml.dates import holds
from borgerpuls.text import Text


@dataclass(frozen=True)
class Category:
    """One answer that can be chosen on a scale.

    ``code`` is what a file holds. ``value`` is what is counted, and is None for what is no answer to the
    question (do not know, not relevant). ``favourable`` categories make up the statistic ``top2``.
    """

    code: int
    label: Text
    value: int | None
    kind: Literal["answer", "dont_know", "not_relevant"] = "answer"
    favourable: bool = False


@dataclass(frozen=True)
class Scale:
    """A response scale: its categories in order, from the most negative to the most positive answer."""

    id: str
    categories: tuple[Category, ...]
    better: Literal["high", "low"] = "high"

    @property
    def answers(self) -> tuple[Category, ...]:
        return tuple(c for c in self.categories if c.value is not None)


@dataclass(frozen=True)
class Condition:
    """Whom an item is asked: those who chose one of ``codes`` on an earlier item, or have one of them as background."""

    of: Literal["item", "background"]
    id: str
    codes: tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One question. ``theme`` is None for an item that stands alone; ``short`` is its label in a table.

    ``local`` is 1, 2 or 3 for a unit's own question and None for a shared one; ``unit`` then says whose it is.
    In a wave, local items answer in the columns ``local_1`` to ``local_3``, whoever asked them.
    """

    id: str
    scale: Scale
    wording: Text
    short: Text
    theme: str | None = None
    local: int | None = None
    unit: str | None = None
    asked_when: Condition | None = None
    """None: everybody is asked."""

    @property
    def column(self) -> str:
        return self.id if self.local is None else f"local_{self.local}"

    @property
    def fingerprint(self) -> str:
        """Same fingerprint, same question: wording and scale in every language, asked of the same people.

        A change is computed only then.
        """
        return self.fingerprint_in(tuple(self.wording))

    def fingerprint_in(self, languages: Collection[str]) -> str:
        """The same in some languages only: a language that is added later changes nothing in the others."""
        content: dict[str, object] = {
            "wording": dict(self.wording.only(languages)),
            "scale": [
                [c.code, c.value, c.kind, c.favourable, dict(c.label.only(languages))] for c in self.scale.categories
            ],
        }
        if self.asked_when is not None:
            content["asked_when"] = [self.asked_when.of, self.asked_when.id, list(self.asked_when.codes)]
        return _digest(content)


@dataclass(frozen=True)
class Theme:
    """A dimension measured by several items; its score is the mean of those answered.

    The score exists when at least ``answered`` (a share) of the items are answered.
    """

    id: str
    name: Text
    items: tuple[str, ...]
    answered: Fraction = Fraction(1, 2)
    description: Text | None = None


@dataclass(frozen=True)
class Code:
    """One value of a background variable. ``low`` and ``high`` bound it when it is a band of numbers (years)."""

    id: str
    label: Text
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class CodeList:
    """The values of a background variable while a law or a habit holds: valid from (and with) to (and without)."""

    id: str
    codes: tuple[Code, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    to_next: Mapping[str, str] | None = None
    """Code of this list -> code of the list that follows it; a code that is left out has no successor."""


@dataclass(frozen=True)
class Background:
    """What is known of a person beside the answers: age, sex, duration, target group."""

    id: str
    label: Text
    lists: tuple[CodeList, ...]

    def at(self, day: date) -> CodeList | None:
        """The code list in force on a day."""
        for codes in self.lists:
            if holds(day, codes.valid_from, codes.valid_to):
                return codes
        return None


@dataclass(frozen=True)
class Concept:
    """What the survey sets out to measure, and keeps measuring from one questionnaire to the next."""

    id: str
    name: Text
    description: Text


@dataclass(frozen=True)
class Words:
    """What the things of this survey are called, so that no code says municipality or citizen."""

    unit: Text
    units: Text
    whole: Text
    person: Text
    persons: Text


@dataclass(frozen=True)
class Questionnaire:
    """The instrument of one wave: what is asked, how it is scored, and what is known beside the answers."""

    id: str
    title: Text
    languages: tuple[str, ...]
    words: Words
    scales: tuple[Scale, ...]
    themes: tuple[Theme, ...]
    items: tuple[Item, ...]
    local_items: tuple[Item, ...]
    backgrounds: tuple[Background, ...]
    overall: str | None = None
    """The theme that sums the survey up; reports lead with it."""
    comment: Text | None = None
    """The open question at the end, for citizens' own words."""
    concept: Concept | None = None
    source: str = ""
    """The TOML it was read from, byte for byte: a frozen wave keeps it."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the TOML: a wave refuses a questionnaire that has changed since it opened."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    def item(self, id: str) -> Item:
        return next(i for i in (*self.items, *self.local_items) if i.id == id)

    def theme(self, id: str) -> Theme:
        return next(t for t in self.themes if t.id == id)

    def background(self, id: str) -> Background:
        return next(b for b in self.backgrounds if b.id == id)

    def local_of(self, unit: str) -> tuple[Item, ...]:
        return tuple(i for i in self.local_items if i.unit == unit)

    def theme_fingerprint(self, id: str, languages: Collection[str] = ()) -> str:
        """Same fingerprint, same theme: the same items, worded and scored the same way (in all languages)."""
        theme, spoken = self.theme(id), languages or self.languages
        return _digest([str(theme.answered), *(self.item(i).fingerprint_in(spoken) for i in theme.items)])


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

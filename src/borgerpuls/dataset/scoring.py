"""Every way in which a theme can be answered, scored beforehand.

The engine turns a person's answers to a theme into one number, looks it up here and adds what it finds. No engine
ever computes a score, so all agree on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
import pyarrow as pa

from borgerpuls.dataset.pack import Counter, Integers, pack
from borgerpuls.dataset.plan import Choice, Theme

MOST = 1 << 16
"""The most combinations of answers that are listed one by one."""

Answering = tuple[int, int, int]
"""Items answered, sum of their values above the theme's lowest, favourable ones."""


@dataclass(frozen=True)
class ThemeScores:
    """A theme's part of the table, its keys from ``start`` on.

    A person's key is ``start`` plus a *mark* for each item. With few items every combination of states has a key of
    its own: the mark is state times place. With many, three sums lie side by side in the key: items answered,
    their values above the lowest, favourable ones.
    """

    theme: Theme
    start: int

    @property
    def each(self) -> bool:
        """Whether each combination of states has a key of its own."""
        return prod(c.states for c in self.theme.choices) <= MOST

    @property
    def end(self) -> int:
        return int(self.answerings[:, 0].max()) + 1

    @cached_property
    def places(self) -> tuple[int, ...]:
        sizes = [c.states for c in self.theme.choices]
        return tuple(prod(sizes[:j]) for j in range(len(sizes)))

    def answer(self, choice: Choice) -> Mapping[int | None, Answering]:
        """What one answer adds: code, or None where unanswered -> (answered, value above the lowest, favourable)."""
        counted = zip(choice.codes, choice.values, choice.favourable, strict=True)
        return {None: (0, 0, 0)} | {
            code: (0, 0, 0) if value is None else (1, value - self.theme.lowest, int(good))
            for code, value, good in counted
        }

    def mark(self, answering: Answering) -> int:
        """The three sums side by side."""
        answered, total, good = answering
        many = len(self.theme.choices) + 1
        return answered + many * (good + many * total)

    @cached_property
    def answerings(self) -> Integers:
        """[R, 4]: key, items answered, sum of values above the lowest, favourable ones."""
        if self.each:
            rows = np.full((1, 4), (self.start, 0, 0, 0), dtype=np.int64)
            for choice, place in zip(self.theme.choices, self.places, strict=True):
                step = np.array([(choice.state[code] * place, *what) for code, what in self.answer(choice).items()])
                rows = (rows[None, :, :] + step[:, None, :]).reshape(-1, 4)
            return rows
        many = len(self.theme.choices) + 1
        key = np.arange(many * many * (many * (self.theme.highest - self.theme.lowest) + 1), dtype=np.int64)
        return np.stack([key + self.start, key % many, key // many**2, key // many % many], axis=1)

    @property
    def counters(self) -> tuple[Counter, ...]:
        """n, total, squares of the score above its lowest, then total and squares of the favourable share."""
        score, top = self.theme.divisor * (self.theme.highest - self.theme.lowest), self.theme.divisor
        return pack((1, score, score**2, top, top**2))

    @property
    def words(self) -> int:
        return self.counters[-1].word + 1

    def table(self, words: int) -> pa.Table:
        """``key``, ``word_0`` … (packed counters) and ``score`` (null where there is none)."""
        key, answered, total, good = self.answerings.T
        scored = answered >= self.theme.least
        lift = np.where(scored, self.theme.divisor // np.maximum(answered, 1), 0)
        above, top = lift * total, lift * good
        packed = np.zeros((words, len(key)), dtype=np.int64)
        for counter, number in zip(self.counters, (scored, above, above**2, top, top**2), strict=True):
            packed[counter.word] |= number.astype(np.int64) << counter.shift
        score = pa.array(above + self.theme.divisor * self.theme.lowest, mask=~scored)
        return pa.table({"key": key, **{f"word_{w}": packed[w] for w in range(words)}, "score": score})


@dataclass(frozen=True)
class ScoreTable:
    """All themes' parts in one table, which the engine is given beside the persons."""

    themes: tuple[ThemeScores, ...]

    @classmethod
    def of(cls, themes: Iterable[Theme]) -> "ScoreTable":
        parts: list[ThemeScores] = []
        for theme in themes:
            parts.append(ThemeScores(theme, parts[-1].end if parts else 0))
        return cls(tuple(parts))

    @property
    def words(self) -> int:
        return max((t.words for t in self.themes), default=0)

    @property
    def columns(self) -> tuple[str, ...]:
        return ("key", *(f"word_{w}" for w in range(self.words)), "score")

    @cached_property
    def table(self) -> pa.Table:
        parts = [t.table(self.words) for t in self.themes]
        return pa.concat_tables(parts) if parts else pa.schema([(c, pa.int64()) for c in self.columns]).empty_table()

"""Response patterns of a theme's items, and what each pattern adds to every counter: the engine's look-up table.

The engine makes one number, the *key*, of a person's answers to a theme, looks it up here and adds what it finds. So
no engine ever computes a score or sorts answers into categories, and all agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import prod
from operator import mul

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from borgerpuls.arrays import Integers
from borgerpuls.dataset.counting.bit_packing import Counter, pack
from borgerpuls.dataset.counting.count_plan import Choice, Plan, Theme

MAX_PATTERNS = 1 << 16
"""The most patterns that are listed one by one."""
SCORE = ("n", "above", "squares", "top", "top_squares")
"""What is counted of a theme: scores, their sum above the lowest there is, its squares; favourable shares likewise."""


@dataclass(frozen=True, eq=False)
class PatternTable:
    """The response patterns [R] of some items, looked up by one key.

    A key is ``start`` plus one of the ``key_terms`` of each item: that of its code, or of None where unanswered.
    ``counts`` are what each pattern adds to the counters of (item, code) and (theme, part of ``SCORE``).
    """

    choices: tuple[Choice, ...]
    theme: Theme | None
    key_terms: tuple[Mapping[int | None, int], ...]
    start: int
    keys: Integers
    counts: Mapping[tuple[str, int | str], Integers]

    @cached_property
    def counters(self) -> Mapping[tuple[str, int | str], Counter]:
        return dict(zip(self.counts, pack(int(c.max()) for c in self.counts.values()), strict=True))

    @property
    def words(self) -> int:
        return max(c.word for c in self.counters.values()) + 1

    def to_arrow(self, words: int) -> pa.Table:
        """``key``, ``word_0`` … with every count in its counter's place, and ``score``, null where there is none."""
        packed = np.zeros((words, len(self.keys)), dtype=np.int64)
        for name, counter in self.counters.items():
            packed[counter.word] |= self.counts[name] << counter.shift
        score = pa.nulls(len(self.keys), pa.int64())
        if self.theme:
            lowest = self.theme.divisor * self.theme.lowest
            score = pa.array(self.counts[self.theme.id, "above"] + lowest, mask=self.counts[self.theme.id, "n"] == 0)
        return pa.table(
            {
                "key": pa.array(self.keys, pa.int32()),
                **{f"word_{n}": word for n, word in enumerate(packed)},
                "score": score,
            }
        )


def pattern_tables(plan: Plan) -> tuple[PatternTable, ...]:
    """The pattern tables of all items and themes; no key stands in two of them."""
    tables: list[PatternTable] = []

    def start() -> int:
        return int(tables[-1].keys.max()) + 1 if tables else 0

    alone = {c.id: c for c in plan.choices}
    for theme in plan.themes:
        if prod(c.states for c in theme.choices) <= MAX_PATTERNS:
            tables.append(_enumerated_patterns(theme.choices, theme, start()))
            for c in theme.choices:
                del alone[c.id]
        else:
            tables.append(_summed_patterns(theme, start()))
    for c in alone.values():
        tables.append(_enumerated_patterns((c,), None, start()))
    return tuple(tables)


def lookup_table(tables: tuple[PatternTable, ...]) -> pa.Table:
    """The tables of all items and themes as one, which the engine joins."""
    words = max(table.words for table in tables)
    return pa.concat_tables([table.to_arrow(words) for table in tables])


def _enumerated_patterns(choices: tuple[Choice, ...], theme: Theme | None, start: int) -> PatternTable:
    """Every way of answering has a key of its own: the item's states are the digits of a number."""
    places = accumulate((c.states for c in choices[:-1]), mul, initial=1)
    key_terms = tuple(
        {code: s * place for code, s in c.state.items()} for c, place in zip(choices, places, strict=True)
    )
    patterns = np.indices([len(m) for m in key_terms]).reshape(len(key_terms), -1)
    keys = start + _sum_over_items(key_terms, patterns)
    counts: dict[tuple[str, int | str], Integers] = {
        (c.id, code): (way == n).astype(np.int64)
        for c, term, way in zip(choices, key_terms, patterns, strict=True)
        for n, code in enumerate(term)
        if code is not None
    }
    if theme:
        adds = [theme.adds(c) for c in choices]
        sums = (
            _sum_over_items(
                [{code: a[code][part] for code in m} for a, m in zip(adds, key_terms, strict=True)], patterns
            )
            for part in range(3)
        )
        counts |= _score(theme, *sums)
    return PatternTable(choices, theme, key_terms, start, keys, counts)


def _summed_patterns(theme: Theme, start: int) -> PatternTable:
    """Too many patterns to list: the key holds three sums side by side, and only the score is counted."""
    side = len(theme.choices) + 1
    key_terms = tuple(
        {code: n + side * (good + side * above) for code, (n, above, good) in theme.adds(c).items()}
        for c in theme.choices
    )
    sums = np.arange(sum(max(m.values()) // side**2 + 1 for m in key_terms) * side**2)
    counts = _score(theme, sums % side, sums // side**2, sums // side % side)
    return PatternTable(theme.choices, theme, key_terms, start, start + sums, counts)


def _sum_over_items(numbers: Sequence[Mapping[int | None, int]], patterns: npt.NDArray[np.intp]) -> Integers:
    """For each way, the sum over items of the number that belongs to its code."""
    looked_up = [np.array(list(n.values()), dtype=np.int64)[way] for n, way in zip(numbers, patterns, strict=True)]
    total: Integers = np.sum(looked_up, axis=0, dtype=np.int64)
    return total


def _score(theme: Theme, answered: Integers, above: Integers, good: Integers) -> dict[tuple[str, int | str], Integers]:
    """The score: mean of the answered items over the divisor, when enough are answered."""
    n = (answered >= theme.least).astype(np.int64)
    lift = n * (theme.divisor // np.maximum(answered, 1))
    parts = (n, lift * above, (lift * above) ** 2, lift * good, (lift * good) ** 2)
    return {(theme.id, part): number for part, number in zip(SCORE, parts, strict=True)}

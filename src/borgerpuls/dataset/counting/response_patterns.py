"""Every way in which the items of a theme can be answered, and what each way adds to every counter.

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

MOST = 1 << 16
"""The most ways of answering that are listed one by one."""
SCORE = ("n", "above", "squares", "top", "top_squares")
"""What is counted of a theme: scores, their sum above the lowest there is, its squares; favourable shares likewise."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The ways [R] of answering some items, to be looked up together.

    A key is ``start`` plus the ``marks`` of each item: what its code, or None where unanswered, adds. ``counts`` are
    what each way adds to the counters of (item, code) and (theme, part of ``SCORE``).
    """

    choices: tuple[Choice, ...]
    theme: Theme | None
    marks: tuple[Mapping[int | None, int], ...]
    start: int
    keys: Integers
    counts: Mapping[tuple[str, int | str], Integers]

    @cached_property
    def counters(self) -> Mapping[tuple[str, int | str], Counter]:
        return dict(zip(self.counts, pack(int(c.max()) for c in self.counts.values()), strict=True))

    @property
    def words(self) -> int:
        return max(c.word for c in self.counters.values()) + 1

    def table(self, words: int) -> pa.Table:
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


def sheets_of(plan: Plan) -> tuple[Sheet, ...]:
    """The sheets of all items and themes, with keys that set them apart in one table."""
    sheets: list[Sheet] = []

    def start() -> int:
        return int(sheets[-1].keys.max()) + 1 if sheets else 0

    alone = {c.id: c for c in plan.choices}
    for theme in plan.themes:
        if prod(c.states for c in theme.choices) <= MOST:
            sheets.append(_listed(theme.choices, theme, start()))
            for c in theme.choices:
                del alone[c.id]
        else:
            sheets.append(_summed(theme, start()))
    for c in alone.values():
        sheets.append(_listed((c,), None, start()))
    return tuple(sheets)


def table_of(sheets: tuple[Sheet, ...]) -> pa.Table:
    """One table for all sheets."""
    words = max(sheet.words for sheet in sheets)
    return pa.concat_tables([sheet.table(words) for sheet in sheets])


def _listed(choices: tuple[Choice, ...], theme: Theme | None, start: int) -> Sheet:
    """Every way of answering has a key of its own: the item's states are the digits of a number."""
    places = accumulate((c.states for c in choices[:-1]), mul, initial=1)
    marks = tuple({code: s * place for code, s in c.state.items()} for c, place in zip(choices, places, strict=True))
    ways = np.indices([len(m) for m in marks]).reshape(len(marks), -1)
    keys = start + _along(marks, ways)
    counts: dict[tuple[str, int | str], Integers] = {
        (c.id, code): (way == n).astype(np.int64)
        for c, mark, way in zip(choices, marks, ways, strict=True)
        for n, code in enumerate(mark)
        if code is not None
    }
    if theme:
        adds = [theme.adds(c) for c in choices]
        sums = (
            _along([{code: a[code][part] for code in m} for a, m in zip(adds, marks, strict=True)], ways)
            for part in range(3)
        )
        counts |= _score(theme, *sums)
    return Sheet(choices, theme, marks, start, keys, counts)


def _summed(theme: Theme, start: int) -> Sheet:
    """Too many ways to list: the key holds three sums side by side, and only the score is counted."""
    side = len(theme.choices) + 1
    marks = tuple(
        {code: n + side * (good + side * above) for code, (n, above, good) in theme.adds(c).items()}
        for c in theme.choices
    )
    sums = np.arange(sum(max(m.values()) // side**2 + 1 for m in marks) * side**2)
    counts = _score(theme, sums % side, sums // side**2, sums // side % side)
    return Sheet(theme.choices, theme, marks, start, start + sums, counts)


def _along(numbers: Sequence[Mapping[int | None, int]], ways: npt.NDArray[np.intp]) -> Integers:
    """For each way, the sum over items of the number that belongs to its code."""
    looked_up = [np.array(list(n.values()), dtype=np.int64)[way] for n, way in zip(numbers, ways, strict=True)]
    total: Integers = np.sum(looked_up, axis=0, dtype=np.int64)
    return total


def _score(theme: Theme, answered: Integers, above: Integers, good: Integers) -> dict[tuple[str, int | str], Integers]:
    """The score: mean of the answered items over the divisor, when enough are answered."""
    n = (answered >= theme.least).astype(np.int64)
    lift = n * (theme.divisor // np.maximum(answered, 1))
    parts = (n, lift * above, (lift * above) ** 2, lift * good, (lift * good) ** 2)
    return {(theme.id, part): number for part, number in zip(SCORE, parts, strict=True)}

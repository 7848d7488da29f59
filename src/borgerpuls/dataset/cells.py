"""An engine's groups become cells: packed sums are taken apart and added up, cells stand in order of their keys."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from borgerpuls.dataset.pack import Integers
from borgerpuls.dataset.plan import Plan
from borgerpuls.dataset.scoring import ScoreTable
from borgerpuls.dataset.tally import Scores, Tally
from borgerpuls.dataset.wave import ANSWERED, DISPOSITIONS


def gather(groups: pa.Table, plan: Plan, scores: ScoreTable, wave: str) -> Tally:
    """The tally, out of the engine's answer to ``count.counting``: G groups in any order become C sorted cells."""
    encoded = {key: _encode(groups[key]) for key in plan.keys}
    cell, first = _cells(list(encoded.values()))
    names, kinds = _encode(groups["disposition"])
    persons = _integers(groups["persons"])
    dispositions = np.zeros((len(first), len(DISPOSITIONS)), dtype=np.int64)
    order = np.array([DISPOSITIONS.index(name) for name in names], dtype=np.int64)
    np.add.at(dispositions, (cell, order[kinds]), persons)

    answering = np.isin(kinds, [n for n, name in enumerate(names) if name in ANSWERED])
    add = _Adding(cell, answering, len(first))

    def sums(kind: str, id: str, count: int) -> list[Integers]:
        return [_integers(groups[f"{kind}.{id}.{n}"])[add.rows] for n in range(count)]

    counts = {}
    for c in plan.choices:
        words = sums("item", c.id, c.words)
        counts[c.id] = add.up([c.counters[c.state[code]].unpack(words) for code in c.codes])
    means, tops = [], []
    for t in scores.themes:
        words = sums("theme", t.theme.id, t.words)
        n, above, squares, top, top_squares = add.up([c.unpack(words) for c in t.counters]).T
        base = t.theme.divisor * t.theme.lowest
        means.append((n, above + base * n, squares + 2 * base * above + base**2 * n))
        tops.append((n, top, top_squares))
    return Tally(
        wave=wave,
        keys=plan.keys,
        levels={key: levels for key, (levels, _) in encoded.items()},
        codes={key: codes[first] for key, (_, codes) in encoded.items()},
        invited=dispositions.sum(axis=1),
        answered=dispositions[:, [DISPOSITIONS.index(name) for name in ANSWERED]].sum(axis=1),
        dispositions=dispositions,
        counts=counts,
        themes=_scores(plan, means, len(first)),
        themes_top=_scores(plan, tops, len(first)),
        pairs={(a.id, b.id): add.up(sums("pair", f"{a.id}.{b.id}", 4)) for a, b in plan.pairs},
    )


class _Adding:
    """Adds up groups of people who answered, a sum a cell; ``rows`` are those groups, sorted by cell."""

    def __init__(self, cell: Integers, answering: np.ndarray, cells: int) -> None:
        rows = np.flatnonzero(answering)
        self.rows = rows[np.argsort(cell[rows], kind="stable")]
        self._cells, self._starts = np.unique(cell[self.rows], return_index=True)
        self._size = cells

    def up(self, columns: Sequence[Integers]) -> Integers:
        """Columns [R] in the order of ``rows`` -> sums [C, columns], 0 where nobody answered."""
        total = np.zeros((self._size, len(columns)), dtype=np.int64)
        if len(self.rows):
            for n, column in enumerate(columns):
                total[self._cells, n] = np.add.reduceat(column, self._starts)
        return total


def _cells(keys: Sequence[tuple[Sequence[str], Integers]]) -> tuple[Integers, Integers]:
    """The cell of each group [G], cells numbered in order of their keys; and a group of each cell [C]."""
    place = np.zeros(len(keys[0][1]), dtype=np.int64)
    bound = 1
    for levels, codes in keys:
        if bound * len(levels) >= 2**62:
            place = np.unique(place, return_inverse=True)[1]
            bound = len(place)
        place = place * len(levels) + codes
        bound *= max(len(levels), 1)
    _, first, cell = np.unique(place, return_index=True, return_inverse=True)
    return cell, first


def _encode(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Integers]:
    """The texts that occur, sorted, "" for unknown; and where each of the column stands among them."""
    coded = column.fill_null("").combine_chunks().dictionary_encode()
    texts = coded.dictionary.to_pylist()
    levels = tuple(sorted(texts))
    rank = {text: n for n, text in enumerate(levels)}
    return levels, np.array([rank[t] for t in texts], dtype=np.int64)[coded.indices.to_numpy()]


def _integers(column: pa.ChunkedArray) -> Integers:
    """Sums as an array; an empty sum (null in SQL) is 0."""
    filled: Integers = column.fill_null(0).to_numpy()
    return filled


def _scores(plan: Plan, sums: Sequence[tuple[Integers, Integers, Integers]], cells: int) -> Scores:
    n, total, squares = (
        np.stack(part, axis=1) if sums else np.zeros((cells, 0), dtype=np.int64)
        for part in (zip(*sums, strict=True) if sums else ((), (), ()))
    )
    divisors = np.array([t.divisor for t in plan.themes], dtype=np.int64)
    return Scores(tuple(t.id for t in plan.themes), divisors, n, total, squares)

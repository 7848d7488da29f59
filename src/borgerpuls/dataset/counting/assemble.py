"""Assembly of the tally from an engine's groups: packed sums unpacked and added up, cells in order of their keys."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from borgerpuls.arrays import Integers
from borgerpuls.dataset.counting.count_plan import Plan
from borgerpuls.dataset.counting.response_patterns import SCORE, PatternTable
from borgerpuls.dataset.counting.tally import PAIR, Scores, Tally
from borgerpuls.dataset.engines import BLOCK_ROWS
from borgerpuls.dataset.wave import ANSWERED, DISPOSITIONS


def assemble_tally(groups: pa.Table, plan: Plan, tables: Sequence[PatternTable], wave: str) -> Tally:
    """The tally from the engine's result of ``count_expression``: G groups in any order become C sorted cells.

    Raises ValueError where the engine put more than ``BLOCK_ROWS`` rows into one block: packed counters would overflow.
    """
    largest = int(pc.max(groups["persons"]).as_py() or 0)
    if largest > BLOCK_ROWS:
        raise ValueError(f"a block has {largest} rows; an engine may put at most {BLOCK_ROWS} into one")
    encoded = {key: _encode(groups[key]) for key in plan.keys}
    cell, first = _cells(list(encoded.values()))
    names, met = _encode(groups["disposition"])
    disposition = np.array([DISPOSITIONS.index(name) for name in names], dtype=np.int64)[met]
    persons = np.zeros((len(cell), len(DISPOSITIONS)), dtype=np.int64)
    persons[np.arange(len(cell)), disposition] = groups["persons"]
    dispositions = _cell_indicator(cell, len(first)) @ persons

    answered = [DISPOSITIONS.index(name) for name in ANSWERED]
    rows = np.flatnonzero(np.isin(disposition, answered))
    rows = rows[np.argsort(cell[rows], kind="stable")]  # cell by cell, so that adding walks straight through memory
    adding = _cell_indicator(cell[rows], len(first))
    sums, place = _unpack(groups, tables, rows, adding)
    themes = [[sums[place[theme.id, part]] for part in SCORE] for theme in plan.themes]
    bases = [theme.divisor * theme.lowest for theme in plan.themes]
    means = [
        (n, above + base * n, squares + 2 * base * above + base**2 * n)
        for base, (n, above, squares, _, _) in zip(bases, themes, strict=True)
    ]
    tops = [(n, top, top_squares) for n, _, _, top, top_squares in themes]
    starts = {c.id: place[c.id, c.codes[0]] for c in plan.choices}
    return Tally(
        wave=wave,
        keys=plan.keys,
        levels={key: levels for key, (levels, _) in encoded.items()},
        codes={key: codes[first] for key, (_, codes) in encoded.items()},
        invited=dispositions.sum(axis=1),
        answered=dispositions[:, answered].sum(axis=1),
        dispositions=dispositions,
        counts={c.id: sums[starts[c.id] : starts[c.id] + len(c.codes)].T for c in plan.choices},
        themes=_scores(plan, means, len(first)),
        themes_top=_scores(plan, tops, len(first)),
        pairs={
            (a.id, b.id): adding @ np.stack([_integers(groups[f"pair.{n}.{part}"])[rows] for part in PAIR], axis=1)
            for n, (a, b) in enumerate(plan.pairs)
        },
    )


def _unpack(
    groups: pa.Table, tables: Sequence[PatternTable], rows: Integers, adding: csr_array
) -> tuple[Integers, dict[tuple[str, int | str], int]]:
    """Every counter's sums [counters, C], and which row is whose; an item's codes stand together in scale order."""
    place: dict[tuple[str, int | str], int] = {}
    sums = np.empty((sum(len(table.counters) for table in tables), adding.shape[0]), dtype=np.int64)
    for n, table in enumerate(tables):
        words = [_integers(groups[f"{n}.{word}"])[rows] for word in range(table.words)]
        for name, counter in table.counters.items():
            place[name] = len(place)
            sums[place[name]] = adding @ counter.unpack(words[counter.word])
    return sums, place


def _cell_indicator(cell: Integers, cells: int) -> csr_array:
    """The matrix [C, R] of ones and zeros that adds rows into their cells."""
    return csr_array((np.ones(len(cell), dtype=np.int64), (cell, np.arange(len(cell)))), shape=(cells, len(cell)))


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
    return levels, np.array([rank[text] for text in texts], dtype=np.int64)[coded.indices.to_numpy()]


def _integers(column: pa.ChunkedArray) -> Integers:
    """Sums as an array; a sum of nothing (null in SQL) is 0."""
    filled: Integers = column.fill_null(0).to_numpy()
    return filled


def _scores(plan: Plan, sums: Sequence[tuple[Integers, Integers, Integers]], cells: int) -> Scores:
    parts = np.array(sums, dtype=np.int64).reshape(len(plan.themes), 3, cells)
    divisors = np.array([t.divisor for t in plan.themes], dtype=np.int64)
    return Scores(tuple(t.id for t in plan.themes), divisors, parts[:, 0].T, parts[:, 1].T, parts[:, 2].T)

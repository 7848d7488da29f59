"""The tally: integer sums a cell, all that estimates are made of."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from borgerpuls.arrays import Integers
from borgerpuls.dataset.wave import DISPOSITIONS
from borgerpuls.files import write_file

_OUTLINE = b"borgerpuls.tally"
_SCORES = ("n", "total", "squares")
PAIR = ("n", "first", "second", "product")
"""The columns of ``Tally.pairs``."""


@dataclass(frozen=True)
class Scores:
    """Whole-number sums of scores a cell: y = score / divisor.

    ``n``, ``total`` and ``squares`` are [C, V]: persons with a score, sum of scores, sum of squared scores.
    """

    ids: tuple[str, ...]
    divisors: Integers
    n: Integers
    total: Integers
    squares: Integers


@dataclass(frozen=True)
class Tally:
    """How many of which answers in every cell of one wave: C cells, in sorted order of their keys.

    A cell is a combination of ``keys``: ``unit``, the strata, the calibration variables, the groups, ``compare``,
    ``weight`` and ``cluster`` where the wave has them. ``levels[key]`` are the values met, sorted ("" for unknown), and
    ``codes[key]`` [C] points into them. ``invited`` and ``answered`` are [C] persons; ``dispositions`` [C, 7]
    follows ``wave.DISPOSITIONS``. Only persons whose disposition counts as answered enter the sums below.
    ``counts[item]`` is [C, K]: persons that chose each of the item's categories, in the scale's order,
    don't-know and not-relevant included. Local items are keyed ``local_1`` to ``local_3``.
    ``themes`` carries theme scores (the mean of answered items as a whole number over a common divisor) and
    ``themes_top`` the share of favourable answers among the answered items of a theme, the same way.
    ``pairs[(a, b)]`` is [C, 4]: persons with both scores, sum of a, sum of b, sum of a*b, for two themes, two items
    of a theme, or an item (its value) and the overall theme (a score over its divisor); empty unless asked for.
    """

    wave: str
    keys: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Integers]
    invited: Integers
    answered: Integers
    dispositions: Integers
    counts: Mapping[str, Integers]
    themes: Scores
    themes_top: Scores
    pairs: Mapping[tuple[str, str], Integers]

    @property
    def digest(self) -> str:
        """SHA-256 of every number of the tally and of what it means, in hexadecimal digits.

        The same answers give the same digest, whatever the engine and the order of the rows. It is published with the
        figures, and ``results.provenance.trace`` refuses a wave whose tally has another.
        """
        total = hashlib.sha256(repr((self.wave, self.keys, sorted(self.levels.items()))).encode())

        def add(name: str, array: Integers) -> None:
            total.update(f"{name} {array.shape}".encode())
            total.update(np.ascontiguousarray(array, dtype="<i8").tobytes())

        for key in sorted(self.codes):
            add(f"codes {key}", self.codes[key])
        for name in ("invited", "answered", "dispositions"):
            add(name, getattr(self, name))
        for item in sorted(self.counts):
            add(f"counts {item}", self.counts[item])
        for name, scores in (("themes", self.themes), ("themes_top", self.themes_top)):
            total.update(repr((name, scores.ids)).encode())
            for part in ("divisors", *_SCORES):
                add(part, getattr(scores, part))
        for pair in sorted(self.pairs):
            add(f"pairs {pair}", self.pairs[pair])
        return total.hexdigest()

    def to_bytes(self) -> bytes:
        """An Arrow file: a row a cell, the keys as text, every sum a column named after what it counts."""
        keys = {f"key.{key}": np.array(self.levels[key], dtype=object)[self.codes[key]] for key in self.keys}
        columns = {**{name: pa.array(texts, pa.string()) for name, texts in keys.items()}, **self._sums()}
        table = pa.table(columns, metadata={_OUTLINE: json.dumps(self._outline)})
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
            writer.write_table(table)
        return bytes(sink.getvalue())

    def write(self, path: Path) -> None:
        """``to_bytes`` as a file, which appears when it is whole."""
        write_file(path, self.to_bytes())

    @classmethod
    def read(cls, path: Path) -> "Tally":
        """The tally that ``write`` wrote; ``ValueError`` when it did not."""
        table = pa.ipc.open_file(path.read_bytes()).read_all()
        outline = json.loads((table.schema.metadata or {}).get(_OUTLINE, b"null"))
        if outline is None:
            raise ValueError(f"{path} is an Arrow file, but not a tally")

        def stack(names: Iterable[str]) -> Integers:
            columns = [table[name].to_numpy() for name in names]
            return np.stack(columns, axis=1) if columns else np.zeros((table.num_rows, 0), dtype=np.int64)

        def scores(kind: str) -> Scores:
            themes, divisors = tuple(outline["themes"]), list(outline["themes"].values())
            sums = (stack(f"{kind}.{theme}.{part}" for theme in themes) for part in _SCORES)
            return Scores(themes, np.array(divisors, dtype=np.int64), *sums)

        keys = tuple(outline["keys"])
        met = {key: np.unique(table[f"key.{key}"].to_numpy().astype(str), return_inverse=True) for key in keys}
        return cls(
            wave=outline["wave"],
            keys=keys,
            levels={key: tuple(levels.tolist()) for key, (levels, _) in met.items()},
            codes={key: codes for key, (_, codes) in met.items()},
            invited=table["invited"].to_numpy(),
            answered=table["answered"].to_numpy(),
            dispositions=stack(f"disposition.{name}" for name in DISPOSITIONS),
            counts={item: stack(f"item.{item}.{n}" for n in range(size)) for item, size in outline["items"].items()},
            themes=scores("theme"),
            themes_top=scores("top"),
            pairs={(a, b): stack(f"pair.{a}.{b}.{part}" for part in PAIR) for a, b in outline["pairs"]},
        )

    @property
    def _outline(self) -> dict[str, Any]:
        return {
            "wave": self.wave,
            "keys": self.keys,
            "items": {item: counts.shape[1] for item, counts in self.counts.items()},
            "themes": dict(zip(self.themes.ids, self.themes.divisors.tolist(), strict=True)),
            "pairs": list(self.pairs),
        }

    def _sums(self) -> dict[str, Integers]:
        """Every sum by name, [C] each."""
        named = {"invited": self.invited, "answered": self.answered}
        named |= _columns("disposition", DISPOSITIONS, self.dispositions)
        for item, counts in self.counts.items():
            named |= _columns(f"item.{item}", range(counts.shape[1]), counts)
        for kind, scores in (("theme", self.themes), ("top", self.themes_top)):
            for n, theme in enumerate(scores.ids):
                parts = np.stack((scores.n[:, n], scores.total[:, n], scores.squares[:, n]), axis=1)
                named |= _columns(f"{kind}.{theme}", _SCORES, parts)
        for (a, b), sums in self.pairs.items():
            named |= _columns(f"pair.{a}.{b}", PAIR, sums)
        return named


def _columns(prefix: str, names: Iterable[object], sums: Integers) -> dict[str, Integers]:
    return {f"{prefix}.{name}": np.ascontiguousarray(column) for name, column in zip(names, sums.T, strict=True)}

"""A block of figures that share their axes - places, groups, statistics - laid out as rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.arrays import Booleans, Floats, Integers, Strings
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.estimation.estimates import Estimates
from borgerpuls.results.figures.table import SCHEMA

EVERYBODY = ("", "")
"""The group variable and the group of everybody."""
_ESTIMATE = ("estimate", "se", "df", "low", "high", "n")
_DIFFERENCE = ("difference", "difference_se", "difference_low", "difference_high", "p")
_COUNTS = ("cells", "weighted")
_ENDINGS = {"mean": "", "change-stands-out": "/change/stands-out"}
"""How an address ends, where it is not with the statistic's own name."""


@dataclass(frozen=True, eq=False)
class FigureBlock:
    """Figures on the axes P places × D groups × V statistics.

    ``kind`` is [V]; ``measure`` and ``statistic`` are [P, V]; ``groups`` are pairs of variable and value, ("", "") for
    everybody. ``exists`` [P, D, V] says which figures there are. ``reason`` [P, D, V] points into ``reasons``, whose
    first is "" (shown). ``compared_with`` is [P, V], or one column or row for all.

    ``estimates`` and ``difference`` [P, D, V] give the columns from ``estimate`` to ``n`` and from ``difference`` to
    ``p``, with the intervals they stand for. ``numbers`` holds columns of ``figure.COLUMNS`` and ``table.MADE_FROM``,
    [P, D, V] each, that are given instead of computed. NaN is nothing to say. ``population`` is [P, D], ``framed`` [D]
    says where it is the frame's count, which hidden figures keep.

    An address is ``wave/kind/measure/place``, then ``group_addresses`` [D] (None: ``/variable=group``), then the
    statistic where it is not the mean or a response, then ``ending``.
    """

    wave: str
    places: Sequence[str]
    kind: Sequence[str]
    measure: Strings
    statistic: Strings
    groups: Sequence[tuple[str, str]]
    exists: Booleans
    reason: npt.NDArray[np.int8]
    reasons: Sequence[str]
    estimates: Estimates
    population: Floats
    framed: Booleans
    compared_with: Strings
    difference: Difference | None = None
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    group_addresses: Sequence[str] | None = None
    ending: str = ""

    @classmethod
    def of_statistic(
        cls,
        *,
        wave: str,
        places: Sequence[str],
        kind: Sequence[str],
        measure: Sequence[str],
        statistic: str,
        numbers: Mapping[str, Floats],
        hidden: Strings,
        exists: Booleans | None = None,
        compared_with: str | Strings = "",
        group: tuple[str, str] = EVERYBODY,
        group_address: str | None = None,
    ) -> Self:
        """One statistic of M measures in P places for one group, every number given.

        ``numbers[column]``, ``hidden`` (the reason, "" where shown) and ``exists`` are [P, M], or one column or row
        for all.
        """
        shape = len(places), len(measure)
        reasons, reason = np.unique(np.append(hidden.astype(str).ravel(), ""), return_inverse=True)
        nothing = np.full((shape[0], 1, shape[1]), np.nan)
        return cls(
            wave=wave,
            places=places,
            kind=kind,
            measure=np.broadcast_to(np.array(measure, dtype=object), shape),
            statistic=np.full(shape, statistic, dtype=object),
            reason=np.broadcast_to(reason[:-1].reshape(hidden.shape).astype(np.int8), shape)[:, None],
            reasons=reasons.tolist(),
            groups=(group,),
            exists=np.broadcast_to(True if exists is None else exists, shape)[:, None],
            estimates=Estimates(nothing, nothing, nothing, nothing),
            population=nothing[..., 0],
            framed=np.zeros(1, dtype=np.bool_),
            numbers={name: np.broadcast_to(number, shape)[:, None] for name, number in numbers.items()},
            compared_with=np.array(compared_with, dtype=object).reshape(np.shape(compared_with) or (1, 1)),
            group_addresses=None if group_address is None else (group_address,),
        )

    def table(self) -> pa.Table:
        """The rows of ``figures.SCHEMA``: place by place, group by group, statistic by statistic."""
        p, d, v = np.nonzero(self.exists)
        reason = self.reason[self.exists]
        shown = reason == 0
        texts: dict[str, tuple[Sequence[str], Integers]] = {
            "wave": ([self.wave], np.zeros_like(p)),
            "place": (self.places, p),
            "measure": _coded(self.measure, p, v),
            "statistic": _coded(self.statistic, p, v),
            "group_by": ([by for by, _ in self.groups], d),
            "group": ([group for _, group in self.groups], d),
            "compared_with": _coded(self.compared_with, p, v),
            "hidden": (self.reasons, reason.astype(np.int64)),
            "afterwards": ([""], np.zeros_like(p)),
            "kind": (self.kind, v),
        }
        columns = {name: _dictionary(words, codes) for name, (words, codes) in texts.items()}
        columns["address"] = self._addresses(p, d, v, texts["statistic"])
        for name, values in self._numbers(shown).items():
            array = pa.array(values, from_pandas=True)
            columns[name] = pc.cast(array, pa.int64()) if pa.types.is_integer(SCHEMA.field(name).type) else array
        population = np.where(shown | self.framed[d], self.population[p, d], np.nan)
        columns["population"] = pa.array(population, from_pandas=True)
        return pa.table([columns[field.name] for field in SCHEMA], schema=SCHEMA)

    def _numbers(self, shown: Booleans) -> dict[str, Floats]:
        """Every number of the rows; NaN where the figure is hidden or there is nothing to say."""
        estimate = self.estimates.at(self.exists).where(shown)
        low, high = estimate.interval()
        columns = (estimate.value, estimate.se, estimate.df, low, high, estimate.n)
        found = dict(zip(_ESTIMATE, columns, strict=True))
        found |= {name: np.full(len(shown), np.nan) for name in (*_DIFFERENCE, *_COUNTS)}
        if self.difference is not None:
            gap = self.difference.at(self.exists).where(shown)
            found |= dict(zip(_DIFFERENCE, (gap.value, gap.se, *gap.interval(), gap.p), strict=True))
        return found | {name: np.where(shown, number[self.exists], np.nan) for name, number in self.numbers.items()}

    def _addresses(self, p: Integers, d: Integers, v: Integers, statistic: tuple[Sequence[str], Integers]) -> pa.Array:
        places, statistics = self.measure.shape
        heads = [
            f"{self.wave}/{self.kind[j]}/{self.measure[i, j]}/{self.places[i]}"
            for i in range(places)
            for j in range(statistics)
        ]
        groups = self.group_addresses or [_group_address(*pair) for pair in self.groups]
        names, codes = statistic
        response = "response" in self.kind
        endings = [("" if response else _ENDINGS.get(name, f"/{name}")) + self.ending for name in names]
        return pc.binary_join_element_wise(
            pa.array(heads, pa.string()).take(pa.array(p * statistics + v)),
            pa.array(groups, pa.string()).take(pa.array(d)),
            pa.array(endings, pa.string()).take(pa.array(codes)),
            "",
        )


def _group_address(variable: str, group: str) -> str:
    return f"/{variable}={group}" if group else f"/{variable}" if variable else ""


def _coded(names: Strings, p: Integers, v: Integers) -> tuple[list[str], Integers]:
    """The distinct names, and which of them each row has; one row or column of names stands for all."""
    levels, codes = np.unique(names.astype(str), return_inverse=True)
    rows, columns = names.shape
    return levels.tolist(), codes.reshape(names.shape)[p if rows > 1 else 0, v if columns > 1 else np.zeros_like(v)]


def _dictionary(names: Sequence[str], codes: Integers) -> pa.DictionaryArray:
    distinct, code = np.unique(np.array(names, dtype=str), return_inverse=True)
    indices = code.astype(np.int32)[codes]
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(distinct.tolist(), pa.string()))

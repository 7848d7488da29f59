"""A block of figures that share their axes - places, groups, statistics - laid out as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from borgerpuls.arrays import Floats, Integers, Strings
from borgerpuls.method.comparison.differences import Difference
from borgerpuls.method.estimation.means import Estimates
from borgerpuls.method.estimation.proportion_intervals import share_interval
from borgerpuls.results.figures.table import SCHEMA

Found = TypeVar("Found", bound=Estimates)
_ROUNDING = 1e-9
"""A share with a smaller standard error has none: its calibration cells tell it altogether."""


@dataclass(frozen=True)
class Block:
    """Figures on the axes P places × D groups × V statistics.

    ``groups`` are pairs of variable and value, ("", "") for everybody. ``kind`` is [V]; ``measure`` and ``statistic``
    are [P, V]; ``share`` [V] tells shares from means; ``exists`` [P, D, V] says which figures there are.
    ``reason`` [P, D, V] points into ``reasons``, whose first is "" (shown). ``population`` is [P, D], ``framed`` [D]
    says where it is the frame's count, which hidden figures keep. ``compared_with`` is [P]; ``ending`` closes the
    address of a figure that stands beside another than the usual one.
    """

    wave: str
    places: Sequence[str]
    groups: Sequence[tuple[str, str]]
    kind: Sequence[str]
    measure: Strings
    statistic: Strings
    share: npt.NDArray[np.bool_]
    exists: npt.NDArray[np.bool_]
    estimates: Estimates
    reason: npt.NDArray[np.int8]
    reasons: Sequence[str]
    population: Floats
    framed: npt.NDArray[np.bool_]
    cells: Integers
    weighted: Floats
    compared_with: Sequence[str]
    difference: Difference | None = None
    ending: str = ""
    middles: Sequence[str] | None = None
    """[D] what stands for the group in the address, where it is not ``/variable=value``."""

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
            "compared_with": (self.compared_with, p),
            "hidden": (self.reasons, reason.astype(np.int64)),
            "kind": (self.kind, v),
        }
        numbers = self._numbers(self.share[v] & shown, shown)
        numbers["population"] = np.where(shown | self.framed[d], self.population[p, d], np.nan)
        columns = {name: _dictionary(words, codes) for name, (words, codes) in texts.items()}
        columns["address"] = self._addresses(p, d, v, texts["statistic"])
        for name, values in numbers.items():
            whole = pa.types.is_integer(SCHEMA.field(name).type)
            array = pa.array(values, from_pandas=True)
            columns[name] = pc.cast(array, pa.int64()) if whole else array
        return pa.table([columns[field.name] for field in SCHEMA], schema=SCHEMA)

    def _numbers(self, share: npt.NDArray[np.bool_], shown: npt.NDArray[np.bool_]) -> dict[str, Floats]:
        """Every number of the rows; NaN where the figure is hidden or there is nothing to say."""
        at = self.exists
        estimate = _only(pick(self.estimates, at), shown)
        low, high = estimate.interval()
        se = np.where(estimate.se < _ROUNDING, 0.0, estimate.se)
        low[share], high[share] = share_interval(
            estimate.value[share], se[share], estimate.n[share], estimate.df[share]
        )
        numbers = {
            "estimate": estimate.value,
            "se": estimate.se,
            "df": estimate.df,
            "low": low,
            "high": high,
            "n": estimate.n,
            "cells": np.where(shown, self.cells[at], np.nan),
            "weighted": np.where(shown, self.weighted[at], np.nan),
        }
        gaps = ("difference", "difference_se", "difference_low", "difference_high", "p")
        if self.difference is None:
            return numbers | {name: np.full(len(shown), np.nan) for name in gaps}
        gap = _only(pick(self.difference, at), shown)
        return numbers | dict(zip(gaps, (gap.value, gap.se, *gap.interval(), gap.p), strict=True))

    def _addresses(self, p: Integers, d: Integers, v: Integers, statistic: tuple[Sequence[str], Integers]) -> pa.Array:
        """``wave/kind/measure/place`` + ``/variable=value`` + ``/statistic`` + ending, put together by column."""
        places, statistics = self.measure.shape
        heads = [
            f"{self.wave}/{self.kind[j]}/{self.measure[i, j]}/{self.places[i]}"
            for i in range(places)
            for j in range(statistics)
        ]
        middles = self.middles or [f"/{by}={group}" if by else "" for by, group in self.groups]
        words, said = statistic
        silent = ("mean", *(words if "response" in self.kind else ()))
        tails = [("" if word in silent else f"/{word}") + self.ending for word in words]
        return pc.binary_join_element_wise(
            pa.array(heads, pa.string()).take(pa.array(p * statistics + v)),
            pa.array(middles, pa.string()).take(pa.array(d)),
            pa.array(tails, pa.string()).take(pa.array(said)),
            "",
        )


def pick(estimates: Found, at: Any) -> Found:
    """The same estimates or differences at an index of their arrays."""
    return type(estimates)(estimates.value[at], estimates.se[at], estimates.df[at], estimates.n[at])


def _only(estimates: Found, shown: npt.NDArray[np.bool_]) -> Found:
    value, se, df, n = (np.where(shown, x, np.nan) for x in (estimates.value, estimates.se, estimates.df, estimates.n))
    return type(estimates)(value, se, df, n)


def _coded(words: Strings, p: Integers, v: Integers) -> tuple[list[str], Integers]:
    levels, codes = np.unique(words.astype(str), return_inverse=True)
    return levels.tolist(), codes.reshape(words.shape)[p, v]


def _dictionary(words: Sequence[str], codes: Integers) -> pa.DictionaryArray:
    distinct, code = np.unique(np.array(words, dtype=str), return_inverse=True)
    places = code.astype(np.int32)[codes]
    return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(distinct.tolist(), pa.string()))

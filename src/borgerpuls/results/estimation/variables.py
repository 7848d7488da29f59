"""What is measured in a wave: every theme, item and local item, with the sums of its statistics in every cell."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Floats, Integers
from borgerpuls.dataset.counting.tally import Scores, Tally
from borgerpuls.method.estimation.totals import Sums
from borgerpuls.method.intervals.scale_intervals import Scale
from borgerpuls.questionnaire.model import Category, Item, Questionnaire
from borgerpuls.results.estimation.places import WHOLES

SHARES = Scale.of_values((0, 1))
NO_SCALE = Scale(*(np.asarray(np.nan) for _ in fields(Scale)))


@dataclass(frozen=True)
class Variables:
    """V statistics of themes and items: who has which, and their sums in C tally cells.

    ``kind`` [V] is theme, item or local. ``measure`` and ``statistic`` [U + 2, V] name the statistic in each of U units
    and in the two means of the whole: alike in all for what everybody is asked; a local item has its own name in each
    unit, and "" where there is none. ``share`` [V] tells shares (0..1) from means. ``judge`` [V] is the position of
    the mean whose answers decide whether the statistic is shown. ``scale`` [U + 2, V] is what an answer may be; NaN
    where there is no statistic.

    A person's answer is y/``divisor`` [V], y a whole number. ``total`` [C, V] sums y over persons. ``n`` [C, N] counts
    answers, once for statistics with the same base: ``base`` [V] points into it. ``squares`` [C, Q] sums y² for the
    statistics at ``scored`` [Q]; the others are 0 or 1, so that y² is y.
    """

    kind: tuple[str, ...]
    measure: npt.NDArray[np.object_]
    statistic: npt.NDArray[np.object_]
    share: npt.NDArray[np.bool_]
    judge: Integers
    scale: Scale
    divisor: Floats
    total: Floats
    n: Floats
    base: Integers
    squares: Floats
    scored: Integers

    @property
    def means(self) -> dict[tuple[str, str], int]:
        """Kind and id of each theme and shared item, and the position of its mean."""
        return {(self.kind[v], str(self.measure[0, v])): v for v in np.unique(self.judge).tolist()}

    @cached_property
    def answering(self) -> Floats:
        """[C, N] 1 where anybody of a cell answered, else 0."""
        return (self.n > 0).astype(np.float64)

    def sums_of(self, means: Any) -> Sums:
        """Answers, their sum and the sum of their squares in every cell, for the mean at a position or for several.

        On the answers' own scale: [C], or [C, K] for K positions.
        """
        divisor = self.divisor[means]
        squares = self.squares[:, np.searchsorted(self.scored, means)]
        return Sums(self.n[:, self.base[means]], self.total[:, means] / divisor, squares / divisor**2)

    def spread(self, n: Floats, total: Floats, squares: Floats) -> tuple[Floats, Floats]:
        """n and y² for all V statistics from sums of ``n``, ``total`` and ``squares`` over any rows: [R, V] each."""
        every = total.copy()
        every[:, self.scored] = squares
        return n[:, self.base], every

    @classmethod
    def shared(cls, tally: Tally, questionnaire: Questionnaire, units: Sequence[str]) -> Self:
        """Themes, and the items that this wave asked."""
        columns = [*_themes(tally, questionnaire)]
        for item in questionnaire.items:
            if asked(tally, item):
                columns += _item(tally.counts[item.column], item)
        return cls._of(columns, len(units), len(tally.invited))

    @classmethod
    def local(cls, tally: Tally, questionnaire: Questionnaire, units: Sequence[str], unit: Integers) -> Self:
        """Local items, column by column; ``unit`` [C] says whose question the column answers in a cell."""
        columns: list[_Column] = []
        for column in sorted({item.column for item in questionnaire.local_items} & set(tally.counts)):
            asked = {item.unit: item for item in questionnaire.local_items if item.column == column}
            columns += _local(tally.counts[column], [asked.get(code) for code in units], unit)
        return cls._of(columns, len(units), len(tally.invited))

    @classmethod
    def _of(cls, columns: "Sequence[_Column]", units: int, cells: int) -> Self:
        def names(words: Iterable[str | list[str]]) -> npt.NDArray[np.object_]:
            table = np.full((units + WHOLES, len(columns)), "", dtype=object)
            for v, word in enumerate(words):
                table[: units if isinstance(word, list) else None, v] = word
            return table

        def sums(arrays: Sequence[Floats]) -> Floats:
            return np.stack(arrays, axis=1) if arrays else np.zeros((cells, 0))

        bases = {id(column.n): column.n for column in columns}
        scored = [v for v, column in enumerate(columns) if column.squares is not column.total]
        heads = [v for v, column in enumerate(columns) if column.head]
        return cls(
            kind=tuple(c.kind for c in columns),
            measure=names(c.measure for c in columns),
            statistic=names(c.statistic for c in columns),
            share=np.array([c.share for c in columns], dtype=np.bool_),
            judge=np.array([max(h for h in heads if h <= v) for v in range(len(columns))], dtype=np.int64),
            scale=_scales([c.scale for c in columns], units),
            divisor=np.array([c.divisor for c in columns]),
            total=sums([c.total for c in columns]),
            n=sums(list(bases.values())),
            base=np.array([list(bases).index(id(c.n)) for c in columns], dtype=np.int64),
            squares=sums([columns[v].squares for v in scored]),
            scored=np.array(scored, dtype=np.int64),
        )


def asked(tally: Tally, item: Item) -> bool:
    """Did the wave ask a shared item? One that nobody in it ticked, not even as not relevant, it did not."""
    return bool(tally.counts[item.column].any())


@dataclass(frozen=True)
class _Column:
    """One statistic; names and scale are one where all share it, else [U]. A ``head`` is the mean that judges the next.

    Columns with the same base hold the same array ``n``; where y is 0 or 1, ``squares`` is the array ``total``.
    """

    kind: str
    measure: str | list[str]
    statistic: str | list[str]
    share: bool
    scale: Scale | list[Scale]
    n: Floats
    total: Floats
    squares: Floats
    divisor: float = 1.0
    head: bool = False


def _scales(scales: "Sequence[Scale | list[Scale]]", units: int) -> Scale:
    """The scales of all statistics, [U + 2, V]; NaN in the whole where every unit has its own."""

    def laid_out(part: str) -> Floats:
        table = np.full((units + WHOLES, len(scales)), np.nan)
        for v, scale in enumerate(scales):
            if isinstance(scale, list):
                table[:units, v] = [getattr(one, part) for one in scale]
            else:
                table[:, v] = getattr(scale, part)
        return table

    return Scale(*(laid_out(one.name) for one in fields(Scale)))


def _values(item: Item) -> list[int]:
    """The values of the answers that count."""
    return [category.value for category in item.scale.categories if category.value is not None]


def _scale(item: Item | None) -> Scale:
    values = _values(item) if item else []
    return Scale.of_values(values) if values else NO_SCALE


def _themes(tally: Tally, questionnaire: Questionnaire) -> Iterable[_Column]:
    for t, theme in enumerate(tally.themes.ids):
        items = [questionnaire.item(name) for name in questionnaire.theme(theme).items]
        every = Scale.of_values([value for item in items for value in _values(item)])
        scale = replace(every, spread=every.spread / len(items))
        yield _score(tally.themes, t, "mean", scale, head=True)
        if theme in tally.themes_top.ids:
            yield _score(tally.themes_top, tally.themes_top.ids.index(theme), "top2", SHARES, head=False)


def _score(scores: Scores, at: int, statistic: str, scale: Scale, head: bool) -> _Column:
    return _Column(
        kind="theme",
        measure=scores.ids[at],
        statistic=statistic,
        share=not head,
        scale=scale,
        n=scores.n[:, at].astype(np.float64),
        total=scores.total[:, at].astype(np.float64),
        squares=scores.squares[:, at].astype(np.float64),
        divisor=float(scores.divisors[at]),
        head=head,
    )


def _item(counts: Integers, item: Item) -> Iterable[_Column]:
    everybody = np.zeros(len(counts), dtype=np.int64)
    for column in _local(counts, [item], everybody):
        scale = column.scale[0] if isinstance(column.scale, list) else column.scale
        yield replace(column, kind="item", measure=column.measure[0], statistic=column.statistic[0], scale=scale)


def _local(counts: Integers, asked: Sequence[Item | None], which: Integers) -> Iterable[_Column]:
    """Mean, share of favourable answers and share of each category of the items that share a column.

    ``which`` [C] is the position in ``asked`` of the item that the cell's persons were asked. Answers that count are
    the base of a share; for don't know and not relevant the base is everybody who ticked anything.
    """
    width = counts.shape[1]
    scales: list[Sequence[Category]] = [item.scale.categories if item else () for item in asked]
    names = [item.id if item else "" for item in asked]

    persons = counts.astype(np.float64)

    def summed(number: Callable[[Category], float]) -> Floats:
        """Persons times what their category counts, over the categories."""
        rows = np.array([[number(c) for c in scale] + [0.0] * (width - len(scale)) for scale in scales])
        return np.asarray(persons @ rows[0] if len(rows) == 1 else np.einsum("ck,ck->c", persons, rows[which]))

    n, ticked = summed(lambda c: float(c.value is not None)), persons.sum(axis=1)
    top = summed(lambda c: float(c.favourable and c.value is not None))
    total, squares = summed(lambda c: float(c.value or 0)), summed(lambda c: float(c.value or 0) ** 2)

    means = ["mean" if name else "" for name in names]
    yield _Column("local", names, means, False, [_scale(item) for item in asked], n, total, squares, head=True)
    if any(category.favourable for scale in scales for category in scale):
        marked = ["top2" if any(c.favourable for c in scale) else "" for scale in scales]
        yield _Column("local", names, marked, True, SHARES, n, top, top)
    for k in range(width):
        codes = [f"share={scale[k].code}" if k < len(scale) else "" for scale in scales]
        counting = [k < len(scale) and scale[k].value is not None for scale in scales]
        known = {is_counted for is_counted, scale in zip(counting, scales, strict=True) if k < len(scale)}
        base = np.where(np.array(counting)[which], n, ticked) if len(known) > 1 else n if True in known else ticked
        yield _Column("local", names, codes, True, SHARES, base, persons[:, k], persons[:, k])

"""The result of an estimator: value, standard error, degrees of freedom, number of answers, and an interval."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
from scipy import special

from borgerpuls.arrays import Booleans, Floats

LEVEL = 0.95
"""The confidence level of all that is published."""


class Estimator(Protocol):
    """What every estimator of ``method`` returns, arrays of one shape (or numbers that broadcast to it).

    ``value`` is the estimate and ``se`` its standard error. ``df`` are its degrees of freedom, infinite where the
    interval is normal. ``n`` counts what it rests on: answers, or units where units are the observations; NaN where
    the arguments do not tell. ``interval`` is the one its estimator stands for.
    """

    @property
    def value(self) -> Any: ...

    @property
    def se(self) -> Any: ...

    @property
    def df(self) -> Any: ...

    @property
    def n(self) -> Any: ...

    def interval(self, level: float = 0.95) -> tuple[Any, Any]:
        """Low and high end of the confidence interval at ``level``."""
        ...


class StudentInterval:
    """The interval value ± t(df)·se."""

    def interval(self: Estimator, level: float = 0.95, df: npt.ArrayLike | None = None) -> tuple[Floats, Floats]:
        """Low and high end by Student's t; ``df=inf`` gives the normal interval. NaN where df < 1."""
        half = t_quantile(level, self.df if df is None else df) * self.se
        return self.value - half, self.value + half


@dataclass(frozen=True, eq=False)
class Estimates(StudentInterval):
    """Estimated values with standard error, degrees of freedom and number of answers, arrays of one shape.

    NaN stands where nobody answered (n = 0), and nowhere else.
    """

    value: Floats
    se: Floats
    df: Floats
    n: Floats

    def at(self, index: Any) -> Self:
        """The same at an index of the arrays."""
        return self._mapped(lambda part: part[index])

    def where(self, known: Booleans) -> Self:
        """The same where ``known``, NaN elsewhere."""
        return self._mapped(lambda part: np.where(known, part, np.nan))

    @classmethod
    def concatenate(cls, parts: "Iterable[Estimates]") -> Self:
        """Estimates one after the other along their first axis."""
        every = list(parts)
        return cls(*(np.concatenate([getattr(part, one.name) for part in every]) for one in fields(cls)))

    def _mapped(self, change: Callable[[Floats], Floats]) -> Self:
        return type(self)(*(change(getattr(self, one.name)) for one in fields(self)))


class MadeInterval:
    """The 95 % interval that was made for an estimate, from ``lower`` to ``upper``."""

    lower: Floats
    upper: Floats

    def interval(self, level: float = LEVEL, df: npt.ArrayLike | None = None) -> tuple[Floats, Floats]:
        """The interval; ValueError for another level or other degrees of freedom than it was made with."""
        if level != LEVEL or df is not None:
            raise ValueError(f"the interval was made at {LEVEL} with its own degrees of freedom")
        return self.lower, self.upper


@dataclass(frozen=True, eq=False)
class BoundedEstimates(MadeInterval, Estimates):
    """Estimates whose 95 % interval was made for them: from ``lower`` to ``upper``, arrays of the same shape.

    ``se`` is that of the design, as R has it; the interval rests on the answers behind the number (``answer_basis``)
    and knows the ends of the scale (``scale_interval``), so it is not ``value`` ± t·``se``.
    """

    lower: Floats
    upper: Floats


def t_quantile(level: float, df: npt.ArrayLike) -> Floats:
    """The two-sided t quantile (1.96 at 95 % and infinite df), of any shape; NaN where df < 1."""
    degrees = np.asarray(df, dtype=np.float64)
    met, back = np.unique(degrees, return_inverse=True)
    usable = np.where(met >= 1, met, 1.0)
    quantile = np.where(met >= 1, special.stdtrit(usable, (1 + level) / 2), np.nan)
    return np.asarray(quantile[back].reshape(degrees.shape))

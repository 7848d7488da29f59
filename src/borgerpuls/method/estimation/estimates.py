"""The result of an estimator: value, standard error, degrees of freedom, number of answers, and an interval."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
from scipy import special

from borgerpuls.arrays import Booleans, Floats


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
        return type(self)(self.value[index], self.se[index], self.df[index], self.n[index])

    def where(self, known: Booleans) -> Self:
        """The same where ``known``, NaN elsewhere."""
        return type(self)(*(np.where(known, part, np.nan) for part in (self.value, self.se, self.df, self.n)))

    @classmethod
    def concatenate(cls, parts: "Iterable[Estimates]") -> Self:
        """Estimates one after the other along their first axis."""
        arrays = zip(*((part.value, part.se, part.df, part.n) for part in parts), strict=True)
        return cls(*(np.concatenate(part) for part in arrays))


def t_quantile(level: float, df: npt.ArrayLike) -> Floats:
    """The two-sided t quantile (1.96 at 95 % and infinite df), of any shape; NaN where df < 1."""
    degrees = np.asarray(df, dtype=np.float64)
    met, back = np.unique(degrees, return_inverse=True)
    usable = np.where(met >= 1, met, 1.0)
    quantile = np.where(met >= 1, special.stdtrit(usable, (1 + level) / 2), np.nan)
    return np.asarray(quantile[back].reshape(degrees.shape))

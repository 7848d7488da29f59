"""Confirmatory factor analysis: the fit of a factor model, and its measurement invariance between groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import chdtrc

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.errors import TooFew

Level = Literal["configural", "metric", "scalar", "strict"]
INVARIANCE_LEVELS: tuple[Level, ...] = get_args(Level)

SMALLEST = 1e-4
"""The least part of an item's variance that the model leaves to the item alone."""


@dataclass(frozen=True, eq=False)
class Moments:
    """What a group's complete answers to K items come to: ``n`` persons, ``mean`` [K], ``covariance`` [K, K] over n."""

    n: int
    mean: Floats
    covariance: Floats

    @classmethod
    def from_answers(cls, answers: npt.ArrayLike) -> "Moments":
        """Of ``answers`` [R, K], a row a person; whoever left an item out (NaN) is left out."""
        y = np.asarray(answers, np.float64)
        y = y[~np.isnan(y).any(axis=1)]
        if len(y) <= y.shape[1]:
            raise TooFew(len(y), y.shape[1] + 1, "a covariance matrix takes more persons than items")
        return cls(len(y), y.mean(axis=0), np.cov(y, rowvar=False, bias=True))


@dataclass(frozen=True, eq=False)
class FactorFit:
    """How well the model fits: ``chi2`` on ``df`` with ``p``, ``cfi`` (1: perfectly), ``rmsea`` and ``srmr`` (0).

    ``loadings`` [G, K] of each group's items on their factor (of variance 1), on the items' own scale; ``unique``
    [G, K] is the variance that is the item's own; ``factor_means`` [G, F] are in standard deviations of the factor in
    the first group, 0 in that group, and in all of them below "scalar".
    """

    chi2: float
    df: int
    p: float
    cfi: float
    rmsea: float
    srmr: float
    loadings: Floats
    unique: Floats
    factor_means: Floats


def factor_model(groups: Sequence[Moments], factor: npt.ArrayLike, level: Level = "configural") -> FactorFit:
    """The factor model in which each item has one factor, fitted to all groups at once by maximum likelihood.

    ``factor`` int [K] is the factor of each item, from 0; factors are correlated freely. ``level`` is what all groups
    have in common: nothing but the pattern ("configural"), the loadings ("metric": factors mean the same), the
    intercepts too ("scalar": groups' means may be compared), the items' own variances too ("strict").

    Raises TooFew without a group, for a group with no more persons than items, and where a factor's items leave nothing
    to test; ValueError where an item never varies or is a combination of the others.

    Source: Jöreskog (1971), Psychometrika 36, 409-426; Meredith (1993), Psychometrika 58, 525-543; fit measures as
    lavaan's (Rosseel 2012): CFI Bentler (1990), RMSEA Steiger (1990) times √G, SRMR of covariances.
    """
    of = np.asarray(factor, np.int64)
    _check(groups, of)
    spread = np.sqrt(sum(g.n * np.diag(g.covariance) for g in groups) / sum(g.n for g in groups))
    given = [Moments(g.n, g.mean / spread, g.covariance / np.outer(spread, spread)) for g in groups]
    model = _Model(given, of, level)
    df = model.known - model.free
    if df < 1:
        raise TooFew(model.known, model.free + 1, "a factor of so few items leaves nothing to test")
    parts = model.solved()
    n = sum(g.n for g in given)
    chi2 = max(0.0, sum(g.n * _misfit(g, p) for g, p in zip(given, parts, strict=True)))
    pairs = len(of) * (len(of) - 1) // 2 * len(given)
    apart = sum(g.n * (np.log(np.diag(g.covariance)).sum() - np.linalg.slogdet(g.covariance)[1]) for g in given)
    over, worst = max(chi2 - df, 0.0), max(chi2 - df, apart - pairs, 0.0)
    return FactorFit(
        chi2=chi2,
        df=df,
        p=float(chdtrc(df, chi2)),
        cfi=1 - over / worst if worst > 0 else 1.0,
        rmsea=float(np.sqrt(over / df / n * len(given))),
        srmr=float(sum(g.n * _residual(g, p) for g, p in zip(given, parts, strict=True)) / n),
        loadings=np.array([p.loadings.sum(axis=1) * np.sqrt(np.diag(p.factors))[of] for p in parts]) * spread,
        unique=np.array([p.unique for p in parts]) * spread**2,
        factor_means=np.array([p.means for p in parts]) / np.sqrt(np.diag(parts[0].factors)),
    )


@dataclass(frozen=True, eq=False)
class _Parts:
    """One group's matrices: loadings [K, F], a root of the factors' covariance [F, F], unique, intercept, means."""

    loadings: Floats
    root: Floats
    unique: Floats
    intercept: Floats
    means: Floats

    @property
    def factors(self) -> Floats:
        return self.root @ self.root.T

    @property
    def implied(self) -> Floats:
        return np.asarray(self.loadings @ self.factors @ self.loadings.T + np.diag(self.unique))


class _Model:
    """Which unknowns stand where: the first item of a factor has loading 1, the first group factor means of 0."""

    def __init__(self, groups: Sequence[Moments], factor: Integers, level: Level) -> None:
        self._groups, self._factor = groups, factor
        self._items, self._factors = len(factor), int(factor.max()) + 1
        self._marker = np.array([int(np.flatnonzero(factor == f)[0]) for f in range(self._factors)])
        self._lower = np.tril_indices(self._factors)
        self.free = 0
        shared: dict[str, Integers] = {}
        rank = INVARIANCE_LEVELS.index(level)
        sizes = (("loading", self._items - self._factors, rank >= 1), ("root", len(self._lower[0]), False),
                 ("unique", self._items, rank >= 3), ("intercept", self._items, rank >= 2))  # fmt: skip
        self._at: list[dict[str, Integers]] = []
        for g in range(len(groups)):
            at = {}
            for name, size, common in sizes:
                at[name] = shared[name] if common and g else self._take(size)
                shared[name] = at[name]
            at["means"] = self._take(self._factors if rank >= 2 and g else 0)
            self._at.append(at)
        self.known = len(groups) * (self._items * (self._items + 3) // 2)

    def _take(self, count: int) -> Integers:
        self.free += count
        return np.arange(self.free - count, self.free)

    def parts(self, unknown: Floats, g: int) -> _Parts:
        at, item = self._at[g], np.arange(self._items)
        loadings, root = np.zeros((self._items, self._factors)), np.zeros((self._factors, self._factors))
        loadings[self._marker, np.arange(self._factors)] = 1.0
        others = np.setdiff1d(item, self._marker)
        loadings[others, self._factor[others]] = unknown[at["loading"]]
        root[self._lower] = unknown[at["root"]]
        means = unknown[at["means"]] if at["means"].size else np.zeros(self._factors)
        return _Parts(loadings, root, np.exp(unknown[at["unique"]]), unknown[at["intercept"]], means)

    def solved(self) -> list[_Parts]:
        """Every group's matrices where the likelihood is greatest."""
        start = np.zeros(self.free)
        for at, group in zip(self._at, self._groups, strict=True):
            others = np.setdiff1d(np.arange(self._items), self._marker)
            towards = group.covariance[others, self._marker[self._factor[others]]]
            start[at["loading"]] = np.where(towards < 0, -1.0, 1.0)
            start[at["root"]] = 0.7 * (self._lower[0] == self._lower[1])
            start[at["unique"]] = np.log(0.5)
            start[at["intercept"]] = group.mean
        own = set(np.concatenate([at["unique"] for at in self._at]).tolist())
        bounds: list[tuple[float | None, float | None]] = [
            (float(np.log(SMALLEST)) if k in own else None, None) for k in range(self.free)
        ]
        found = minimize(
            self._value,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000, "maxfun": 20_000, "maxcor": 30},
        )
        return [self.parts(found.x, g) for g in range(len(self._groups))]

    def _value(self, unknown: Floats) -> tuple[float, Floats]:
        """The misfit of all groups, by share of persons, and its slope."""
        total, slope = 0.0, np.zeros(self.free)
        n = sum(group.n for group in self._groups)
        others = np.setdiff1d(np.arange(self._items), self._marker)
        for at, (g, group) in zip(self._at, enumerate(self._groups), strict=True):
            p, share = self.parts(unknown, g), group.n / n
            inverse = np.linalg.inv(p.implied)
            away = group.mean - p.intercept - p.loadings @ p.means
            total += share * _misfit(group, p)
            by_implied = inverse - inverse @ (group.covariance + np.outer(away, away)) @ inverse
            by_mean = -2 * inverse @ away
            by_loading = 2 * by_implied @ p.loadings @ p.factors + np.outer(by_mean, p.means)
            by_root = 2 * p.loadings.T @ by_implied @ p.loadings @ p.root
            np.add.at(slope, at["loading"], share * by_loading[others, self._factor[others]])
            np.add.at(slope, at["root"], share * by_root[self._lower])
            np.add.at(slope, at["unique"], share * np.diag(by_implied) * p.unique)
            np.add.at(slope, at["intercept"], share * by_mean)
            if at["means"].size:
                np.add.at(slope, at["means"], share * (p.loadings.T @ by_mean))
        return total, slope


def _misfit(group: Moments, p: _Parts) -> float:
    implied = p.implied
    away = group.mean - p.intercept - p.loadings @ p.means
    inverse = np.linalg.inv(implied)
    gap = np.linalg.slogdet(implied)[1] - np.linalg.slogdet(group.covariance)[1] - len(away)
    return float(gap + np.sum(inverse * group.covariance) + away @ inverse @ away)


def _residual(group: Moments, p: _Parts) -> float:
    """Root mean square of what the model misses of the correlations."""
    spread = np.sqrt(np.diag(group.covariance))
    missed = ((group.covariance - p.implied) / np.outer(spread, spread))[np.tril_indices(len(spread))]
    return float(np.sqrt(np.mean(missed**2)))


def _check(groups: Sequence[Moments], factor: Integers) -> None:
    if not groups:
        raise TooFew(0, 1, "a factor model needs somebody's answers")
    if not np.array_equal(np.unique(factor), np.arange(factor.max(initial=-1) + 1)) or factor.size < 2:
        raise ValueError("the items' factors are numbered from 0 without a gap")
    for group in groups:
        if group.covariance.shape != (factor.size, factor.size):
            raise ValueError(f"{factor.size} items cannot have a covariance of shape {group.covariance.shape}")
        if group.mean.shape != factor.shape or not np.all(np.isfinite([*group.mean, *group.covariance.ravel()])):
            raise ValueError("means and covariances of all items are needed, without gaps")
        if group.n <= factor.size:
            raise TooFew(group.n, factor.size + 1, "a covariance matrix takes more persons than items")
        spread = np.sqrt(np.diag(group.covariance))
        if not np.all(spread > 0) or np.linalg.eigvalsh(group.covariance / np.outer(spread, spread))[0] < 1e-10:
            raise ValueError("an item never varies or is a combination of the others")

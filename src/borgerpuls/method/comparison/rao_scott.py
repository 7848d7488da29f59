"""The Rao-Scott test: chi-square test of independence in a two-way table, corrected for the design."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from borgerpuls.arrays import Floats
from borgerpuls.method.design.design import Design
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.linearization import mean


@dataclass(frozen=True)
class RaoScott:
    """``f`` on ``ndf`` and ``ddf`` degrees of freedom with ``p``: the second-order corrected test, to be used.

    ``pearson`` is the uncorrected X² of the weighted table scaled to the ``n`` answers, and ``chisq_p`` its p on ``df``
    = (r − 1)(c − 1) after division by ``deff``, the mean generalised design effect (first-order correction).
    """

    f: float
    ndf: float
    ddf: float
    p: float
    pearson: float
    deff: float
    df: int
    chisq_p: float
    n: float


def rao_scott(table: npt.ArrayLike, covariance: npt.ArrayLike, n: float, degrees: float) -> RaoScott:
    """Independence of rows and columns of a table of shares ``table`` [r, c] with ``covariance`` [rc, rc], row by row.

    ``n`` answers, ``degrees`` of freedom of the design. With X² Pearson's statistic and δ the eigenvalues of
    (C'D⁻¹C/n)⁻¹(C'D⁻¹VD⁻¹C), C the interaction contrasts and D = diag(shares): F = X²/Σδ on ν = (Σδ)²/Σδ² and
    ν·degrees. Rows and columns that nobody chose fall away. R's ``svychisq(statistic="F")`` and ``"Chisq"``.

    Raises TooFew for fewer than two rows or columns with answers, or without degrees of freedom; ValueError where the
    covariance gives the interaction no variance at all.
    Source: Rao & Scott (1984), Annals of Statistics 12, 46-60; Thomas & Rao (1987); Lumley (2010) sec. 2.4.2.
    """
    share = np.asarray(table, np.float64)
    rows, columns = np.flatnonzero(share.sum(axis=1) > 0), np.flatnonzero(share.sum(axis=0) > 0)
    if min(len(rows), len(columns)) < 2:
        raise TooFew(min(len(rows), len(columns)), 2, "a test of association needs rows and columns with answers")
    if degrees < 1:
        raise TooFew(int(degrees), 1, "a test of association needs degrees of freedom in the design")
    kept = (rows[:, None] * share.shape[1] + columns).reshape(-1)
    spread = np.asarray(covariance, np.float64)[np.ix_(kept, kept)]
    share = share[np.ix_(rows, columns)] / share.sum()
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    pearson = float(n * ((share - expected) ** 2 / expected).sum())
    flat = share.reshape(-1)
    inverse = np.divide(1.0, flat, out=np.zeros_like(flat), where=flat > 0)
    contrast = inverse[:, None] * np.kron(_contrasts(len(rows)), _contrasts(len(columns)))
    simple = contrast.T @ (flat[:, None] * contrast) / n
    delta = np.linalg.solve(simple, contrast.T @ spread @ contrast)
    first, second = float(np.trace(delta)), float(np.trace(delta @ delta))
    if not first > 0:
        raise ValueError("the table has no variance, so it cannot be tested")
    df = (len(rows) - 1) * (len(columns) - 1)
    ndf = first**2 / second
    return RaoScott(
        f=pearson / first,
        ndf=ndf,
        ddf=ndf * degrees,
        p=float(special.fdtrc(ndf, ndf * degrees, pearson / first)),
        pearson=pearson,
        deff=first / df,
        df=df,
        chisq_p=float(special.chdtrc(df, pearson / (first / df))),
        n=float(n),
    )


def association(
    design: Design, rows: npt.ArrayLike, columns: npt.ArrayLike, where: npt.ArrayLike | None = None
) -> RaoScott:
    """``rao_scott`` of two variables of persons: ``rows`` and ``columns`` [R] numbers (NaN for no answer) or labels.

    ``where`` bool [R] is the group. Persons without one of the two stay in the design but not in the table. Rows of
    many persons alike (``expand_counts``) count as many. Raises what ``rao_scott`` does, TooFew where nobody answered
    both.
    """
    first, second = _numbers(rows), _numbers(columns)
    group = np.ones(len(first), np.bool_) if where is None else np.asarray(where, np.bool_)
    both = ~np.isnan(first) & ~np.isnan(second)
    if not np.any(both & group):
        raise TooFew(0, 2, "nobody answered both questions")
    r, c = (np.unique(v[both & group]) for v in (first, second))
    chosen = (first[:, None] == r)[:, :, None] & (second[:, None] == c)[:, None, :]
    cells = np.where(both[:, None], chosen.reshape(len(first), -1), np.nan)
    shares = mean(design, cells, group)
    return rao_scott(shares.value.reshape(len(r), len(c)), shares.covariance, float(shares.n[0]), float(shares.df[0]))


def _numbers(values: npt.ArrayLike) -> Floats:
    """A column as numbers: its own, or those of its labels in sorted order."""
    column = np.asarray(values).reshape(-1)
    if column.dtype.kind in "fiub":
        return column.astype(np.float64)
    return np.unique(column, return_inverse=True)[1].astype(np.float64)


def _contrasts(size: int) -> Floats:
    """Contrasts [size, size − 1]: each category against the last."""
    return np.vstack([np.eye(size - 1), -np.ones(size - 1)])

"""Groups too thin for a model of who is in which of two groups, put together by a rule fixed before data."""

import numpy as np

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.array_operations import combination_codes

LEAST = 5
"""Fewer persons than this on either side make a group thin."""


def collapse_sparse(code: Integers, persons: Floats | Integers, inside: Floats | Integers) -> Integers:
    """Groups numbered from 0, thin ones put together; together still thin, they join the thinnest of the others.

    ``code`` [R] is each row's group, ``persons`` [R] its persons and ``inside`` [R] how many of them answered (or are
    in group 1). A group is thin with fewer than five of either kind.
    """
    group = combination_codes(code)
    least = np.minimum(np.bincount(group, inside), np.bincount(group, persons - inside))
    thin = least < LEAST
    if not thin.any():
        return group
    if least[thin].sum() < LEAST and not thin.all():
        thin[np.flatnonzero(~thin)[np.argmin(least[~thin])]] = True
    return combination_codes(np.where(thin[group], -1, group))

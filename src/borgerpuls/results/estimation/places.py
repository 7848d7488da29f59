"""The places of a wave: its units one after the other, and then the whole."""

from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

WHOLE_MEANS: tuple[Literal["citizens", "municipalities"], ...] = ("citizens", "municipalities")
"""The whole stands in two places after the units: the mean over persons and the mean over units."""
WHOLES = len(WHOLE_MEANS)
Number = TypeVar("Number", bound=np.generic)


def with_whole(units: npt.NDArray[Number], times: int = 1) -> npt.NDArray[Number]:
    """Sums over units [U, ...], followed ``times`` times by those of the whole: [U + times, ...]."""
    whole = units.sum(axis=0, keepdims=True)
    return np.concatenate([units, *[whole] * times])

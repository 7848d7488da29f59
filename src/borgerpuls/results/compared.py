"""Every comparison of one wave: units beside the whole and among each other."""

from collections.abc import Iterator

from borgerpuls.results.among import among
from borgerpuls.results.casemix import case_mixed
from borgerpuls.results.counted import Counted
from borgerpuls.results.grid import Grid
from borgerpuls.results.means import Means
from borgerpuls.results.standing import standing


def compared(counted: Counted) -> Iterator[Grid]:
    """The comparisons of a wave, in the order in which ``docs/figures.md`` names them."""
    means = Means.of(counted)
    yield from standing(counted, means)
    yield from among(counted, means)
    yield from case_mixed(counted, means)

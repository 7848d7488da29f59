"""Every comparison of one wave: units beside the whole and among each other."""

from collections.abc import Iterator

from borgerpuls.results.among import among
from borgerpuls.results.block import Block
from borgerpuls.results.casemix import case_mixed
from borgerpuls.results.counted import Counted
from borgerpuls.results.drivers import goes_together, holds_together
from borgerpuls.results.grid import Grid
from borgerpuls.results.local import local_comparisons
from borgerpuls.results.means import Means
from borgerpuls.results.nonresponse import nonresponse
from borgerpuls.results.standing import standing


def compared(counted: Counted) -> Iterator[Grid | Block]:
    """The comparisons of a wave, in the order in which ``docs/figures.md`` names them."""
    means = Means.of(counted)
    yield from standing(counted, means)
    yield from among(counted, means)
    yield from case_mixed(counted, means)
    yield from nonresponse(counted, means)
    yield from local_comparisons(counted, means)
    yield from goes_together(counted, means)
    yield from holds_together(counted, means)

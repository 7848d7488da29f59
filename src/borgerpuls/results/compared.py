"""Every comparison of one wave: units beside the whole and among each other."""

from collections.abc import Iterator

from borgerpuls.results.estimation.wave_estimates import Counted
from borgerpuls.results.figures.block import Block
from borgerpuls.results.figures.grid import Grid
from borgerpuls.results.statistics.anom import standing
from borgerpuls.results.statistics.between_units import among
from borgerpuls.results.statistics.case_mix import case_mixed
from borgerpuls.results.statistics.compared_means import Means
from borgerpuls.results.statistics.drivers import goes_together, holds_together
from borgerpuls.results.statistics.local_comparison import local_comparisons
from borgerpuls.results.statistics.nonresponse import nonresponse


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

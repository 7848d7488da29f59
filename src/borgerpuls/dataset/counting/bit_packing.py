"""Several counters side by side in one integer, a *word*, so that an engine adds them all in one sum.

Sums are taken over at most ``BLOCK_ROWS`` rows, and each counter has as many bits as that many rows can ever need: one
counter never runs into the next, whatever the data.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from borgerpuls.arrays import Integers
from borgerpuls.dataset.engines import BLOCK_ROWS

WORD_BITS = 63


@dataclass(frozen=True)
class Counter:
    """Where a counter lies: in which word, how many bits from its right end, how many bits wide."""

    word: int
    shift: int
    bits: int

    def unpack(self, word: Integers) -> Integers:
        """This counter's sums, out of the sums of its word."""
        apart: Integers = (word >> self.shift) & ((1 << self.bits) - 1)
        return apart


def pack(largest: Iterable[int]) -> tuple[Counter, ...]:
    """A place for each counter, given the largest number that one row adds to it (0 or more)."""
    places: list[Counter] = []
    word = used = 0
    for most in largest:
        bits = (most * BLOCK_ROWS).bit_length()
        if used and used + bits > WORD_BITS:
            word, used = word + 1, 0
        places.append(Counter(word, used, bits))
        used += bits
    return tuple(places)

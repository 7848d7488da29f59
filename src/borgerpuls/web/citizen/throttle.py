"""Wrong codes, counted by address: who tries many is told to wait, and a right code is never held up by that.

A code has 80 bits. With 40,000 of them in the field, 1,000 guesses a second for sixty days find one with a chance of
2 in 10,000,000,000; so it is load and not luck that is held back here, and a job centre's one address stays open.
"""

from collections import OrderedDict
from threading import Lock

MANY = 20
"""Wrong codes at once from one address."""
EVERY = 3.0
"""Seconds until one more is forgotten."""
ADDRESSES = 4096
"""Addresses remembered by a process; the one that was quiet for longest is forgotten first."""


class WrongCodes:
    """A leaking bucket an address."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def too_many(self, address: str, now: float) -> bool:
        """Count one more wrong code at ``now`` (seconds); are there too many of them?"""
        with self._lock:
            level, at = self._seen.pop(address, (0.0, now))
            level = max(0.0, level - (now - at) / EVERY) + 1.0
            self._seen[address] = (min(level, MANY + 1.0), now)
            if len(self._seen) > ADDRESSES:
                self._seen.popitem(last=False)
            return level > MANY

"""The values of a background variable in one wave, in the order in which its code list writes them."""

from collections.abc import Iterable, Sequence

import numpy as np

from borgerpuls.arrays import Integers
from borgerpuls.dataset.counting.tally import Tally
from borgerpuls.dataset.wave import FrozenWave


def code_order(wave: FrozenWave, variable: str, met: Iterable[str]) -> tuple[str, ...]:
    """The values met: those of no code list first (unknown, "", is one), then in the order of the code list."""
    listed = next((b.at(wave.spec.opened) for b in wave.questionnaire.backgrounds if b.id == variable), None)
    known = tuple(code.id for code in listed.codes) if listed else ()
    found = set(met)
    return (*sorted(found - set(known)), *(code for code in known if code in found))


def positions(tally: Tally, variable: str, levels: Sequence[str]) -> Integers:
    """[C] the position in ``levels`` of each cell's value, -1 where it is not among them."""
    at = {level: position for position, level in enumerate(levels)}
    return np.array([at.get(level, -1) for level in tally.levels[variable]], dtype=np.int64)[tally.codes[variable]]

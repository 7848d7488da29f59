"""Where response depends on a printed group: weights that know it hold the truth, and others say that they do not
(a short run of bench/nonresponse.py)."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

WAVES = 2


@pytest.fixture(scope="module")
def nonresponse(program: Callable[[str], ModuleType]) -> ModuleType:
    return program("bench/nonresponse.py")


def test_raking_with_the_group_mends_what_poststratifying_without_it_leaves_and_tells(nonresponse: ModuleType) -> None:
    found, refused = nonresponse.simulate(nonresponse.STRENGTHS[-1], WAVES, nonresponse.SEED)
    cross, raked = (found[name] for name in ("poststratified by sex x age", "raked by sex, age, target"))
    assert refused["raked by sex, age, target"] == 0
    assert np.mean(cross["country, themes"]) < 20
    assert np.mean(cross["warned"]) > 90
    assert np.mean(raked["country, themes"]) > 60
    assert np.mean(raked["unit, items"]) > 90
    assert np.mean(raked["warned"]) < 10

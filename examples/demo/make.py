"""Two invented waves: ``python examples/demo/make.py demo/waves`` writes 2023-pilot and 2024-spring.

Nobody gave these answers. They are made so that the figures published for spring 2024 come out of the ordinary
pipeline, weighted and counted like any other wave. The same seed gives the same bytes.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from citizens import BY
from places import NORDDJURS, Place, pilot_2023, spring_2024
from published import PILOT_2023, SPRING_2024
from tables import invent

from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.plan_additions import plan_of
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.read import read
from borgerpuls.questionnaire.units import read_units
from borgerpuls.text import Text

SURVEY = Path(__file__).resolve().parents[2] / "survey"
SEED = 2024

SPRING = WaveSpec(
    name="2024-spring",
    title=Text(da="Foråret 2024", en="Spring 2024"),
    opened=date(2024, 3, 4),
    closed=date(2024, 4, 19),
    units=(),
    place=Text(da="Alle kommuner", en="All municipalities"),
    place_code="dk",
    strata=(),
    weighting=Weighting("poststratify", BY),
    groups=("age", "sex", "duration", "target_group"),
    case_mix=("age", "sex", "target_group"),
    compare={NORDDJURS: Text(da="Helhedsorienteret indsats", en="Whole-person casework")},
    compare_groups={
        NORDDJURS: (
            Text(da="Sædvanlig indsats", en="Usual casework"),
            Text(da="Helhedsorienteret indsats", en="Whole-person casework"),
        )
    },
    national="citizens",
    invented=Text(
        da="Opdigtede data: ingen borger har givet disse svar.", en="Invented data: no citizen gave these answers."
    ),
    previous="2023-pilot",
)
PILOT = replace(
    SPRING,
    name="2023-pilot",
    title=Text(da="Pilotmålingen 2023", en="Pilot 2023"),
    opened=date(2023, 3, 6),
    closed=date(2023, 4, 14),
    previous=None,
)


def make(folder: Path, seed: int = SEED) -> None:
    """Write both waves under ``folder``."""
    for spec, places, published in ((PILOT, pilot_2023, PILOT_2023), (SPRING, spring_2024, SPRING_2024)):
        rng = np.random.default_rng([seed, spec.opened.year])
        invited = places(rng)
        questionnaire = read(SURVEY / f"{spec.name}.toml")
        persons, population = invent(invited, questionnaire, published, seed, rng)
        units, regions = _units(invited, spec.opened)
        here = replace(spec, units=units, regions=regions)
        plan = plan_of(here, questionnaire, spec.opened)
        write_wave(folder / spec.name, here, questionnaire, persons, population, plan=plan)


def _units(places: Sequence[Place], day: date) -> tuple[tuple[Unit, ...], dict[str, Text]]:
    """The municipalities by name with their region on a day, and the names of the regions."""
    register = read_units(SURVEY / "municipalities.toml")
    invited = {place.code for place in places}
    here = [unit for unit in register.units_at(day) if unit.code in invited]
    held = {unit.code: register.group_at(unit, day) for unit in here}
    units = tuple(Unit(u.code, u.name, region.id if (region := held[u.code]) else None) for u in here)
    return units, {group.id: group.name for group in register.groups if group in held.values()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write two invented waves.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    make(chosen.folder, chosen.seed)

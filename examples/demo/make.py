"""Two invented waves: ``python examples/demo/make.py demo/waves`` writes 2023-pilot and 2024-spring.

Nobody gave these answers. They are made so that the figures published for spring 2024 come out of the ordinary
pipeline, weighted and counted like any other wave. The same seed gives the same bytes.
"""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from answers import DONT_KNOW, NOT_RELEVANT, SKIPPED, chosen, opinions, silences
from citizens import TRAITS, Booleans, Citizens, Integers, answering, dispositions, frame, invite, weights
from places import COPENHAGEN, NORDDJURS, Place, pilot_2023, spring_2024
from published import PILOT_2023, SPRING_2024, Published, favourable, meet, shifted

from borgerpuls.dataset.folder import write_wave
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.model import Item, Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.text import Text

SURVEY = Path(__file__).resolve().parents[2] / "survey"
SEED = 2024
WHOLE_PERSON = 0.22
"""What whole-person casework adds to opinions in Norddjurs, in points of the latent scale."""


def make(folder: Path, seed: int = SEED) -> None:
    """Write both waves under ``folder``."""
    pilot, spring = (np.random.default_rng([seed, wave]) for wave in (2023, 2024))
    _write(folder, _pilot_spec, "2023-pilot", pilot_2023(pilot), PILOT_2023, seed, pilot)
    _write(folder, _spring_spec, "2024-spring", spring_2024(spring), SPRING_2024, seed, spring)

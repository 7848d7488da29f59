"""What the invented citizens think and answer: an opinion has a person's, a theme's and a question's part.

The parts are sized as in real surveys of this kind: questions of one theme correlate about 0.5, of two themes about
0.35, and municipalities differ with a standard deviation of about 0.12 point.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from citizens import TRAITS, Booleans, Citizens, Floats, Integers

PERSON, THEME, QUESTION = 0.75, 0.55, 0.80
MUNICIPALITY, MUNICIPALITY_THEME, MUNICIPALITY_WAVE, DIFFICULTY = 0.11, 0.06, 0.03, 0.12
"""Standard deviations of the parts, in points of the answer scale."""

EFFECTS: Mapping[str, Mapping[str, float]] = {
    "age": {"18-29": -0.22, "30-39": -0.10, "50-59": 0.10, "60plus": 0.24},
    "sex": {"k": 0.07, "m": -0.07},
    "duration": {"0-2": 0.14, "12-23": -0.06, "24plus": -0.16},
    "target_group": {
        "dagpenge": 0.04, "jobparat": -0.12, "aktivitetsparat": -0.06, "sygedagpenge": 0.14, "jobafklaring": -0.25,
        "ressourceforloeb": -0.05, "ledighedsydelse": 0.05,
    },
}  # fmt: skip
"""How much a code of a trait moves the opinion."""

THRESHOLDS = np.array([1.72, 2.47, 3.27, 4.55])
"""Where an opinion passes from one answer to the next: the fourth of five is what people like to say."""

DONT_KNOW, NOT_RELEVANT, SKIPPED = -1, -2, -3


def opinions(
    citizens: Citizens, units: Sequence[str], themes: Mapping[str, Sequence[str]], seed: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Theme -> opinions [persons, questions]. Municipalities and questions keep their character from wave to wave."""
    base = 3.4 + rng.normal(0, PERSON, len(citizens))
    for name, codes in TRAITS.items():
        base = base + np.array([EFFECTS[name].get(code, 0) for code in codes])[citizens.traits[name]]
    own = MUNICIPALITY * np.array([_character(seed, unit) for unit in units]) + rng.normal(
        0, MUNICIPALITY_WAVE, len(units)
    )
    found = {}
    for theme, questions in themes.items():
        local = own + MUNICIPALITY_THEME * np.array([_character(seed, unit, theme) for unit in units])
        difficulty = DIFFICULTY * np.array([_character(seed, question) for question in questions])
        opinion = base + local[citizens.unit] + rng.normal(0, THEME, len(citizens))
        found[theme] = opinion[:, None] + difficulty + rng.normal(0, QUESTION, (len(citizens), len(questions)))
    return found


def silences(partial: Booleans, questions: int, rng: np.random.Generator) -> Integers:
    """0 where a question is answered, else why not [persons, questions]; who answers in part stops on the way."""
    persons = len(partial)
    rates = np.stack(
        [rng.uniform(0.01, 0.05, questions), rng.uniform(0.01, 0.06, questions), np.full(questions, 0.012)]
    )
    tendency = np.minimum(rng.gamma(0.8, 1.25, persons), 6)[:, None]
    dont_know, not_relevant, skipped = np.cumsum(rates, axis=0)[:, None, :] * tendency
    draw = rng.random((persons, questions))
    found = np.select([draw < dont_know, draw < not_relevant, draw < skipped], [DONT_KNOW, NOT_RELEVANT, SKIPPED], 0)
    stop = np.where(partial, rng.integers(questions * 6 // 10, questions, persons), questions)
    return np.where(np.arange(questions) >= stop[:, None], SKIPPED, found)


def chosen(opinion: Floats) -> Integers:
    """The answer, 1 to 5, that an opinion leads to."""
    return 1 + np.searchsorted(THRESHOLDS, opinion)


def _character(seed: int, *names: str) -> float:
    """A standard normal number that always belongs to these names; nothing is further out than two."""
    return float(np.clip(np.random.default_rng([seed, *"/".join(names).encode()]).normal(), -2, 2))

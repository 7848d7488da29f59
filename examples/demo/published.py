"""The figures published for spring 2024, and how the invented opinions are moved to meet them.

No figure is written anywhere: opinions of whole groups are shifted until the weighted mean of the answers that they
lead to is the published one. A growing shift changes one answer at a time, so means are met within a thousandth.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from answers import chosen
from citizens import TRAITS, Booleans, Citizens, Floats, Integers


@dataclass(frozen=True)
class Published:
    """Theme means of Copenhagen and of all, and what else is known of Copenhagen (its groups, its own question)."""

    copenhagen: Mapping[str, float]
    country: Mapping[str, float]
    groups: Mapping[str, float]
    local: float


SPRING_2024 = Published(
    copenhagen={
        "overall": 3.32, "meeting": 3.41, "goals": 3.07, "collaboration": 2.72, "conversation": 3.53,
        "progression": 2.65,
    },
    country={
        "overall": 3.64, "meeting": 3.69, "goals": 3.41, "collaboration": 3.02, "conversation": 3.75,
        "progression": 2.97,
    },
    groups={
        "aktivitetsparat": 3.69, "sygedagpenge": 3.57, "ledighedsydelse": 3.30, "revalidering": 3.26, "dagpenge": 3.24,
        "selvforsoergende": 3.22, "uddannelseshjaelp": 3.21, "uddannelsesparat": 3.17, "foertidspension": 3.20,
        "ressourceforloeb": 3.15, "jobparat": 3.08, "jobafklaring": 2.86,
    },
    local=0.65,
)  # fmt: skip
"""Means as published. Of the groups only their order was: activity-ready alone above the country."""

PILOT_2023 = Published(
    copenhagen={
        "overall": 3.25, "meeting": 3.38, "goals": 2.84, "collaboration": 2.70, "conversation": 3.49,
        "progression": 2.61,
    },
    country={
        "overall": 3.58, "meeting": 3.67, "goals": 3.29, "collaboration": 2.99, "conversation": 3.71,
        "progression": 2.96,
    },
    groups={"aktivitetsparat": 3.55, "sygedagpenge": 3.50, "jobafklaring": 2.85},
    local=0.60,
)  # fmt: skip
"""Invented altogether, so that change has something to show."""

FIRM = ("aktivitetsparat", "sygedagpenge", "jobafklaring")
"""The groups that keep their mean when the rest of Copenhagen is moved to meet the mean of all."""


def meet(
    published: Published,
    opinions: Mapping[str, Floats],
    silent: Mapping[str, Integers],
    *,
    citizens: Citizens,
    weight: Floats,
    copenhagen: Booleans,
) -> dict[str, Floats]:
    """The opinions of every theme, moved so that the weighted theme means are the published ones."""
    group = np.array(list(TRAITS["target_group"]))[citizens.traits["target_group"]]
    everybody = np.ones(len(citizens), dtype=bool)
    met = {}
    for theme, opinion in opinions.items():

        def mean(opinion: Floats, over: Booleans, silent: Integers = silent[theme]) -> float:
            return score_mean(opinion[over], silent[over], weight[over])

        moved, movable = opinion, copenhagen
        if theme == "overall":
            for code, aim in published.groups.items():
                some = copenhagen & (group == code)
                moved = shifted(moved, some, some, aim, mean)
            movable = copenhagen & ~np.isin(group, FIRM)
        moved = shifted(moved, movable, copenhagen, published.copenhagen[theme], mean)
        met[theme] = shifted(moved, ~copenhagen, everybody, published.country[theme], mean)
    return met


def meet_share(aim: float, opinion: Floats, silent: Integers, weight: Floats, who: Booleans) -> Floats:
    """The opinions on one question, moved so that the weighted share of favourable answers of ``who`` is ``aim``."""

    def share(opinion: Floats, over: Booleans) -> float:
        answered = over & (silent == 0)
        return float(np.average(chosen(opinion[answered]) >= 4, weights=weight[answered]))

    return shifted(opinion, who, who, aim, share)


def shifted(
    opinion: Floats, move: Booleans, over: Booleans, aim: float, statistic: Callable[[Floats, Booleans], float]
) -> Floats:
    """``opinion`` with ``move`` shifted alike, by halving, until the statistic over ``over`` is ``aim``."""
    low, high = -4.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        moved = opinion + middle * move.reshape(-1, *[1] * (opinion.ndim - 1))
        low, high = (low, middle) if statistic(moved, over) > aim else (middle, high)
    return moved


def score_mean(opinion: Floats, silent: Integers, weight: Floats) -> float:
    """Weighted mean of the theme score: the mean of the answered questions where at least half are answered."""
    answered = silent == 0
    count = answered.sum(axis=1)
    scored = 2 * count >= opinion.shape[1]
    score = (chosen(opinion) * answered).sum(axis=1)[scored] / count[scored]
    return float(np.average(score, weights=weight[scored]))

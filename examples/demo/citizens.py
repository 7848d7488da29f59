"""The invented citizens: who is in the frame, who is invited, and who answers.

Whether a citizen answers depends on age, sex and target group, and so does what they answer (``answers.py``):
that is why the invented waves need their weights, as real ones do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from places import Place

from borgerpuls.dataset.wave import Weighting
from borgerpuls.method.calibration.poststratification import collapse_cells

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

BY = ("sex", "age")
"""The traits that answers are weighted by."""

TRAITS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "age": {"18-29": (20, -0.55), "30-39": (22, -0.25), "40-49": (21, 0.0), "50-59": (23, 0.3), "60plus": (14, 0.5)},
    "sex": {"k": (51, 0.2), "m": (49, -0.2)},
    "duration": {"0-2": (24, 0.1), "3-11": (37, 0.0), "12-23": (19, -0.05), "24plus": (20, -0.1)},
    "target_group": {
        "dagpenge": (31, 0.0),
        "jobparat": (9, -0.35),
        "aktivitetsparat": (13, -0.2),
        "uddannelsesparat": (6, -0.45),
        "uddannelseshjaelp": (6, -0.4),
        "sygedagpenge": (18, 0.25),
        "jobafklaring": (6, 0.1),
        "ressourceforloeb": (4, 0.05),
        "ledighedsydelse": (4, 0.2),
        "revalidering": (1.4, 0.3),
        "foertidspension": (0.8, 0.2),
        "selvforsoergende": (0.8, -0.1),
    },
}
"""Trait -> code -> how common it is (per cent), and how much it adds to the logit of answering."""

SILENT = {"no_answer": 0.80, "not_reached": 0.09, "breakoff": 0.06, "refused": 0.05}
PARTIAL = 0.06


@dataclass(frozen=True)
class Citizens:
    """Arrays with one entry a citizen: the municipality's number, and the number of every trait's code."""

    unit: Integers
    traits: Mapping[str, Integers]

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, chosen: Integers | Booleans) -> "Citizens":
        return Citizens(self.unit[chosen], {name: codes[chosen] for name, codes in self.traits.items()})

    def cell(self, *names: str) -> Integers:
        """One number for each combination of municipality and the named traits."""
        cell = self.unit
        for name in names:
            cell = cell * len(TRAITS[name]) + self.traits[name]
        return cell


def frame(places: Sequence[Place], rng: np.random.Generator) -> Citizens:
    """Everybody in the target group; each municipality has a mix of its own around the national one."""
    sizes = [place.frame for place in places]
    traits = {}
    for name, codes in TRAITS.items():
        share = np.array([share for share, _ in codes.values()])
        mix = rng.dirichlet(150 * share / share.sum(), len(places))
        traits[name] = np.concatenate(
            [rng.choice(len(codes), size, p=own) for size, own in zip(sizes, mix, strict=True)]
        )
    return Citizens(np.repeat(np.arange(len(places)), sizes), traits)


def invite(everybody: Citizens, places: Sequence[Place], rng: np.random.Generator) -> Citizens:
    """A simple random sample in each municipality, or everybody where the sample is as large as the frame."""
    order = _first(rng.random(len(everybody)), everybody.unit, [place.invited for place in places])
    return everybody.take(order)


def answering(invited: Citizens, places: Sequence[Place], rng: np.random.Generator) -> Booleans:
    """Who answers: exactly as many as the place says, by a logit model of who they are."""
    will = rng.gumbel(size=len(invited))
    for name, codes in TRAITS.items():
        will = will + np.array([effect for _, effect in codes.values()])[invited.traits[name]]
    answers = np.zeros(len(invited), dtype=bool)
    answers[_first(-will, invited.unit, [place.answers for place in places])] = True
    return answers


def dispositions(answers: Booleans, rng: np.random.Generator) -> npt.NDArray[np.str_]:
    """The final disposition of everybody invited."""
    silent = rng.choice(list(SILENT), len(answers), p=list(SILENT.values()))
    heard = np.where(rng.random(len(answers)) < PARTIAL, "partial", "complete")
    return np.where(answers, heard, silent)


def weights(everybody: Citizens, respondents: Citizens) -> Floats:
    """How many of the frame each answering citizen stands for; thin cells stand together as in any wave."""
    cell = respondents.cell(*BY)
    in_frame = np.bincount(everybody.cell(*BY))
    unit, *codes = np.unravel_index(
        np.arange(len(in_frame)), (everybody.unit.max() + 1, *(len(TRAITS[name]) for name in BY))
    )
    answered = np.bincount(cell, minlength=len(in_frame))
    joined = collapse_cells(answered, in_frame, unit, np.stack(codes, axis=1), Weighting.minimum)
    return (joined.population / np.maximum(joined.answered, 1))[joined.cell[cell]]


def _first(key: Floats, group: Integers, sizes: Sequence[int]) -> Integers:
    """The positions of the lowest keys in every group, as many as ``sizes`` says, in order of position."""
    order = np.lexsort((key, group))
    start = np.searchsorted(group[order], np.arange(len(sizes)))
    place_in_group = np.arange(len(order)) - start[group[order]]
    return np.sort(order[place_in_group < np.array(sizes)[group[order]]])

"""Which municipalities the invented waves cover, and how many citizens each has, invites and hears from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

COPENHAGEN = "0101"
NORDDJURS = "0707"

INHABITANTS = {
    "0101": 660, "0147": 105, "0151": 52, "0159": 70, "0163": 31, "0165": 28, "0169": 58, "0173": 58, "0175": 44,
    "0217": 64, "0219": 54, "0250": 46, "0253": 52, "0259": 62, "0265": 91, "0316": 74, "0326": 48, "0330": 80,
    "0340": 30, "0360": 40, "0370": 84, "0376": 59, "0400": 39, "0410": 40, "0430": 52, "0450": 32, "0461": 209,
    "0482": 12, "0510": 55, "0540": 74, "0561": 116, "0575": 43, "0621": 95, "0630": 121, "0657": 90, "0707": 37,
    "0730": 99, "0740": 99, "0751": 361, "0779": 45, "0791": 97, "0787": 43, "0851": 223, "0860": 64,
}  # fmt: skip
"""Thousands of inhabitants, roughly: large municipalities should be large in the demo too."""

PILOT = ("0101", "0147", "0159", "0265", "0330", "0400", "0461", "0561", "0621", "0707", "0730", "0791", "0851")


@dataclass(frozen=True)
class Place:
    """One municipality in one wave: citizens in the frame, invited, and answering."""

    code: str
    frame: int
    invited: int
    answers: int


def spring_2024(rng: np.random.Generator) -> tuple[Place, ...]:
    """44 municipalities, 85,000 invited, 33,000 answers; Copenhagen 870 answers. Small ones invite everybody."""
    return _places(
        tuple(sorted(INHABITANTS)), rng, invited=85_000, answers=33_000, copenhagen=Place("0101", 30_000, 2_900, 870)
    )


def pilot_2023(rng: np.random.Generator) -> tuple[Place, ...]:
    """13 municipalities, 9,000 invited, 3,640 answers."""
    return _places(PILOT, rng, invited=9_000, answers=3_640, copenhagen=Place("0101", 29_400, 1_100, 346))


def _places(
    codes: tuple[str, ...], rng: np.random.Generator, *, invited: int, answers: int, copenhagen: Place
) -> tuple[Place, ...]:
    others = [code for code in codes if code != COPENHAGEN]
    frame = np.array([round(1000 * INHABITANTS[code] * rng.normal(0.045, 0.005)) for code in others])
    asked = _sample_sizes(frame, invited - copenhagen.invited)
    response = asked * np.clip(rng.normal(0.39, 0.03, len(others)), 0.33, 0.46)
    answering = _round_to(response * (answers - copenhagen.answers) / response.sum(), answers - copenhagen.answers)
    places = [
        Place(code, int(n), int(m), int(a)) for code, n, m, a in zip(others, frame, asked, answering, strict=True)
    ]
    return tuple(sorted([copenhagen, *places], key=lambda place: place.code))


def _sample_sizes(frame: Integers, invited: int) -> Integers:
    """Everybody in small places, a share that falls with size in large ones; the level is found by halving."""
    low, high = 0.0, float(frame.max())
    for _ in range(60):
        level = (low + high) / 2
        low, high = (low, level) if np.minimum(frame, level * frame**0.2).sum() > invited else (level, high)
    return _round_to(np.minimum(frame, low * frame**0.2), invited)


def _round_to(shares: npt.NDArray[np.float64], total: int) -> Integers:
    """Whole numbers with a given sum: largest remainders are rounded up."""
    whole = np.floor(shares).astype(np.int64)
    order = np.argsort(shares - whole)[::-1]
    whole[order[: total - whole.sum()]] += 1
    return whole

"""The R-indicator: representativity of a response, with partial indicators and the bound on non-response bias."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from borgerpuls.arrays import Floats, Integers
from borgerpuls.method.errors import TooFew
from borgerpuls.method.estimation.estimates import StudentInterval

STEPS = 50


@dataclass(frozen=True, eq=False)
class PartialIndicator:
    """The partial R-indicators of one background variable.

    ``unconditional`` is the spread of response between its groups, ``conditional`` what is left of it inside groups
    alike in all the other variables; both 0 when it plays no part, and adjusted for chance like R itself
    (``*_unadjusted`` are not). ``groups`` float [K] says which groups answered more (+) or less (-) than the rest.
    """

    unconditional: float
    unconditional_unadjusted: float
    conditional: float
    conditional_unadjusted: float
    groups: Floats


@dataclass(frozen=True, eq=False)
class Representativity(StudentInterval):
    """The R-indicator: 1 when all were as likely to answer, nearer 0 the more their propensities differ.

    ``r`` is adjusted for the spread that chance alone makes, ``r_unadjusted`` is not, ``se`` is its standard error.
    ``spread`` S is the (unadjusted) standard deviation of the response propensities and ``rate`` their mean. ``cv`` =
    S / rate bounds the standardised non-response bias of any mean; ``cv_se`` is its standard error. ``coefficients``
    are those of the logistic model, the constant first, then each variable's second to last group. ``propensity`` [C]
    of the cells, ``asked`` [C] their persons.
    ``value`` is ``r``; ``n`` persons were asked, and the interval is normal.
    """

    r: float
    r_unadjusted: float
    se: float
    spread: float
    rate: float
    cv: float
    cv_se: float
    coefficients: Floats
    propensity: Floats
    asked: Floats
    partial: Mapping[str, PartialIndicator]
    n: float
    df: float = np.inf

    @property
    def value(self) -> float:
        """The R-indicator, ``r``."""
        return self.r

    def largest_bias(self, sd: float) -> float:
        """How far a mean can be from that of everyone asked: S / rate times the ``sd`` of the answers.

        Source: Schouten, Cobben & Bethlehem (2009), eq. 6.
        """
        return self.cv * sd

    def cv_within(
        self, alike: npt.ArrayLike, cell: npt.ArrayLike | None = None, asked: npt.ArrayLike | None = None
    ) -> float:
        """The spread of response that is left among persons ``alike`` to a weighting: √(Σ N_h/N·S_h²/ρ̄_h²).

        ``alike`` int [K] is the weighting cell h of each of K groups of persons, who are ``asked`` [K] and of the
        cell ``cell`` [K] of the model (None: the model's own cells). Times the standard deviation of the answers it
        bounds the bias of a mean that is weighted to those cells, as ``largest_bias`` that of a mean without weights:
        the bias is Σ N_h/N·Cov_h(ρ, y)/ρ̄_h (Bethlehem 1988, Journal of Official Statistics 4, 251-260), and no
        covariance is larger than the product of the standard deviations. Adjusted for the spread that chance makes,
        like ``r``.
        """
        place = np.arange(len(self.propensity)) if cell is None else np.asarray(cell)
        people = np.asarray(self.asked if asked is None else asked, float)
        codes = np.unique(np.asarray(alike), return_inverse=True)[1]
        propensity, count = self.propensity[place], np.bincount(codes, people)
        size = np.where(count > 0, count, 1.0)
        rate = np.bincount(codes, people * propensity) / size
        within = np.bincount(codes, people * (propensity - rate[codes]) ** 2) / size
        relative = np.where(rate > 0, within / np.where(rate > 0, rate, 1.0) ** 2, 0.0)
        real = (1 - self.r) / (1 - self.r_unadjusted) if self.spread > 0 else 0.0
        return float(real * np.sqrt(count @ relative / count.sum()))


def representativity(asked: Integers, answered: Integers, variables: Mapping[str, Integers]) -> Representativity:
    """The R-indicator of one wave, from a table of groups.

    ``asked`` and ``answered`` int [C] persons a cell; ``variables[name]`` int [C] the cell's group, from 0. Response is
    modelled by logistic regression on the main effects; everybody in the frame was asked, so chance enters through the
    answering only.

    Raises TooFew when nobody or everybody answered, or a group has nobody or everybody answering (no finite model).

    Source: Schouten, Cobben & Bethlehem (2009), Survey Methodology 35, 101-113; bias adjustment, variance and partials
    Shlomo, Skinner & Schouten (2012), Journal of Statistical Planning and Inference 142, 201-211, eq. 7 to 12 for a
    census (n = N).
    """
    people, responded = np.asarray(asked, float), np.asarray(answered, float)
    _enough(people, responded, variables)
    design = np.column_stack(
        [np.ones(len(people)), *(np.eye(group.max() + 1)[group][:, 1:] for group in variables.values())]
    )
    coefficients, covariance = _logistic(design, people, responded)
    propensity = expit(design @ coefficients)
    size = people.sum()
    rate = float(people @ propensity / size)
    distance = propensity - rate
    variance = float(people @ distance**2 / (size - 1))
    slope = design * (propensity * (1 - propensity))[:, None]
    from_chance = float(np.einsum("c,ci,ij,cj->", people, slope, covariance, slope) / size)
    adjusted = max(0.0, variance - from_chance)
    se = _standard_error(people, distance, slope, covariance)
    spread = variance**0.5
    shrink = (adjusted / variance) ** 0.5 if variance > 0 else 0.0
    cv = spread / rate
    return Representativity(
        r=1 - 2 * adjusted**0.5,
        r_unadjusted=1 - 2 * spread,
        se=se,
        spread=spread,
        rate=rate,
        cv=cv,
        cv_se=float(np.hypot(se / 2 / rate, cv / rate * spread / size**0.5)),
        coefficients=coefficients,
        propensity=propensity,
        asked=people,
        partial={name: _partial(name, variables, people, propensity, rate, shrink) for name in variables},
        n=float(size),
    )


def _enough(people: Floats, responded: Floats, variables: Mapping[str, Integers]) -> None:
    for name, group in variables.items():
        asked, back = np.bincount(group, people), np.bincount(group, responded)
        if np.any(back == 0):
            raise TooFew(0, 1, f"a group of {name} has nobody who answered")
        if np.any(back == asked):
            raise TooFew(0, 1, f"a group of {name} has nobody who did not answer")


def _logistic(design: Floats, people: Floats, responded: Floats) -> tuple[Floats, Floats]:
    """Newton's method; the covariance of the coefficients comes with it."""
    coefficients = np.zeros(design.shape[1])
    for _ in range(STEPS):
        propensity = expit(design @ coefficients)
        information = (design * (people * propensity * (1 - propensity))[:, None]).T @ design
        step = np.linalg.solve(information, design.T @ (responded - people * propensity))
        coefficients += step
        if np.abs(step).max() < 1e-12:
            break
    propensity = expit(design @ coefficients)
    information = (design * (people * propensity * (1 - propensity))[:, None]).T @ design
    return coefficients, np.asarray(np.linalg.inv(information), float)


def _standard_error(people: Floats, distance: Floats, slope: Floats, covariance: Floats) -> float:
    """Of R = 1 - 2S, by the delta method with its second-order term."""
    size = people.sum()
    centred = slope - people @ slope / size
    linear = (people * distance) @ centred / size
    quadratic = (centred * people[:, None]).T @ centred / size @ covariance
    variance = 4 * linear @ covariance @ linear + 2 * np.trace(quadratic @ quadratic)
    spread2 = people @ distance**2 / size
    return float(np.sqrt(variance / spread2)) if spread2 > 0 else 0.0


def _partial(
    name: str, variables: Mapping[str, Integers], people: Floats, propensity: Floats, rate: float, shrink: float
) -> PartialIndicator:
    size = people.sum()
    own = variables[name]
    asked = np.bincount(own, people)
    distance = np.bincount(own, people * propensity) / asked - rate
    between = float(np.sqrt(asked @ distance**2 / size))
    others = [group for other, group in variables.items() if other != name]
    alike = np.unique(np.column_stack(others), axis=0, return_inverse=True)[1] if others else np.zeros(len(own), int)
    expected = (np.bincount(alike, people * propensity) / np.bincount(alike, people))[alike]
    within = float(np.sqrt(people @ (propensity - expected) ** 2 / size))
    return PartialIndicator(shrink * between, between, shrink * within, within, np.sqrt(asked / size) * distance)

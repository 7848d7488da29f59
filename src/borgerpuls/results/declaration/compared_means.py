"""The means that are compared: those of every theme and item, in every unit and in the whole."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from borgerpuls.arrays import Integers, Strings
from borgerpuls.method.estimation.estimates import BoundedEstimates
from borgerpuls.method.estimation.totals import Totals
from borgerpuls.method.intervals.answer_basis import AnswerBasis
from borgerpuls.method.intervals.scale_intervals import Scale
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates


@dataclass(frozen=True, eq=False)
class ComparedMeans:
    """Means of M themes and items among everybody.

    ``kind``, ``measure``, ``higher_is_better`` and ``scale`` are [M], and ``at`` [M] is where each stands among the
    statistics.
    ``estimates`` and ``hidden`` (the reason, "" where shown) are [U + 2, M]: the units, the mean over persons and the
    mean over units; ``compared`` are the estimates without the finite population correction, which all comparisons
    take, and ``basis`` the answers behind them. ``totals`` is [U, 1, M].
    """

    kind: tuple[str, ...]
    measure: tuple[str, ...]
    higher_is_better: npt.NDArray[np.bool_]
    at: Integers
    scale: Scale
    estimates: BoundedEstimates
    compared: BoundedEstimates
    basis: AnswerBasis
    hidden: Strings
    totals: Totals

    @classmethod
    def of_wave(cls, estimates: WaveEstimates) -> Self:
        breakdown = estimates.shared[EVERYBODY]
        measures, totals = breakdown.measures, breakdown.totals
        at = np.array(list(measures.means.values()), dtype=np.int64)
        kind, measure = zip(*measures.means, strict=True)
        questionnaire = estimates.wave.questionnaire

        def better(kind: str, id: str) -> bool:
            item = questionnaire.theme(id).items[0] if kind == "theme" else id
            return questionnaire.item(item).scale.better == "high"

        return cls(
            kind=kind,
            measure=measure,
            higher_is_better=np.array([better(*name) for name in zip(kind, measure, strict=True)], dtype=np.bool_),
            at=at,
            scale=measures.scale.at((-1, at)),
            estimates=breakdown.estimates.at(np.s_[:, 0, at]),
            compared=breakdown.compared.at(np.s_[:, 0, at]),
            basis=breakdown.basis.at(np.s_[:, 0, at]),
            hidden=np.array(estimates.hidden_reasons, dtype=object)[breakdown.reasons[:, 0, at]],
            totals=totals.at(np.s_[:], np.s_[:1], at),
        )

    @property
    def units(self) -> int:
        return len(self.totals.n)

    @property
    def themes(self) -> npt.NDArray[np.bool_]:
        """[M] which of them are themes."""
        return np.array([kind == "theme" for kind in self.kind], dtype=np.bool_)

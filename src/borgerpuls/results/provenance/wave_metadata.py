"""What a wave's figures rest on: how it was collected and weighted, with versions and digests, as plain data."""

from dataclasses import asdict
from typing import Any

import numpy as np

from borgerpuls.dataset.wave import DISPOSITIONS
from borgerpuls.method.comparison.rank_sets import DRAWS
from borgerpuls.results.change.decomposition import decomposition_variable
from borgerpuls.results.change.matched_units import common_units
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, SEED, WaveEstimates
from borgerpuls.results.figures.freshness import versions


def describe(estimates: WaveEstimates, before: WaveEstimates | None = None) -> dict[str, Any]:
    """Plain data, ready for JSON: the wave's own settings, who was asked, how they were weighted, and what was read.

    ``clusters`` counts those with answers, where persons were drawn in clusters;
    ``units`` has ``invited``, ``answered``, ``kish`` and the smallest and largest weight of each unit;
    ``unheard`` names the units where nobody answered, ``covered`` is the share of the frame's persons in the others;
    ``common`` names the units of an earlier wave that are in this one too: a change of the whole is theirs.
    ``mix`` in it is the variable by which a change is taken apart.
    ``weighting.collapsed`` tells which thin calibration cells stand together, and ``weighting.calibration_cells`` has
    for each cell (a stratum where nothing is calibrated) its unit, name, answers, population and weight; ``seed``
    and ``draws`` make drawn figures (``anom``, ``stands-out``, ``rank``) again; ``plan`` says when the plan of analysis
    was fixed, its digest, and what was added; ``digests`` are those of the wave's files.
    """
    spec, weighting = estimates.spec, estimates.weighting
    everybody = estimates.groupings[EVERYBODY]
    rows = estimates.rows[EVERYBODY]
    units = {
        code: {
            "invited": int(everybody.invited[u, 0]),
            "answered": int(everybody.answered[u, 0]),
            "kish": _number(estimates.kish[u]),
            **_weights(rows.design.weight[rows.unit == u]),
        }
        for u, code in enumerate(weighting.units)
    }
    clusters = {} if weighting.cluster is None else {"clusters": int(rows.design.psus.sum())}
    return {
        "wave": spec.name,
        "title": dict(spec.title),
        "opened": spec.opened.isoformat(),
        "closed": spec.closed.isoformat(),
        "place": spec.place_code,
        "invented": dict(spec.invented) if spec.invented else None,
        "previous": spec.previous,
        "common": _common(estimates, before) if before else None,
        "national": spec.national,
        "rules": spec.rules,
        "fpc": spec.fpc,
        "hide_below": spec.hide_below,
        "relevant": spec.relevant,
        "seed": SEED,
        "draws": DRAWS,
        "groups": list(spec.groups),
        "strata": list(spec.strata),
        **clusters,
        "invited": int(everybody.invited.sum()),
        "eligible": int(everybody.eligible.sum()),
        "answered": int(everybody.answered.sum()),
        "dispositions": dict(zip(DISPOSITIONS, estimates.tally.dispositions.sum(axis=0).tolist(), strict=True)),
        "weighting": {
            "method": spec.weighting.method,
            "by": list(spec.weighting.by),
            "minimum": spec.weighting.minimum,
            "cells": len(weighting.totals),
            "joined": list(weighting.collapsed),
            "kish": _number(estimates.kish[-1]),
            "calibration_cells": _calibration_cells(estimates),
            **_weights(rows.design.weight),
        },
        "units": units,
        "unheard": [code for code, heard in zip(weighting.units, estimates.heard, strict=True) if not heard],
        "covered": None if np.isnan(estimates.covered) else estimates.covered,
        "plan": _plan(estimates),
        "questionnaire": estimates.wave.questionnaire.fingerprint,
        "digests": dict(estimates.wave.digests),
        "tally": estimates.tally.digest,
        "versions": versions(),
    }


def _plan(estimates: WaveEstimates) -> dict[str, Any] | None:
    plan = estimates.wave.plan
    if plan is None:
        return None
    fixed = plan.fixed.isoformat() if plan.fixed else None
    return {"fixed": fixed, "digest": plan.digest, "added": [asdict(one) for one in estimates.wave.added]}


def _common(estimates: WaveEstimates, before: WaveEstimates) -> dict[str, Any]:
    at = common_units(estimates, before)
    units = [estimates.weighting.units[u] for u in np.flatnonzero(at >= 0)]
    return {"wave": before.spec.name, "units": units, "mix": decomposition_variable(estimates, before)}


def _calibration_cells(estimates: WaveEstimates) -> list[list[str | int | float]]:
    """Unit, name, answers, population and weight of every cell that somebody answered in."""
    weighting, rows = estimates.weighting, estimates.rows[EVERYBODY]
    of_cell = weighting.stratum if weighting.poststratum is None else weighting.poststratum
    here = np.flatnonzero(weighting.stratum >= 0)
    weight, persons, cell = rows.design.weight[rows.of[here]], estimates.tally.answered[here], of_cell[here]
    answered = np.bincount(cell, persons, len(weighting.names))
    population = np.bincount(cell, persons * weight, len(weighting.names))
    unit = np.zeros(len(weighting.names), dtype=np.int64)
    unit[cell] = weighting.unit[here]
    return [
        [
            weighting.units[unit[c]],
            weighting.names[c],
            int(answered[c]),
            float(population[c]),
            float(population[c] / answered[c]),
        ]
        for c in np.flatnonzero(answered).tolist()
    ]


def _weights(weight: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, float | None]:
    if not len(weight):
        return {"smallest": None, "largest": None}
    return {"smallest": float(weight.min()), "largest": float(weight.max())}


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)

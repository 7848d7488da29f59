"""Control charts of a series of six waves or more: EWMA and CUSUM of the departures of each mean."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from borgerpuls.arrays import Booleans, Floats
from borgerpuls.messages import _
from borgerpuls.method.change.control_charts import WAVES_NEEDED, cusum, ewma
from borgerpuls.results.change.matched_units import mean_over_units, positions
from borgerpuls.results.change.net_change import Name, common_languages, wording
from borgerpuls.results.declaration.compared_means import ComparedMeans
from borgerpuls.results.declaration.statistic import Inputs, Statistic, Unit, several_waves
from borgerpuls.results.estimation.wave_estimates import WaveEstimates
from borgerpuls.results.figures.figure_block import FigureBlock


def wave_series(newest: WaveEstimates, waves: Mapping[str, WaveEstimates]) -> tuple[WaveEstimates, ...]:
    """The waves that lead to one, oldest first: each names the one before."""
    found = [newest]
    while (before := waves.get(found[-1].spec.previous or "")) and before not in found:
        found.append(before)
    return tuple(reversed(found))


def control_chart_figures(inputs: Inputs) -> Iterator[FigureBlock]:
    """``ewma`` and ``cusum`` of every mean of the newest wave that has been shown, wording alike, in six waves or more
    without a gap.

    Each wave is measured from the precision-weighted mean of all its predecessors in the series, over its standard
    error: while nothing happens these are independent with variance 1 (Brown, Durbin & Evans 1975, J. Royal Statistical
    Society B 37, 149-192). The chart averages them, newest most; estimate is its value, low and high its limits, and
    ``compared_with`` the first wave of the series. Outside the limits is an alert: one in 500 waves by chance
    alone. ``cusum`` sums what exceeds half a standard deviation, upwards or downwards, whichever is further; one alert
    in 465 waves by chance. The whole is that of the units in all the waves.
    """
    waves = inputs.series
    newest, means = waves[-1], [ComparedMeans.of_wave(wave) for wave in waves]
    names = [*zip(means[-1].kind, means[-1].measure, strict=True)]
    everywhere = set.intersection(*(set(wave.weighting.units) for wave in waves))
    lined = [_lined_up(wave, own, newest, names, everywhere) for wave, own in zip(waves, means, strict=True)]
    value, variance = (np.stack([one[part] for one in lined]) for part in (0, 1))
    known = ~np.isnan(value) & (variance > 0)
    unbroken = np.logical_and.accumulate(known[::-1])[::-1]
    length = unbroken.sum(axis=0)
    exists = length >= WAVES_NEEDED
    if not exists.any():
        return
    departures = np.moveaxis(_standardised(value, variance, unbroken), 0, -1)
    average, sums = ewma(departures), cusum(departures)
    up, down = sums.upper[..., -1], sums.lower[..., -1]
    charts = {EWMA.id: (average.upper[..., -1], average.limit), CUSUM.id: (np.where(up >= -down, up, down), sums.limit)}
    units = len(newest.weighting.units)
    first = np.array([wave.spec.name for wave in waves], dtype=object)[len(waves) - np.maximum(length, 1)]
    for statistic, (reached, limit) in charts.items():
        ends = np.full(length.shape, limit)
        yield FigureBlock.of_statistic(
            wave=newest.spec.name,
            kind=means[-1].kind,
            measure=means[-1].measure,
            places=(*newest.weighting.units, newest.spec.place_code),
            statistic=statistic,
            numbers={"estimate": reached, "low": -ends, "high": ends, "n": means[-1].estimates.n[: units + 1]},
            hidden=np.full(length.shape, "", dtype=object),
            exists=exists,
            compared_with=first,
        )


def _lined_up(
    wave: WaveEstimates, means: ComparedMeans, newest: WaveEstimates, names: Sequence[Name], everywhere: set[str]
) -> tuple[Floats, Floats]:
    """Mean and variance [U + 1, M] of a wave at the newest wave's units and measures; NaN where there is none."""
    unit = positions(newest.weighting.units, wave.weighting.units)
    own = [*zip(means.kind, means.measure, strict=True)]
    measure = positions(names, own)
    spoken = common_languages(wave, newest)
    same = [
        at >= 0 and wording(wave, *name, spoken) == wording(newest, *name, spoken)
        for at, name in zip(measure, names, strict=True)
    ]
    use = np.ix_(unit, measure)
    there = (unit >= 0)[:, None] & np.array(same) & (means.hidden[use] == "")
    whole = mean_over_units(means.totals, means.scale, np.isin(wave.weighting.units, list(everywhere)))
    enough = np.array(same) & (whole.n[0, measure] >= wave.spec.hide_below)
    value = np.where(there, means.compared.value[use], np.nan), np.where(enough, whole.value[0, measure], np.nan)
    claimed = means.compared.se * means.basis.widening
    se = np.where(there, claimed[use], np.nan), np.where(enough, whole.se[0, measure], np.nan)
    return np.vstack(value), np.vstack(se) ** 2


def _standardised(value: Floats, variance: Floats, use: Booleans) -> Floats:
    """Each wave [T, P, M] from the weighted mean of those before it in the series; the first is 0."""
    weight = np.where(use, 1 / np.where(use, variance, 1.0), 0.0)
    held = np.cumsum(weight, axis=0)
    total = np.cumsum(weight * np.where(use, value, 0.0), axis=0)
    z = np.zeros_like(weight)
    for t in range(1, len(z)):
        before = use[t] & (held[t - 1] > 0)
        middle = total[t - 1] / np.where(before, held[t - 1], 1.0)
        spread = np.sqrt(np.where(before, variance[t], 1.0) + 1 / np.where(before, held[t - 1], 1.0))
        z[t] = np.where(before, (np.where(before, value[t], 0.0) - middle) / spread, 0.0)
    return z


_BROWN = "Brown, Durbin & Evans (1975), Techniques for testing the constancy of regression relationships over time"

EWMA = Statistic(
    id="ewma",
    label=_("Moving average of departures from before"),
    function=control_chart_figures,
    kinds=("theme", "item"),
    where="units, whole; from the sixth wave without a gap",
    columns="moving average (λ 0.2) of each wave's distance from all before it in the series; an alert "
    "outside `low`…`high` (L 2.962), of which chance alone makes one in 500 waves a series "
    "(`method.change.control_charts`). `compared_with` is the first wave of the series",
    formula=(
        "z_t = (θ̂_t − θ̄_<t)/√(v_t + V(θ̄_<t)),  E_t = 0.2·z_t + 0.8·E_(t−1)",
        "limits ± 2.962·√(0.2/1.8): one false alarm in 500 waves",
    ),
    sources=("Lucas & Saccucci (1990), Exponentially weighted moving average control schemes", _BROWN),
    unit=Unit.STANDARD_ERRORS,
    hiding=(),
    needs=(several_waves(WAVES_NEEDED),),
    row=100,
)
CUSUM = Statistic(
    id="cusum",
    label=_("Summed departures from before"),
    function=control_chart_figures,
    kinds=("theme", "item"),
    where="units, whole; from the sixth wave without a gap",
    columns="the same departures summed beyond an allowance of 0.5, upwards or downwards, whichever is "
    "further; an alert outside `low`…`high` (± 5), one in 465 waves by chance. Reports show `ewma`; "
    "two charts side by side give more false alarms than one",
    formula=(
        "z_t = (θ̂_t − θ̄_<t)/√(v_t + V(θ̄_<t)),  C⁺_t = max(0, C⁺_(t−1) + z_t − 0.5),  C⁻ the same downwards",
        "limits ± 5: one false alarm in 465 waves",
    ),
    sources=("Page (1954), Continuous inspection schemes", _BROWN),
    unit=Unit.STANDARD_ERRORS,
    hiding=(),
    needs=(several_waves(WAVES_NEEDED),),
    row=100,
)
STATISTICS = (EWMA, CUSUM)

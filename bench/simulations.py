"""Whether every comparison keeps its promise: made populations, drawn again and again.

    python bench/simulations.py [draws] > bench/simulations.md

``draws`` (2,000) is the number of draws of the ordinary simulations; the slow ones take a part of it. Every simulation
has a seed of its own, and takes no other's random numbers.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from borgerpuls.arrays import Integers
from borgerpuls.method import (
    BoundedEstimates,
    Design,
    Difference,
    GroupedWave,
    Moments,
    Scale,
    Sums,
    Totals,
    anom,
    anom_of_estimates,
    answer_basis,
    benjamini_hochberg,
    bounded_difference,
    case_mix,
    cusum,
    cusum_run_length,
    decompose,
    detectable_difference,
    domain_totals,
    ewma,
    ewma_run_length,
    factor_model,
    fay_herriot,
    funnel_limits,
    kitagawa,
    mean,
    means,
    overlap_difference,
    panel_change,
    part_whole_difference,
    random_effects,
    randomised_difference,
    rank_sets,
    rare_proportion,
    relative_importance,
    relative_importance_interval,
    representativity,
    scale_interval,
)

Array = npt.NDArray[np.float64]
Promise = Literal["about", "at most", "at least", "control"]


@dataclass(frozen=True)
class Line:
    """What was promised, what was found and the simulation's own standard error; ``control`` is what others do."""

    what: str
    promised: float
    found: float
    error: float
    promise: Promise = "about"
    unit: str = "pct."

    @property
    def kept(self) -> bool:
        """Within four standard errors, one percentage point (of a share) or three pct. (of a number) of the promise."""
        slack = 4 * self.error + (1.0 if self.unit == "pct." else 0.03 * abs(self.promised))
        above, below = self.found <= self.promised + slack, self.found >= self.promised - slack
        return {"about": above and below, "at most": above, "at least": below, "control": True}[self.promise]


def rate(what: str, promised: float, hits: npt.ArrayLike, promise: Promise = "about") -> Line:
    """A share of draws, in pct."""
    seen = np.asarray(hits, np.float64)
    each = seen.reshape(len(seen), -1).mean(axis=1)
    spread = float(each.std(ddof=1))
    if set(np.unique(each)) <= {0.0, 1.0}:  # so few may have been hit that their own spread says nothing
        spread = max(spread, (promised / 100 * (1 - promised / 100)) ** 0.5)
    return Line(what, promised, 100 * float(seen.mean()), 100 * spread / len(seen) ** 0.5, promise)


def number(what: str, promised: float, values: npt.ArrayLike, unit: str = "", promise: Promise = "about") -> Line:
    """A mean over draws."""
    seen = np.asarray(values, np.float64)
    return Line(what, promised, float(seen.mean()), float(seen.std(ddof=1) / len(seen) ** 0.5), promise, unit)


def analysis_of_means(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(101)
    variance, shares = generator.uniform(0.03, 0.15, 98) ** 2, generator.gamma(1.2, 1, 98) + 0.1
    some = max(draws // 2, 2)
    alone = [
        anom_of_estimates(generator.normal(3.5, variance**0.5), variance, shares, seed=k, draws=5_000).marked.any()
        for k in range(some)
    ]
    yield rate("analysis of means: any of 98 equal units marked", 5, alone)
    n = np.linspace(40, 300, 12).astype(int)
    unit = np.repeat(np.arange(12), n)
    weight = (np.linspace(1, 9, 12) ** 2 * 500 / n)[unit]
    for kind in ("citizens", "municipalities"):
        found, naive = [], []
        for k in range(some):
            answer = np.clip(np.round(generator.normal(3.5, 1.1, len(unit))), 1, 5)
            answer[generator.random(len(unit)) < 0.1] = np.nan
            totals = domain_totals(Design.from_columns(stratum=unit, weight=weight), Sums.from_persons(answer))
            one = anom(totals, seed=k, draws=5_000, national=kind)
            found.append(one.marked.any())
            naive.append(np.any(one.difference.p < 0.05))
        yield rate(f"the same, 12 units' answers from 1 to 5, mean over {kind}", 5, found)
    yield rate("control: any marked at 1.96 without adjusting", 5, naive, "control")


ORDINARY, CEILING, HARD = [0.1, 0.15, 0.25, 0.3, 0.2], [0.01, 0.01, 0.02, 0.06, 0.9], [0.05, 0.01, 0.01, 0.03, 0.9]
SHAPES = {"ordinary item": ORDINARY, "90 % fives": CEILING, "90 % fives, 5 % ones": HARD}
VALUES = np.arange(1.0, 6)
FIVE = Scale.of_values(VALUES)
SIZES = {
    "98 units of 15 to 40": (98, 15, 41),
    "98 units of 60 to 1,500": (98, 60, 1501),
    "44 units of 100 to 900": (44, 100, 901),
    "16 units of 15 to 1,500": (16, 15, 1501),
    "12 units of 15 to 3,000": (12, 15, 3001),
    "98 units of 5 to 20": (98, 5, 21),
}


def of_answers(n: Integers, p: list[float], rng: np.random.Generator, first: list[float] | None = None) -> Totals:
    """Units of n answers from one distribution; the first unit's may be another."""
    counts = np.stack([rng.multinomial(k, first if first and not u else p) for u, k in enumerate(n)]) * 1.0
    sums = Sums(n[:, None] * 1.0, (counts @ VALUES)[:, None], (counts @ VALUES**2)[:, None])
    return domain_totals(Design(np.arange(len(n)), np.ones(len(n)), n), sums)


def few_and_skewed_answers(draws: int) -> Iterator[Line]:
    """Any unit marked (adjusted p below 0.05 and at least 0.1 from the whole) where nothing differs."""
    for size, (units, low, high) in SIZES.items():
        for shape, p in SHAPES.items():
            generator, marked = np.random.default_rng(119), []
            for _ in range(max(draws // 2, 20)):
                n = np.exp(generator.uniform(np.log(low), np.log(high), units)).astype(np.int64)
                one = anom(of_answers(n, p, generator), seed=1, scale=FIVE)
                marked.append(bool(np.any(one.marked & (np.abs(one.difference.value) >= 0.1))))
            yield rate(f"analysis of means, {size} answers, {shape}: any marked", 5, marked, "at most")
    moved = {"ordinary item": [0.15, 0.22, 0.27, 0.22, 0.14], "90 % fives": [0.03, 0.03, 0.05, 0.11, 0.78]}
    for shape, p in moved.items():
        generator, own, oracle = np.random.default_rng(120), [], []
        for _ in range(max(draws // 2, 20)):
            n = generator.integers(100, 901, 44)
            n[0] = 100
            totals = of_answers(n, SHAPES[shape], generator, p)
            spread = np.full(44, np.array(SHAPES[shape]) @ VALUES**2 - (np.array(SHAPES[shape]) @ VALUES) ** 2)
            spread[0] = np.array(p) @ VALUES**2 - (np.array(p) @ VALUES) ** 2
            own.append(bool(anom(totals, seed=1, scale=FIVE).marked[0]))
            oracle.append(bool(anom_of_estimates(means(totals).value.ravel(), spread / n, n, seed=1).marked[0]))
        yield rate(f"a unit of 100 answers moved down, {shape}: found", 0, own, "control")
        yield rate("the same by an oracle that knows the variances", 0, oracle, "control")


def groups_of_a_place(draws: int) -> Iterator[Line]:
    """Any group of a municipality marked beside the same group of the country, where nothing differs."""
    for levels in ((2, 4, 3), (2, 6, 5, 10)):
        generator, marked, plain, found = np.random.default_rng(121), [], [], []
        for _ in range(max(draws // 2, 20)):
            for moved in (0.0, 0.5):
                unit = np.repeat([0, 1], [200, 3000])
                codes = [generator.integers(0, count, len(unit)) for count in levels]
                y = generator.choice(VALUES, len(unit), p=ORDINARY)
                y = np.clip(y + (generator.random(len(unit)) < moved) * ((unit == 0) & (codes[0] == 0)), 1, 5)
                beside = [_beside_the_country(unit, code, count, y) for code, count in zip(codes, levels, strict=True)]
                raw, sure = zip(*beside, strict=True)
                p, large = np.concatenate(raw), np.concatenate(sure)
                together = large & (benjamini_hochberg(p) < 0.05)
                if moved:
                    found.append(bool(together[0]))
                else:
                    marked.append(bool(together.any()))
                    plain.append(bool((large & (np.nan_to_num(p, nan=1.0) < 0.05)).any()))
        yield rate(f"any of {sum(levels)} groups of a municipality marked", 5, marked, "at most")
        yield rate("control: the same without adjusting", 0, plain, "control")
        yield rate("a group of 100 answers moved by half a point: found", 0, found, "control")


def _beside_the_country(unit: Integers, code: Integers, count: int, y: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """p of each group of unit 0 beside the same group of both, and whether the difference is shown and large."""
    design = Design(unit, np.ones(len(unit)), np.ones(len(unit), np.int64))
    totals = domain_totals(design, Sums.from_persons(y), code, count)
    each, basis = means(totals), answer_basis(totals)
    ends = scale_interval(each.value, each.se, basis, FIVE)
    both = BoundedEstimates(each.value, each.se, basis.df, each.n, *ends)
    gap = part_whole_difference(totals)
    own = Difference(*(part[0] for part in (gap.value, gap.se, basis.df, gap.n)))
    share = totals.size[0] / totals.size.sum(axis=0)
    found = bounded_difference(own, both.at(0), both.at(1), times=1 - share)
    large = (np.abs(found.value) >= 0.1) & (basis.n[0] >= 5)
    return np.where(basis.n[0] >= 5, found.p, np.nan)[:, 0], large[:, 0]


def false_discoveries(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(102)
    real = np.zeros((98, 8), bool)
    real[:20] = True
    shares, any_marked, naive = [], [], []
    for _ in range(draws):
        common = 0.5**0.5 * generator.standard_normal((98, 1))
        noise = common + 0.5**0.5 * generator.standard_normal((98, 8))
        marked = benjamini_hochberg(2 * ndtr(-np.abs(noise + 3.0 * real))) <= 0.05
        shares.append((marked & ~real).sum() / max(marked.sum(), 1))
        nothing = 2 * ndtr(-np.abs(noise))
        any_marked.append(np.any(benjamini_hochberg(nothing) <= 0.05))
        naive.append(np.sum(nothing < 0.05))
    yield rate("Benjamini-Hochberg: share of 98 x 8 marks that are false, themes correlated 0.5", 5, shares, "at most")
    yield rate("the same when nothing is real: anything marked", 5, any_marked, "at most")
    yield number("control: false marks a wave at 1.96 when nothing is real", 0, naive, "marks", "control")


def ranks(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(103)
    for count, some, made in ((20, draws // 2, 5_000), (98, draws // 10, 5_000)):
        truth = np.sort(generator.normal(3.5, 0.12, count))[::-1]
        variance = generator.uniform(0.03, 0.12, count) ** 2
        place, joint, top = np.arange(1, count + 1), [], []
        for k in range(max(some, 2)):
            sets = rank_sets(generator.normal(truth, variance**0.5), variance, seed=k, draws=made)
            joint.append(np.all((sets.low <= place) & (place <= sets.high)))
            top.append(np.all(sets.top(5)[:5]))
        yield rate(f"rank sets: all {count} true places inside theirs", 95, joint, "at least")
        yield rate(f"the five best of {count} all among those that may be", 95, top, "at least")
    whole = []
    for k in range(max(draws // 2, 2)):
        sets = rank_sets(generator.standard_normal(15), np.ones(15), seed=k, draws=5_000)
        whole.append(np.all((sets.low == 1) & (sets.high == 15)))
    yield rate("15 equal units: each may stand anywhere", 95, whole)


def charts(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(104)
    waves = 6_000
    lengths: dict[str, list[int]] = {"EWMA": [], "CUSUM": []}
    for _ in range(max(draws // 100, 1)):
        quiet = generator.standard_normal((200, waves))
        for name, chart in (("EWMA", ewma(quiet)), ("CUSUM", cusum(quiet))):
            lengths[name] += np.where(chart.alert.any(axis=1), chart.alert.argmax(axis=1) + 1, waves).tolist()
    yield number("EWMA: waves between false alarms", ewma_run_length(weight=0.2, width=2.962), lengths["EWMA"], "waves")
    yield number(
        "CUSUM: waves between false alarms", cusum_run_length(allowance=0.5, decision=5.0), lengths["CUSUM"], "waves"
    )
    moved = generator.standard_normal((20 * draws, 200)) + 1.0
    for name, chart, promised in (
        ("EWMA", ewma(moved), ewma_run_length(weight=0.2, width=2.962, shift=1.0)),
        ("CUSUM", cusum(moved), cusum_run_length(allowance=0.5, decision=5.0, shift=1.0)),
    ):
        yield number(f"{name}: waves until a shift of one is found", promised, chart.alert.argmax(axis=1) + 1, "waves")


def unusual(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(105)
    variance = generator.uniform(0.03, 0.15, 98) ** 2
    flagged: dict[str, list[float]] = {"reml": [], "dl": [], "funnel": [], "trimmed": [], "spread": []}
    found = []
    for _ in range(draws):
        noise = generator.normal(3.5, variance**0.5)
        flagged["reml"].append(funnel_limits(noise, variance).outside.mean())
        flagged["dl"].append(float(np.mean(random_effects(noise, variance, kind="dl").p < 0.05)))
        flagged["funnel"].append(funnel_limits(noise, variance, tau2=0.0).outside.mean())
        flagged["trimmed"].append(winsorised(noise, variance))
        real = generator.normal(3.5, np.sqrt(variance + 0.0144))
        flagged["spread"].append(funnel_limits(real, variance).outside.mean())
        found.append(random_effects(real, variance).tau2)
    yield rate("expected range (REML): units of pure noise outside", 5, flagged["reml"])
    yield rate("unusual (DerSimonian-Laird, p below 0.05): units of pure noise", 5, flagged["dl"])
    yield rate("the same without variance between units", 5, flagged["funnel"])
    yield rate("control: 10 pct. winsorised overdispersion", 5, flagged["trimmed"], "control")
    yield rate("expected range: ordinary units outside when units differ (tau 0.12)", 5, flagged["spread"])
    yield number("variance between units, times 10,000", 144, 1e4 * np.array(found))


def winsorised(estimate: Array, variance: Array) -> float:
    """Share flagged when z is divided by the spread of z with the extreme tenths pulled in, as hospital funnels do."""
    weight = 1 / variance
    z = (estimate - np.sum(weight * estimate) / np.sum(weight)) * weight**0.5
    low, high = np.quantile(z, [0.1, 0.9])
    return float(np.mean(np.abs(z) / np.sqrt(np.mean(np.clip(z, low, high) ** 2)) > 1.96))


def shrinkage(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(106)
    variance = generator.uniform(0.05, 0.2, 44) ** 2
    known = generator.random((44, 1))
    raw, made, promised, covered = [], [], [], []
    for _ in range(draws):
        truth = 3.4 + 0.3 * known[:, 0] + generator.normal(0, 0.1, 44)
        seen = generator.normal(truth, variance**0.5)
        found = fay_herriot(seen, variance, known)
        raw.append(np.mean((seen - truth) ** 2))
        made.append(np.mean((found.value - truth) ** 2))
        promised.append(np.mean(found.mse))
        covered.append(np.abs(found.value - truth) < 1.96 * found.mse**0.5)
    yield number("shrunken estimates: squared error over the promised mse", 1, np.array(made) / np.mean(promised))
    yield number("and over that of the plain estimates", 1, np.array(made) / np.mean(raw), "", "control")
    yield rate("shrunken estimate +- 1.96 root mse holds the truth", 95, covered)


def overlapping_waves(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(107)
    size = 1500
    before = generator.normal(3.4, 0.9, (2, size))
    after = 0.7 * before + generator.normal(1.1, 0.6, (2, size))
    truth = after.mean() - before.mean()
    held, naive = [], []
    for _ in range(2 * draws):
        rows = [generator.permutation(size) for _ in range(2)]
        stratum = np.repeat([0, 1], 300)
        first = mean(_two(stratum, size), np.concatenate([before[h, r[:300]] for h, r in enumerate(rows)]))
        second = mean(_two(stratum, size), np.concatenate([after[h, r[200:500]] for h, r in enumerate(rows)]))
        shared = np.concatenate([np.arange(200, 300), np.arange(500, 600)])
        same = panel_change(first, second, same=(shared, shared - 200))
        held.append(_holds(same.interval(), truth))
        naive.append(_holds(panel_change(first, second).interval(), truth))
    yield rate("change of two waves that share a third of the citizens", 95, held)
    yield rate("control: the same as if nobody were in both", 95, naive, "control")


def _two(stratum: npt.NDArray[np.int64], size: int) -> Design:
    return Design.from_columns(
        stratum=stratum, weight=np.full(len(stratum), size / 300), population=np.full(len(stratum), size)
    )


def _holds(interval: tuple[Array, Array], truth: Array | float) -> npt.NDArray[np.bool_]:
    low, high = interval
    return np.asarray((low <= truth) & (truth <= high))


def taken_apart(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(108)
    share = np.array([[0.5, 0.3, 0.2], [0.3, 0.3, 0.4]])
    level = np.array([[3.0, 3.5, 4.0], [3.1, 3.4, 4.2]])
    mix = float((share[1] - share[0]) @ level.mean(axis=0))
    performance = float(share.mean(axis=0) @ (level[1] - level[0]))
    held: dict[str, list[bool]] = {"mix": [], "performance": [], "parts mix": [], "parts performance": []}
    for _ in range(draws):
        given, waves = [], []
        for p, m in zip(share, level, strict=True):
            group = generator.choice(3, 500, p=p)
            y = generator.normal(m[group], 0.9)
            n = np.bincount(group, minlength=3)
            part = n / 500
            joint = np.zeros((6, 6))
            joint[:3, :3] = (np.diag(part) - np.outer(part, part)) / 500
            joint[3:, 3:] = np.diag([y[group == g].var(ddof=1) / n[g] for g in range(3)])
            given += [part, np.bincount(group, y, 3) / n, joint]
            nobody = np.zeros(500, np.int64)
            waves.append(
                GroupedWave(
                    Design.from_columns(weight=np.ones(500)), Sums.from_persons(y), group, nobody, np.zeros(1, np.int64)
                )
            )
        one, every = kitagawa(*given), decompose(*waves, places=1, groups=3)
        held["mix"].append(abs(one.mix.value - mix) < 1.96 * one.mix.se)
        held["performance"].append(abs(one.performance.value - performance) < 1.96 * one.performance.se)
        held["parts mix"].append(bool(_holds(every.mix.interval(), mix)[0, 0]))
        held["parts performance"].append(bool(_holds(every.performance.interval(), performance)[0, 0]))
    yield rate("Kitagawa: the interval of the mix part", 95, held["mix"])
    yield rate("Kitagawa: the interval of the performance part", 95, held["performance"])
    yield rate("the same from rows (parts), mix", 95, held["parts mix"])
    yield rate("the same from rows (parts), performance", 95, held["parts performance"])


def who_answered(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(109)
    asked = np.full(20, 150)
    groups = {"age": np.repeat(np.arange(5), 4), "sex": np.tile([0, 1], 10)}
    likely = 1 / (1 + np.exp(-(-0.8 + 0.25 * groups["age"] - 0.2 * groups["sex"])))
    truth = 1 - 2 * likely.std()
    made = [representativity(asked, generator.binomial(asked, likely), groups) for _ in range(draws)]
    yield number("R-indicator, times 1,000", 1000 * truth, [1000 * one.r for one in made])
    yield number("the same before its bias is taken off", 1000 * truth, [1000 * one.r_unadjusted for one in made])
    yield rate("R +- 1.96 standard errors", 95, [abs(one.r - truth) < 1.96 * one.se for one in made])
    alike = [representativity(asked, generator.binomial(asked, 0.4), groups) for _ in range(draws)]
    yield number("R when all answer alike, times 1,000", 1000, [1000 * one.r for one in alike])


def same_citizens(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(110)
    before, after = [], []
    for _ in range(draws // 2):
        unit = np.repeat(np.arange(20), 120)
        old = generator.random(2400) < np.linspace(0.3, 0.7, 20)[unit]
        y = Sums.from_persons(3.2 + 0.6 * old + generator.normal(0, 0.8, 2400))
        column = old[:, None].astype(float)
        after.append(case_mix(y, unit, column).p < 0.05)
        before.append(case_mix(y, unit, column[:, :0]).p < 0.05)
    yield rate("case mix: equal units with 30 to 70 pct. old, marked after adjusting", 5, after)
    yield rate("control: marked before adjusting", 5, before, "control")


def two_groups(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(111)
    weighted, plain, drawn, found = [], [], [], []
    for _ in range(2 * draws):
        age = generator.integers(0, 4, 160)
        group = generator.random(160) < 1 / (1 + np.exp(-(age - 1.5) * 0.7))
        known = np.eye(4)[age][:, 1:]
        noise = generator.normal(0, 0.8, 160)
        one = overlap_difference(Sums.from_persons(2.6 + 0.3 * age + 0.2 * group + noise), group, known)
        weighted.append(_between(one.interval(), 0.2))
        plain.append(abs(one.unadjusted - 0.2) < 1.96 * 0.85 * (1 / one.n1 + 1 / one.n0) ** 0.5)
        lot = generator.permutation(160) < 80
        other = randomised_difference(Sums.from_persons(2.6 + 0.3 * age + 0.2 * lot + noise), lot, known)
        drawn.append(_between(other.interval(), 0.2))
        seen = detectable_difference(80, 80, 0.85)
        y = generator.normal(0, 0.85, 160) + seen * lot
        found.append(randomised_difference(Sums.from_persons(y), lot, np.empty((160, 0))).p < 0.05)
    yield rate("overlap weights: groups of 80 that differ in age", 95, weighted)
    yield rate("control: the plain difference of these groups", 95, plain, "control")
    yield rate("drawn by lot: Lin with HC2", 95, drawn)
    yield rate("a true difference as large as the smallest detectable, found", 80, found)


def _between(interval: tuple[float, float], truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


def what_goes_together(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(112)
    truth = np.array([[1, 0.6, 0.5, 0.3], [0.6, 1, 0.4, 0.2], [0.5, 0.4, 1, 0.3], [0.3, 0.2, 0.3, 1]])
    right = relative_importance(truth)
    held = []
    for _ in range(draws // 2):
        blocks = np.array_split(generator.multivariate_normal(np.zeros(4), truth, size=600), 20)
        without = [np.cov(np.concatenate(blocks[:k] + blocks[k + 1 :]), rowvar=False) for k in range(20)]
        scale = np.full(20, 19 / 20)
        found = relative_importance_interval(
            np.cov(np.concatenate(blocks), rowvar=False), np.array(without), scale, df=19
        )
        held.append(_holds((found.low, found.high), right.lmg / right.r2))
    yield rate("drivers: jackknife interval of a share, 600 persons in 20 groups", 95, held)


def small_shares(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(113)
    for truth, n in ((0.005, 40), (0.02, 60), (0.05, 100), (0.2, 100)):
        seen = generator.binomial(n, truth, 10 * draws) / n
        found = rare_proportion(seen, np.sqrt(seen * (1 - seen) / (n - 1)), n, n - 1)
        yield rate(
            f"small share of {100 * truth:g} pct. of {n}", 95, (found.low <= truth) & (truth <= found.high), "at least"
        )
        yield rate("the same, at most", 95, truth <= found.most, "at least")


def alike_everywhere(draws: int) -> Iterator[Line]:
    generator = np.random.default_rng(114)

    def group() -> Moments:
        return Moments.from_answers(
            generator.normal(3, 0.8, (250, 1)) * [1, 0.9, 0.8, 1.1] + generator.normal(0, 0.7, (250, 4))
        )

    fits = [factor_model([group(), group()], np.zeros(4, int), "scalar").p < 0.05 for _ in range(draws // 2)]
    yield rate("factor model: two alike groups rejected at scalar invariance", 5, fits)


SIMULATIONS: dict[str, Callable[[int], Iterator[Line]]] = {
    job.__name__: job
    for job in (
        analysis_of_means, few_and_skewed_answers, groups_of_a_place, false_discoveries,
        ranks, charts, unusual, shrinkage, overlapping_waves, taken_apart,
        who_answered, same_citizens, two_groups, what_goes_together, small_shares, alike_everywhere,
    )
}  # fmt: skip


def table(draws: int) -> Iterator[str]:
    yield "# Does every comparison keep its promise?"
    yield ""
    yield f"Made by `bench/simulations.py`: made populations drawn again and again, {draws} draws, slow ones a part of"
    yield "that. The last column is the simulation's own standard error. A control is what is often done instead."
    yield ""
    yield "| what | promised | found | ± |"
    yield "| --- | ---: | ---: | ---: |"
    for job in SIMULATIONS.values():
        for line in job(draws):
            promised = "" if line.promise == "control" else f"{line.promised:.4g}"
            word = "" if line.promise in ("about", "control") else f"{line.promise} "
            wrong = "" if line.kept else " **not kept**"
            unit = f" {line.unit}" if line.unit else ""
            yield f"| {line.what} | {word}{promised} | {line.found:.4g}{unit}{wrong} | {line.error:.2g} |"


if __name__ == "__main__":
    for text in table(int(sys.argv[1]) if len(sys.argv) > 1 else 2000):
        print(text, flush=True)

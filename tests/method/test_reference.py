"""Every row of the reference cases C01, C02, C04, C05, C08 and C14 through the public functions."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from borgerpuls.method import (
    Design,
    Difference,
    Estimates,
    LinearizedEstimates,
    Sums,
    composite,
    concatenate_estimates,
    deff,
    difference,
    domain_totals,
    mean,
    means,
    national_mean,
    part_rest_difference,
    part_whole_difference,
    poststratify,
    share_interval,
    theme_score,
    top_box,
    total,
    units_mean_difference,
)

Rows = dict[tuple[str, str, str], float]
Expected = Callable[[str], Rows]
Inputs = Callable[[str], Any]
Schools = Any
"""See conftest.py."""


def summary(item: str, group: str, made: LinearizedEstimates | Estimates, df: float | None = None) -> Rows:
    """est, se, df and interval of the only (or first) estimate, as the reference files name them."""
    degrees = np.asarray(made.df).ravel()[0] if df is None else df
    low, high = made.interval(df=df)
    figures = {"est": made.value, "se": made.se, "df": degrees, "lci": low, "uci": high, "n": made.n}
    return {(item, group, stat): float(np.asarray(v).ravel()[0]) for stat, v in figures.items()}


def check(ours: Mapping[tuple[str, str, str], float], expected: Rows, rel: float, absolute: float = 0.0) -> None:
    """Every expected row is made by us and agrees; all that do not are named."""
    missing = expected.keys() - ours.keys()
    assert not missing, f"not made: {sorted(missing)}"
    wrong = [
        f"{key}: ours {ours[key]!r}, reference {value!r}"
        for key, value in expected.items()
        if ours[key] != pytest.approx(value, rel=rel, abs=absolute)
    ]
    assert not wrong, "\n".join(wrong)


def without(rows: Rows, word: str) -> Rows:
    return {key: value for key, value in rows.items() if not key[1].startswith(word) and not key[0].startswith(word)}


def test_c01_stratified_simple_and_two_stage_samples(stratified: Schools, inputs: Inputs, expected: Expected) -> None:
    y, enroll = stratified.data.number("api00"), stratified.data.number("enroll")
    ours: Rows = {}
    for name, design in (("all/fpc", stratified.fpc), ("all/nofpc", stratified.nofpc)):
        ours |= summary("api00", name, mean(design, y))
        ours |= summary("enroll_total", name, total(design, enroll))
    simple = inputs("apisrs")
    srs = Design.from_columns(weight=simple.number("pw"), population=simple.number("fpc"))
    ours |= summary("api00", "srs/fpc", mean(srs, simple.number("api00")))
    two = inputs("apiclus2")
    staged = Design.from_columns(
        psu=two["dnum"], population=two.number("fpc1"), ssu=two["snum"], ssu_population=two.number("fpc2")
    )
    ours |= summary("api00", "clus2/fpc", mean(staged, two.number("api00")))
    ours["api00", "deff/fpc", "deff"] = float(deff(mean(stratified.fpc, y), y)[0])
    ours["api00", "deff/replace", "deff"] = float(deff(mean(stratified.nofpc, y), y, replace=True)[0])
    check(ours, expected("C01"), 1e-9)


def test_c02_domain_means_their_covariance_and_contrast(
    stratified: Schools, clusters: Schools, expected: Expected
) -> None:
    ours: Rows = {}
    for name, schools in (("dstrat", stratified), ("dclus1", clusters)):
        y = schools.data.number("api00")
        for variable in ("awards", "stype", "sch.wide"):
            for level in np.unique(schools.data[variable]):
                ours |= summary(
                    "api00", f"{name}:{variable}={level}", mean(schools.fpc, y, schools.data[variable] == level)
                )
    data, y = stratified.data, stratified.data.number("api00")
    both = (data["awards"] == "Yes") & (data["comp.imp"] == "Yes")
    ours |= summary("api00", "dstrat:awards=Yes&comp.imp=Yes", mean(stratified.fpc, y, both))
    awards = mean(stratified.fpc, y, data["awards"][:, None] == ["No", "Yes"])
    ours["api00", "cov(No,Yes)", "cov"] = awards.covariance[0, 1]
    ours |= summary("api00", "Yes-No", awards.contrast([-1, 1]))
    check(ours, without(expected("C02"), "WRONG"), 1e-9)


def test_c02_filtering_first_is_wrong_and_is_not_what_we_do(stratified: Schools, expected: Expected) -> None:
    data, y = stratified.data, stratified.data.number("api00")
    both = (data["awards"] == "Yes") & (data["comp.imp"] == "Yes")
    filtered = Design.from_columns(stratum=data["stype"][both], weight=data.number("pw")[both])
    wrong = expected("C02")["api00", "WRONG filter-first awards=Yes&comp.imp=Yes", "se"]
    assert mean(filtered, y[both]).se[0] == pytest.approx(wrong, rel=1e-9)
    assert mean(stratified.fpc, y, both).se[0] != pytest.approx(wrong, rel=1e-3)


def test_c04_all_intervals_of_shares(stratified: Schools, expected: Expected) -> None:
    kinds = {"logit": "logit", "likelihood": "likelihood", "asin": "arcsine", "beta": "beta", "mean": "wald",
             "xlogit": "xlogit"}  # fmt: skip
    top = (stratified.data.number("api00") >= 800).astype(float)
    everybody = mean(stratified.fpc, top)
    awarded = mean(stratified.fpc, top, stratified.data["awards"] == "Yes")
    ours: Rows = {}
    for name, kind in kinds.items():
        for prefix, share in (("", everybody), ("awards=Yes/", awarded)):
            low, high = share_interval(share.value, share.se, share.n, share.df, kind)
            figures = {"est": share.value, "se": share.se, "lci": low, "uci": high}
            ours |= {("share api00>=800", prefix + name, stat): float(v[0]) for stat, v in figures.items()}
    check(ours, expected("C04"), 0, 1e-8)


def test_c05_post_stratification_one_and_two_way(
    stratified: Schools, clusters: Schools, inputs: Inputs, expected: Expected
) -> None:
    one, data = inputs("apipop_stype_totals"), clusters.data
    by_type = poststratify(clusters.fpc, np.searchsorted(one["stype"], data["stype"]), one.number("Freq")).design
    ours = summary("enroll_total", "dclus1|stype", total(by_type, data.number("enroll")), np.inf)
    ours |= summary("api00", "dclus1|stype", mean(by_type, data.number("api00")), np.inf)
    for level in ("No", "Yes"):
        ours |= summary("api00", f"sch.wide={level}", mean(by_type, data.number("api00"), data["sch.wide"] == level))

    two, data = inputs("apipop_stype_awards_totals"), stratified.data
    names = [f"{a}/{b}" for a, b in zip(two["stype"], two["awards"], strict=True)]
    cell = np.array([names.index(f"{a}/{b}") for a, b in zip(data["stype"], data["awards"], strict=True)])
    crossed = poststratify(stratified.fpc, cell, two.number("Freq")).design
    y = data.number("api00")
    ours |= summary("api00", "dstrat|stype*awards", mean(crossed, y))
    ours |= summary("enroll_total", "dstrat|stype*awards", total(crossed, data.number("enroll")), np.inf)
    for level in ("No", "Yes"):
        ours |= summary("api00", f"dstrat|stype*awards: awards={level}", mean(crossed, y, data["awards"] == level))
    check(ours, expected("C05"), 1e-9)


def comparison(item: str, gap: Difference) -> Rows:
    figures = {"est": gap.value, "se": gap.se, "t": gap.t, "df": gap.df, "p_greater": gap.p_greater, "p_two": gap.p}
    return {(item, "api00", stat): float(np.asarray(v).ravel()[0]) for stat, v in figures.items()}


def test_c08_a_part_against_the_whole_and_the_rest(stratified: Schools, expected: Expected) -> None:
    design, y = stratified.fpc, stratified.data.number("api00")
    parts = {"E": stratified.data["stype"] == "E", "A": stratified.data["awards"] == "Yes"}
    ours: Rows = {}
    for name, part in parts.items():
        ours |= comparison(f"part-whole {name}", difference(mean(design, y, part), mean(design, y)))
        ours |= comparison(f"part-rest {name}", difference(mean(design, y, part), mean(design, y, ~part)))
    check(ours, without(expected("C08"), "NAIVE"), 1e-9)
    for name, part in parts.items():
        naive = expected("C08")[f"NAIVE independent {name}", "api00", "se"]
        both = concatenate_estimates(mean(design, y, part), mean(design, y))
        assert np.sqrt((both.se**2).sum()) == pytest.approx(naive, rel=1e-9)
        assert ours[f"part-whole {name}", "api00", "se"] != pytest.approx(naive, rel=1e-2)


def test_c08_a_stratum_against_the_whole_from_totals(stratified: Schools, expected: Expected) -> None:
    totals = domain_totals(stratified.fpc, Sums.from_persons(stratified.data.number("api00")))
    ours = comparison("part-whole E", part_whole_difference(totals)) | comparison(
        "part-rest E", part_rest_difference(totals)
    )
    check(ours, {key: value for key, value in expected("C08").items() if key in ours}, 1e-9)


def test_c14_municipalities_by_persons_and_by_totals(inputs: Inputs, expected: Expected) -> None:
    data = inputs("kommune_wave1")
    names = np.unique(data["muni"])
    design = Design.from_columns(stratum=data["muni"], weight=data.number("w"), population=data.number("pop"))
    a, b = data.number("q1", "q2", "q3"), data.number("q4", "q5", "q6")
    measures = {
        "themeA": theme_score(a),
        "themeB": theme_score(b),
        "top1": top_box(data.number("q1")),
        "topA": theme_score(top_box(a)),
        "q1": data.number("q1"),
    }
    ours: Rows = {}
    by_totals: Rows = {}
    for item, y in measures.items():
        groups = {m: data["muni"] == m for m in names}
        groups |= {f"{v}={k}": data[v] == k for v in ("sex", "age", "group") for k in np.unique(data[v])}
        groups |= {f"{m}/{k}": (data["muni"] == m) & (data["sex"] == k) for m in names for k in ("K", "M")}
        everybody = mean(design, y)
        ours |= summary(item, "national/citizens", everybody)
        units = mean(design, y, data["muni"][:, None] == names)
        ours |= summary(item, "national/mean of municipalities", units.contrast(np.full(len(names), 1 / len(names))))
        for name, where in groups.items():
            ours |= summary(item, name, mean(design, y, where))

        whole = domain_totals(design, Sums.from_persons(y))
        by_totals |= summary(item, "national/citizens", national_mean(whole, "citizens"))
        by_totals |= summary(item, "national/mean of municipalities", national_mean(whole, "municipalities"))
        for variable in ("muni", "sex", "age", "group"):
            levels, code = np.unique(data[variable], return_inverse=True)
            split = domain_totals(design, Sums.from_persons(y), code)
            together = means(split, np.zeros(len(names), int))
            for k, level in enumerate(levels):
                name = str(level) if variable == "muni" else f"{variable}={level}"
                by_totals |= summary(item, name, one(together, 0, k))
            if variable == "sex":
                apart = means(split)
                for (m, muni), (k, level) in ((x, z) for x in enumerate(names) for z in enumerate(levels)):
                    by_totals |= summary(item, f"{muni}/{level}", one(apart, m, k))
    for theme, items in (("A", a), ("B", b)):
        for kind, answers in ((f"means {theme}", items), (f"top-box shares {theme}", top_box(items))):
            item = f"composite of item {kind}"
            ours |= summary(item, "all", composite(design, answers))
            for m in names:
                ours |= summary(item, str(m), composite(design, answers, data["muni"] == m))
    reference = expected("C14")
    check(ours, reference, 1e-9)
    check(by_totals, {key: value for key, value in reference.items() if not key[0].startswith("composite")}, 1e-9)


def one(estimates: Estimates, unit: int, group: int) -> Estimates:
    return Estimates(*(x[unit, group] for x in (estimates.value, estimates.se, estimates.df, estimates.n)))


def test_c14_units_differ_from_the_mean_of_units_as_a_contrast_says(inputs: Inputs) -> None:
    data = inputs("kommune_wave1")
    design = Design.from_columns(stratum=data["muni"], weight=data.number("w"), population=data.number("pop"))
    names = np.unique(data["muni"])
    units = mean(design, data.number("q1"), data["muni"][:, None] == names)
    contrast = units.contrast(np.eye(len(names)) - 1 / len(names))
    gap = units_mean_difference(domain_totals(design, Sums.from_persons(data.number("q1"))))
    np.testing.assert_allclose(gap.value[:, 0, 0], contrast.value, rtol=1e-10)
    np.testing.assert_allclose(gap.se[:, 0, 0], contrast.se, rtol=1e-10)
    assert set(gap.df.ravel()) == {2573.0}

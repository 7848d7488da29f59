"""A made sample with every awkwardness at once, against R's survey package where it is installed.

Unequal weights inside strata, item non-response, groups that cross strata, post-strata that cross both strata and
clusters, two stages with a population at each.
"""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from borgerpuls.method import (
    Design,
    LinearizedEstimates,
    composite,
    deff,
    distribution,
    mean,
    poststratify,
    ratio,
    share_interval,
    total,
)

Made = dict[str, npt.NDArray[np.float64]]
CASES = (
    "strata", "strata_fpc", "clusters", "clusters_fpc", "stages", "pairs",
    "strata_post", "strata_fpc_crossed", "clusters_post", "stages_post",
)  # fmt: skip
CELLS = np.array([900, 1100, 800, 1300, 700, 1200])


@pytest.fixture(scope="module")
def sample() -> Made:
    """320 persons in 4 strata of 5 clusters of 16."""
    rng = np.random.default_rng(20240501)
    stratum = np.repeat(np.arange(4), 80)
    psu = np.repeat(np.arange(20), 16) % 5
    inside = np.tile(np.repeat(np.arange(8), 2), 20)
    drift = rng.normal(size=20).repeat(16)
    x = np.clip(np.round(3.3 + 0.4 * drift + rng.normal(size=320)), 1, 5)
    y = np.where(rng.random(320) < 0.15, np.nan, np.clip(np.round(x + rng.normal(size=320)), 1, 5))
    z = np.clip(np.round(2.8 + rng.normal(size=320)), 1, 5)
    made = {
        "stratum": stratum, "psu": psu, "id": np.arange(320), "ssu": inside, "x": x, "y": y, "z": z,
        "w": 5 + stratum + np.round(rng.random(320) * 10, 3), "frame": 600 + 100 * stratum, "psus": 12 + stratum,
        "persons": 25 + np.repeat(np.arange(20), 16), "ssus": 10 + np.repeat(np.arange(20), 16),
        "group": rng.integers(0, 3, 320), "cell": rng.integers(0, 6, 320), "band": rng.integers(0, 2, 320),
        "top": (x >= 4).astype(float),
    }  # fmt: skip
    return {name: np.asarray(values, dtype=np.float64) for name, values in made.items()}


@pytest.fixture(scope="module")
def oracle(sample: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], float]:
    """(case, statistic) -> R's number."""
    program = shutil.which("Rscript")
    if (
        program is None
        or subprocess.run([program, "-e", "library(survey)"], capture_output=True, check=False).returncode
    ):
        pytest.skip("SKIPPED LOUDLY: R with survey is not installed; the method was NOT compared with it")
    file = tmp_path_factory.mktemp("r") / "sample.csv"
    columns = {n: [f"{v:.17g}" if not np.isnan(v) else "NA" for v in values] for n, values in sample.items()}
    columns["group"] = ["abc"[int(v)] for v in sample["group"]]
    rows = zip(*columns.values(), strict=True)
    file.write_text("\n".join([",".join(columns), *(",".join(row) for row in rows)]), encoding="utf-8")
    script = Path(__file__).with_name("oracle.R")
    said = subprocess.run([program, str(script), str(file)], capture_output=True, text=True, check=True).stdout
    return {(case, stat): float(value) for case, stat, value in csv.reader(io.StringIO(said))}


def designs(s: Made) -> dict[str, Design]:
    strata = {"stratum": s["stratum"], "weight": s["w"]}
    made = {
        "strata": Design.from_columns(**strata),
        "strata_fpc": Design.from_columns(**strata, population=s["frame"]),
        "clusters": Design.from_columns(**strata, psu=s["psu"]),
        "clusters_fpc": Design.from_columns(**strata, psu=s["psu"], population=s["psus"]),
        "stages": Design.from_columns(
            stratum=s["stratum"], psu=s["psu"], population=s["psus"], ssu=s["id"], ssu_population=s["persons"]
        ),
        "pairs": Design.from_columns(
            **strata, psu=s["psu"], population=s["psus"], ssu=s["ssu"], ssu_population=s["ssus"]
        ),
    }
    cell, crossed = s["cell"], s["cell"] + 6 * s["band"]
    made["strata_post"] = poststratify(made["strata"], cell, CELLS).design
    made["strata_fpc_crossed"] = poststratify(made["strata_fpc"], crossed, 300 + 50 * np.arange(12)).design
    made["clusters_post"] = poststratify(made["clusters_fpc"], cell, CELLS).design
    made["stages_post"] = poststratify(made["stages"], cell, CELLS).design
    return made


def figures(s: Made, design: Design) -> dict[str, npt.ArrayLike]:
    """What oracle.R prints, by us; shares apart."""
    part = s["group"] == 1
    groups = mean(design, s["x"], s["group"][:, None] == np.arange(3))
    made: dict[str, LinearizedEstimates] = {
        "mean": mean(design, s["y"]),
        "total": total(design, s["y"]),
        "part_mean": mean(design, s["y"], part),
        "part_total": total(design, s["y"], part),
        "ratio": ratio(design, s["x"], s["z"], part),
        "distribution": distribution(design, s["x"], [1, 2, 3, 4, 5]),
        "contrast": groups.contrast([1, -0.5, -0.5]),
        "composite": composite(design, np.column_stack([s["x"], s["z"], s["top"]])),
    }
    of_x, of_total = mean(design, s["x"]), total(design, s["x"])
    return {
        **{name: linear.value for name, linear in made.items()},
        **{f"{name}_se": linear.se for name, linear in made.items()},
        "df": [made["mean"].df[0], made["part_mean"].df[0]],
        "cov": groups.covariance.T,
        "deff": deff(of_x, s["x"]),
        "deff_replace": deff(of_x, s["x"], replace=True),
        "deff_total": deff(of_total, s["x"], of_total=True),
        "deff_part": deff(mean(design, s["x"], part), s["x"], part),
    }


@pytest.mark.parametrize("case", CASES)
def test_estimates_are_those_of_r(case: str, sample: Made, oracle: dict[tuple[str, str], float]) -> None:
    ours = {
        (case, f"{stat}{i}"): float(value)
        for stat, values in figures(sample, designs(sample)[case]).items()
        for i, value in enumerate(np.asarray(values).ravel())
    }
    theirs = {key: value for key, value in oracle.items() if key[0] == case and "share" not in key[1]}
    assert ours.keys() == theirs.keys()
    wrong = {key: (ours[key], r) for key, r in theirs.items() if ours[key] != pytest.approx(r, rel=1e-9, abs=1e-13)}
    assert not wrong


KINDS = (("logit", "logit"), ("likelihood", "likelihood"), ("asin", "arcsine"), ("beta", "beta"), ("mean", "wald"))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_intervals_of_shares_are_those_of_r(
    case: str, name: str, kind: str, sample: Made, oracle: dict[tuple[str, str], float]
) -> None:
    share = mean(designs(sample)[case], sample["top"])
    ends = share_interval(share.value, share.se, share.n, share.df, kind)
    theirs = [oracle[case, f"share_{name}_{i}"] for i in (0, 1)]
    np.testing.assert_allclose(np.ravel(ends), theirs, rtol=0, atol=1e-8)


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_intervals_of_shares_in_a_group_are_those_of_r(
    name: str, kind: str, sample: Made, oracle: dict[tuple[str, str], float]
) -> None:
    share = mean(designs(sample)["strata"], sample["top"], sample["group"] == 1)
    ends = share_interval(share.value, share.se, share.n, share.df, kind, level=0.9)
    theirs = [oracle["strata", f"part_share_{name}_{i}"] for i in (0, 1)]
    np.testing.assert_allclose(np.ravel(ends), theirs, rtol=0, atol=1e-8)

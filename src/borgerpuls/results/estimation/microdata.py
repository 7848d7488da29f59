"""The persons behind a figure, each with their place in the design: what R needs to make the figure again."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from borgerpuls.arrays import Integers
from borgerpuls.dataset.wave import ANSWERED
from borgerpuls.files import whole_file
from borgerpuls.method.design.leverage import leverage
from borgerpuls.results.estimation.wave_estimates import EVERYBODY, WaveEstimates


def write_persons(estimates: WaveEstimates, variable: str, columns: Sequence[str], path: Path) -> None:
    """A CSV row for each person who answered, and nothing that tells who they are.

    ``unit``, ``stratum`` (numbered, after joining), ``cell`` (calibration cell, numbered), ``frame`` (persons of the
    stratum), ``leverage`` (how much of itself an answer fits), ``weight`` (before calibration), ``group`` (of
    ``variable``), the codes of the item ``columns``, and ``margin_1``, … (category of each margin, numbered) where the
    wave is raked or calibrated by GREG, and ``cluster`` (numbered) where persons were drawn in clusters; ``leverage``
    is then that of the cluster.
    """
    persons = respondents(estimates)
    cell = tally_cells(estimates, persons)
    rows, weighting = estimates.rows[EVERYBODY], estimates.weighting
    design, row = rows.design, rows.of[cell]
    frame = rows.frame[design.stratum[row]] if estimates.spec.fpc else np.full(len(row), "")
    post = weighting.poststratum if weighting.poststratum is not None else np.zeros_like(weighting.stratum)
    group = persons[variable].to_pylist() if variable else [""] * len(cell)
    answers = [persons[column].to_pylist() for column in columns]
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as to:
        writer = csv.writer(to, lineterminator="\n")
        numbers = range(1, len(weighting.margins) + 1)
        writer.writerow(
            [
                "unit",
                "stratum",
                "cell",
                "frame",
                "leverage",
                "weight",
                "group",
                *columns,
                *(f"margin_{n}" for n in numbers),
                *(("cluster",) if weighting.cluster is not None else ()),
            ]
        )
        writer.writerows(
            zip(
                persons["unit"].to_pylist(),
                design.stratum[row].tolist(),
                post[cell].tolist(),
                frame.tolist(),
                leverage(design)[row].tolist(),
                weighting.weight[cell].tolist(),
                group,
                *answers,
                *(margin.code[cell].tolist() for margin in weighting.margins),
                *(() if weighting.cluster is None else (weighting.cluster[cell].tolist(),)),
                strict=True,
            )
        )


def write_invited(estimates: WaveEstimates, variable: str, path: Path) -> None:
    """A CSV row for each person who was asked: ``unit``, ``group`` (of ``variable``) and ``disposition``."""
    persons = pq.read_table(estimates.wave.persons)
    group = persons[variable].to_pylist() if variable else [""] * persons.num_rows
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as to:
        writer = csv.writer(to, lineterminator="\n")
        writer.writerow(["unit", "group", "disposition"])
        writer.writerows(zip(persons["unit"].to_pylist(), group, persons["disposition"].to_pylist(), strict=True))


def write_totals(estimates: WaveEstimates, path: Path) -> None:
    """The calibration cells and how many persons of the frame each stands for: ``cell,Freq`` as R wants them.

    With margins a row is a category of one: ``margin,cell,Freq``.
    """
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as to:
        writer = csv.writer(to, lineterminator="\n")
        if estimates.weighting.margins:
            writer.writerow(["margin", "cell", "Freq"])
            for n, margin in enumerate(estimates.weighting.margins, 1):
                met = sorted(set(margin.code[margin.code >= 0].tolist()))
                writer.writerows((n, cell, margin.totals[cell]) for cell in met)
            return
        writer.writerow(["cell", "Freq"])
        used = set() if (post := estimates.rows[EVERYBODY].design.poststratum) is None else set(post.tolist())
        writer.writerows((cell, estimates.weighting.totals[cell]) for cell in sorted(used))


def respondents(estimates: WaveEstimates) -> pa.Table:
    """The rows of the persons who answered, in the wave's units."""
    persons = pq.read_table(estimates.wave.persons)
    wanted = {"disposition": ANSWERED, "unit": estimates.weighting.units}
    here = (pc.is_in(persons[name].cast(pa.string()), value_set=pa.array(values)) for name, values in wanted.items())
    return persons.filter(pc.and_(*here))


def tally_cells(estimates: WaveEstimates, persons: pa.Table) -> Integers:
    """[persons] the tally cell of each."""
    tally = estimates.tally
    known, code = np.zeros(len(tally.invited), np.int64), np.zeros(persons.num_rows, np.int64)
    for key in tally.keys:
        levels = tally.levels[key]
        at = {level: position for position, level in enumerate(levels)}
        column = persons[key].cast(pa.string()).fill_null("").combine_chunks().dictionary_encode()
        place = np.array([at[level] for level in column.dictionary.to_pylist()], dtype=np.int64)
        known, code = known * len(levels) + tally.codes[key], code * len(levels) + place[column.indices.to_numpy()]
        met, known = np.unique(known, return_inverse=True)  # numbered anew, so that many levels never overflow
        code = np.searchsorted(met, code)
    order = np.argsort(known)
    return np.asarray(order[np.searchsorted(known[order], code)])

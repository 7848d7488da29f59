"""A figure made again: the wave is counted once more, and R gets the persons and a script."""

from pathlib import Path

from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.files import write_file
from borgerpuls.problems import Refused
from borgerpuls.results.estimation.microdata import write_invited, write_persons, write_totals
from borgerpuls.results.estimation.wave_estimates import WaveEstimates, estimate
from borgerpuls.results.provenance.r_script import columns, script
from borgerpuls.results.provenance.trace import Trace, changed
from borgerpuls.results.registry import statistic_of


def reproduce(trace: Trace, folder: Path) -> None:
    """Write ``script.R`` and the files it reads into a folder: ``Rscript script.R`` there makes the figure again.

    The waves of the figure are counted again. ``Refused`` when a tally is another than the one the figure was made
    from.
    """
    figure, kind = trace.figure, trace.made_from["kind"]
    counted = tuple(count_again(wave, trace.facts[wave.spec.name]["tally"]) for wave in trace.waves)
    lines = script(figure, kind, counted[0], counted[1] if len(counted) > 1 else None)
    folder.mkdir(parents=True, exist_ok=True)
    if statistic_of(figure, kind).reproduced:
        for wave in counted:
            name = wave.spec.name
            if kind == "response" and figure.measure != "kish":
                write_invited(wave, figure.group_by, folder / f"invited-{name}.csv")
                continue
            asked = () if kind == "response" else columns(figure, kind, wave.wave.questionnaire)
            write_persons(wave, figure.group_by, asked, folder / f"persons-{name}.csv")
            if wave.weighting.poststratum is not None:
                write_totals(wave, folder / f"totals-{name}.csv")
    write_file(folder / "script.R", lines.encode())


def count_again(wave: FrozenWave, expected: str) -> WaveEstimates:
    """The estimates of a wave, counted once more; ``Refused`` when its tally has another digest than ``expected``."""
    found = tally(wave, pairs=True)
    if found.digest != expected:
        raise Refused([changed(wave)])
    return estimate(wave, found)

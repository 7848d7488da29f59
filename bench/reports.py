"""What a wave's reports cost: 44 municipalities and the whole, Danish and English, PDF, web page, workbook and data.

    python bench/reports.py [FOLDER]

FOLDER holds the demo's waves; without it they are invented first. First every step alone, in one process, for a few
places in both languages; then everything as ``borgerpuls report`` does it, by all processors.
"""

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.reports.context.report_context import gather
from borgerpuls.reports.formats.data_package import package
from borgerpuls.reports.formats.format import About
from borgerpuls.reports.formats.html import page
from borgerpuls.reports.formats.pdf import pdf
from borgerpuls.reports.formats.xlsx import workbook
from borgerpuls.reports.publication import names
from borgerpuls.reports.publication.publish import publish
from borgerpuls.reports.report import report
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore

DEMO = Path(__file__).resolve().parent.parent / "examples" / "demo" / "make.py"
SAMPLE = 6
LANGUAGES = ("da", "en")
Made = TypeVar("Made")


class Clock:
    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def time(self, what: str, job: Callable[..., Made], *given: object) -> Made:
        start = time.perf_counter()
        made = job(*given)
        self.spent[what] += time.perf_counter() - start
        return made


def one_place(shelf: FigureStore, wave: FrozenWave, place: str, clock: Clock) -> None:
    """Every step of ``publish`` for a place, one after the other."""
    dated = wave.spec.closed
    figures = clock.time("figures from the shelf", lambda: shelf.figures(wave=wave.spec.name, place=place))
    undivided = [figure for figure in figures if not figure.group_by]
    for language in LANGUAGES:
        document = clock.time("compose", lambda code=language: report(shelf, gather(shelf, wave, place, code)))
        clock.time("PDF", pdf, document, dated)
        clock.time("web page", page, document, names.links(place, language, LANGUAGES))
        clock.time("workbook", workbook, document, undivided, dated)
    name = next(unit.name for unit in wave.spec.units if unit.code == place)
    clock.time("data", package, About(name, wave.spec.title, wave.spec.invented, dated, LANGUAGES), figures)


def main(folder: Path) -> None:
    waves = sorted(made.parent for made in folder.glob("*/manifest.json"))
    opened = [open_wave(wave) for wave in waves]
    newest = max(opened, key=lambda wave: wave.spec.opened)
    clock = Clock()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "figures.sqlite"
        with FigureStore.open(file) as shelf:
            figures = clock.time("figures of both waves", build, opened)
            clock.time("figures onto the shelf", shelf.put, figures)
            places = [unit.code for unit in newest.spec.units]
            sample = places[:: len(places) // SAMPLE][:SAMPLE]
            one_place(shelf, newest, places[-1], Clock())  # the first report loads fonts, templates and the compiler
            steps = Clock()
            for place in sample:
                one_place(shelf, newest, place, steps)
        clock.time("all reports, all processors", publish, file, waves, Path(scratch) / "reports", LANGUAGES)
        count = len(list((Path(scratch) / "reports" / names.REPORTS).iterdir()))
    reports = SAMPLE * len(LANGUAGES)
    print("| step, one report in one process | ms | share |", "| --- | ---: | ---: |", sep="\n")
    for what, seconds in steps.spent.items():
        print(f"| {what} | {1e3 * seconds / reports:,.0f} | {100 * seconds / sum(steps.spent.values()):.0f} % |")
    print("", f"| the whole run, {count} files of {len(places) + 1} places | seconds |", "| --- | ---: |", sep="\n")
    for what, seconds in clock.spent.items():
        print(f"| {what} | {seconds:.1f} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            subprocess.run([sys.executable, DEMO, made], check=True)
            main(Path(made))

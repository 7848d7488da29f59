"""Two real surveys, from the files their publishers wrote to figures and reports.

``python examples/run.py ../shared/realdata build/examples`` imports the nine waves of the SFO Customer Survey, with
their weights and without, and the soldiers of lq2002; puts their figures on a shelf and writes their reports.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.problems import Refused
from borgerpuls.reports.publication.publish import publish
from borgerpuls.results.build import build
from borgerpuls.results.figures.store import FigureStore

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """A survey: its folder here, its folder of answers, and its mapping files, oldest first."""

    name: str
    data: str
    mappings: tuple[str, ...]

    def waves(self, realdata: Path, out: Path, *, unweighted: bool = False) -> list[FrozenWave]:
        """Import every wave into a folder of its own under ``out``."""
        source = realdata / self.data
        return [
            import_wave(HERE / self.name / f"{mapping}.toml", out / mapping, data=source, unweighted=unweighted)[0]
            for mapping in self.mappings
        ]


SFO = Example("sfo", "sfo_customer_survey", tuple(str(year) for year in range(2010, 2019)))
US_ARMY = Example("us_army", "us_army_climate", ("lq2002",))


def tell(waves: Sequence[FrozenWave], out: Path, *, beside: Sequence[FrozenWave] = ()) -> None:
    """The figures of the waves and of those ``beside`` them on one shelf, and the reports of the newest wave."""
    with FigureStore.open(out / "figures.sqlite") as shelf:
        shelf.put(build([*waves, *beside]))
    newest = waves[-1].questionnaire
    publish(out / "figures.sqlite", [wave.folder for wave in waves], out / "reports", newest.languages)
    print(f"{newest.title['en']}: {out / 'reports' / 'index.html'}")


def main() -> None:
    """Make everything from the command line."""
    parser = argparse.ArgumentParser(description="Figures and reports of two real surveys.")
    parser.add_argument("realdata", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args()
    sfo, us_army = chosen.out / "sfo", chosen.out / "us_army"
    weighted = SFO.waves(chosen.realdata, sfo / "waves")
    tell(weighted, sfo, beside=SFO.waves(chosen.realdata, sfo / "unweighted", unweighted=True))
    tell(US_ARMY.waves(chosen.realdata, us_army / "waves"), us_army)


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        sys.exit("\n".join(problem.say("en") for problem in refused.problems))

"""The waves a command is called with, and the file that keeps their figures."""

from collections.abc import Sequence
from pathlib import Path

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import STORE
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.languages import OFFERED
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.reports.wording import number
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.figures.table import Figures


def open_waves(folders: Sequence[Path]) -> Sequence[FrozenWave]:
    """The waves in the folders; what is wrong with any of them is told at once."""
    problems, waves = Problems(), []
    for folder in folders:
        try:
            waves.append(open_wave(folder))
        except Refused as refused:
            problems.found += refused.problems
    problems.refuse()
    return waves


def language_of(wave: FrozenWave, wished: str) -> str:
    """The language in which a wave is told: the one wished for, or another that its questionnaire is written in."""
    written = wave.questionnaire.languages
    spoken = [language for language in (wished, *OFFERED) if language in written]
    if not spoken:
        raise Refused(
            [
                Problem(
                    _("wave {wave}", wave=wave.spec.name),
                    _("The questionnaire is written in {written} only.", written=", ".join(written)),
                    _("Translate it into one of: {known}.", known=", ".join(OFFERED)),
                )
            ]
        )
    return spoken[0]


def store_beside(waves: Sequence[Path]) -> Path:
    """The file of figures that belongs to the waves: beside the first of them."""
    return waves[0].resolve().parent / STORE


def waves_beside(store: Path) -> Sequence[Path]:
    """The folders of waves that lie beside a file of figures."""
    return sorted(manifest.parent for manifest in store.resolve().parent.glob("*/manifest.json"))


def build_figures(waves: Sequence[FrozenWave], store: Path, teller: Teller) -> Figures:
    """Make every figure of the waves and keep them in the store."""
    from borgerpuls.results.build import build  # noqa: PLC0415  engine and SciPy, only where figures are made

    with teller.err.status(COUNTING[teller.language]):
        figures = build(waves)
        with FigureStore.open(store) as kept:
            kept.put(figures)
    teller.say(_KEPT, n=number.count(len(figures), teller.language), shelf=_short(store))
    return figures


def _short(path: Path) -> Path:
    """A path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


COUNTING = _("Counting and computing")
_KEPT = _("{n} figures on the shelf {shelf}")

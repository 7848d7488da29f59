"""``borgerpuls look``: one place beside the whole, in the terminal."""

from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import store_option, with_console
from borgerpuls.commands.views.figures import show_place
from borgerpuls.commands.waves import build_figures, language_of, store_beside
from borgerpuls.dataset.folder import open_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Refused
from borgerpuls.reports.context.report_context import gather
from borgerpuls.results.figures.freshness import holds
from borgerpuls.results.figures.store import FigureStore


@click.command()
@click.argument("wave", type=click.Path(path_type=Path))
@click.argument("place")
@store_option
@with_console
def look(teller: Teller, *, wave: Path, place: str, shelf: Path | None) -> None:
    """Show one place beside the whole, in the terminal."""
    opened, store = open_wave(wave), shelf or store_beside([wave])
    _refuse_stranger(opened, place)
    language = language_of(opened, teller.language)
    if not holds(store, [opened]):
        build_figures([opened], store, teller)
    with FigureStore.open(store) as figures:
        show_place(gather(figures, opened, place, language), teller.out)


def _refuse_stranger(wave: FrozenWave, place: str) -> None:
    known = (wave.spec.place_code, *(unit.code for unit in wave.spec.units))
    if place not in known:
        listed = ", ".join(known)
        raise Refused(
            [
                Problem(
                    _("wave {wave}", wave=wave.spec.name),
                    _('The place "{place}" is not in it.', place=place),
                    _("Choose from {listed}.", listed=listed),
                )
            ]
        )

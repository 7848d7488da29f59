"""``borgerpuls trace``: what a figure is made from, and a script with which R makes it again."""

from collections.abc import Sequence
from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import STORE, path_option, with_console
from borgerpuls.commands.trace_view import show_trace
from borgerpuls.commands.waves import store_beside, waves_beside
from borgerpuls.messages import _
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.provenance.trace import trace as trace_figure


@click.command()
@click.argument("address")
@path_option("--shelf", help=f"The file of figures; {STORE} beside the waves, or here, unless named.")
@click.option(
    "--wave", "waves", multiple=True, type=click.Path(path_type=Path), help="A wave's folder; may be repeated."
)
@path_option("--r", help="Write an R script and its data to this folder.")
@with_console
def trace(teller: Teller, *, address: str, shelf: Path | None, waves: Sequence[Path], r: Path | None) -> None:
    """Show what a figure is made from, and let R make it again."""
    store = shelf or (store_beside(waves) if waves else Path(STORE))
    store.stat()
    with FigureStore.open(store) as figures:
        traced = trace_figure(figures, address, waves or waves_beside(store))
    show_trace(traced, teller.language, teller.out)
    if r:
        from borgerpuls.results.provenance.reproduction import reproduce  # noqa: PLC0415  it counts the waves again

        with teller.err.status(_COUNTING[teller.language]):
            reproduce(traced, r)
        teller.say(_SCRIPT, folder=r)


_COUNTING = _("Counting and computing")
_SCRIPT = _("R makes it again: Rscript script.R in {folder}")

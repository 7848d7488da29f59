"""``borgerpuls trace``: what a figure is made from, and a script with which R makes it again."""

from collections.abc import Sequence
from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import STORE, path_option, with_console
from borgerpuls.commands.views.trace import show_trace
from borgerpuls.commands.waves import store_beside, waves_beside
from borgerpuls.messages import _
from borgerpuls.results.figures.store import FigureStore
from borgerpuls.results.provenance.trace import Trace
from borgerpuls.results.provenance.trace import trace as trace_figure


@click.command()
@click.argument("address")
@path_option("--shelf", help=f"The file of figures; {STORE} beside the waves, or here, unless named.")
@click.option(
    "--wave", "waves", multiple=True, type=click.Path(path_type=Path), help="A wave's folder; may be repeated."
)
@path_option("--r", help="Write an R script and its data to this folder.")
@click.option("--replicates", is_flag=True, help="Check the standard error by jackknife or bootstrap.")
@with_console
def trace(
    teller: Teller, *, address: str, shelf: Path | None, waves: Sequence[Path], r: Path | None, replicates: bool
) -> None:
    """Show what a figure is made from, and let R make it again."""
    store = shelf or (store_beside(waves) if waves else Path(STORE))
    store.stat()
    with FigureStore.open(store) as figures:
        traced = trace_figure(figures, address, waves or waves_beside(store))
    show_trace(traced, teller.language, teller.out)
    if replicates:
        _check(traced, teller)
    if r:
        from borgerpuls.results.provenance.reproduction import reproduce  # noqa: PLC0415  it counts the waves again

        with teller.err.status(_COUNTING[teller.language]):
            reproduce(traced, r)
        teller.say(_SCRIPT, folder=r)


def _check(traced: Trace, teller: Teller) -> None:
    """Show the standard error by replicate weights beside the linearised one."""
    from borgerpuls.results.provenance.replicates import check_trace  # noqa: PLC0415  it counts the wave again

    figure = traced.figure
    with teller.err.status(_COUNTING[teller.language]):
        found = check_trace(traced)
    if found is None or figure.se is None:
        teller.say(_NO_REPLICATES)
    else:
        teller.say(_BY[found.kind], n=found.replicates, se=repr(found.se), linearised=repr(figure.se))


_COUNTING = _("Counting and computing")
_BY = {
    "jackknife": _("Standard error by jackknife ({n} replicates): {se}; linearised: {linearised}"),
    "bootstrap": _("Standard error by bootstrap ({n} replicates): {se}; linearised: {linearised}"),
}
_NO_REPLICATES = _("No replicates: the figure is no mean or share of one place that is shown, or its design has none.")
_SCRIPT = _("R makes it again: Rscript script.R in {folder}")

"""``borgerpuls report``: the reports of the newest wave, from figures that are kept or made anew."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import path_option, store_option, waves_argument, with_console
from borgerpuls.commands.waves import build_figures, open_waves, store_beside
from borgerpuls.messages import _
from borgerpuls.reports.publication.publish import publish
from borgerpuls.results.figures.freshness import holds


@click.command()
@waves_argument
@path_option("--out", help="The folder of the reports.", required=True)
@store_option
@click.option("--rebuild", is_flag=True, help="Make the figures anew, even where the store has them.")
@click.option("--language", "languages", multiple=True, help="Only in this language; may be repeated.")
@click.option("--place", "places", multiple=True, help="Only of this place; may be repeated.")
@with_console
def report(
    teller: Teller,
    *,
    waves: Sequence[Path],
    out: Path,
    shelf: Path | None,
    rebuild: bool,
    languages: Sequence[str],
    places: Sequence[str],
) -> None:
    """Write the reports of the newest wave, for every place and in every language.

    The figures are those of the store where it has them of these very waves; else they are made first.
    """
    store = shelf or store_beside(waves)
    opened = open_waves(waves)
    if rebuild or not holds(store, opened):
        build_figures(opened, store, teller)
    bar = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bar, console=teller.err) as progress:
        task = progress.add_task(_REPORTS[teller.language])
        publish(
            store,
            waves,
            out,
            languages or None,
            places=places or None,
            progress=lambda done, of: progress.update(task, completed=done, total=of),
        )


_REPORTS = _("Reports")

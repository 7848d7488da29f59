"""``borgerpuls weighting``: which margins to weight a wave by, what they would do, and the lines to paste."""

from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import with_console
from borgerpuls.commands.views.weighting import show_proposal
from borgerpuls.commands.waves import COUNTING, language_of
from borgerpuls.dataset.counting.count import tally
from borgerpuls.dataset.folder import open_wave
from borgerpuls.results.weighting_proposal import propose_weighting


@click.command()
@click.argument("wave", type=click.Path(path_type=Path))
@with_console
def weighting(teller: Teller, *, wave: Path) -> None:
    """Propose which printed groups to weight a wave by, and tell what that would do."""
    opened = open_wave(wave)
    language = language_of(opened, teller.language)
    with teller.err.status(COUNTING[teller.language]):
        proposal = propose_weighting(opened, tally(opened))
    teller.tell(proposal.problems)
    show_proposal(proposal, opened, language, teller.out)

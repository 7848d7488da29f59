"""``borgerpuls import``: a file of answers becomes a frozen wave."""

from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import path_option, with_console
from borgerpuls.dataset.importing.guess import guess_mapping
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.messages import _


@click.command("import")
@click.argument("mapping", required=False, type=click.Path(path_type=Path))
@path_option("--out", help="The folder of the wave.")
@path_option("--data", help="The file of answers or its folder, where it is not beside MAPPING.")
@click.option("--unweighted", is_flag=True, help="Count every answer alike: the wave NAME-unweighted.")
@path_option("--guess", help="A data file to write a first mapping of, on stdout.")
@path_option("--questionnaire", help="The questionnaire that the data file answers.")
@with_console
def import_(
    teller: Teller,
    *,
    mapping: Path | None,
    out: Path | None,
    data: Path | None,
    unweighted: bool,
    guess: Path | None,
    questionnaire: Path | None,
) -> None:
    """Freeze a wave from CSV, XLSX or SPSS by a mapping file, or guess the mapping file."""
    if guess and questionnaire and not mapping:
        click.echo(guess_mapping(guess, questionnaire, Path()))
    elif mapping and out and not guess:
        wave, warnings = import_wave(mapping, out, data=data, unweighted=unweighted)
        teller.tell(warnings)
        teller.say(_FROZEN, wave=wave.spec.name, folder=out)
    else:
        raise click.UsageError("Give MAPPING --out FOLDER, or --guess DATA --questionnaire FILE.")


_FROZEN = _("The wave {wave} is frozen in {folder}.")

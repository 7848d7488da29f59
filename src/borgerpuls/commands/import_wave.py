"""``borgerpuls import`` and ``plan``: a file of answers becomes a frozen wave, by a plan that was fixed before it."""

from datetime import date
from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import path_option, with_console
from borgerpuls.dataset.importing.guess import guess_mapping
from borgerpuls.dataset.importing.mapping import read_mapping
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.dataset.plan_additions import plan_of
from borgerpuls.files import write_file
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Refused


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


@click.command()
@click.argument("mapping", type=click.Path(path_type=Path))
@path_option("--out", required=True, help="The file of the plan; a file that exists is never replaced.")
@with_console
def plan(teller: Teller, *, mapping: Path, out: Path) -> None:
    """Fix the plan of analysis of a wave before its answers are in."""
    found, today = read_mapping(mapping), click.get_current_context().find_object(date)
    if out.exists():
        raise Refused(
            [
                Problem(
                    verbatim(out),
                    _("The file exists, and a plan that is fixed is never replaced."),
                    _("Give another name, or keep the plan that there is."),
                )
            ]
        )
    fixed = plan_of(found.spec, found.questionnaire, today)
    write_file(out, fixed.to_bytes())
    teller.say(_FIXED, wave=found.spec.name, day=fixed.fixed, digest=fixed.digest)
    teller.say(_NAMED, file=out.name)


_FROZEN = _("The wave {wave} is frozen in {folder}.")
_FIXED = _("The plan of {wave} is fixed on {day}. Its digest, to be kept or published: {digest}")
_NAMED = _('Write plan = "{file}" at the top of the mapping file; what is added later is then marked in every report.')

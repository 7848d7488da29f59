"""``borgerpuls check``: every problem of the files that a person writes, and of frozen waves."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from borgerpuls.commands.console import Teller, from_the_system
from borgerpuls.commands.options import with_console
from borgerpuls.dataset.folder import open_wave, seal_wave
from borgerpuls.dataset.importing.mapping import read_mapping
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.fieldwork.survey.letter_templates import read_words
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.questionnaire.read import check as check_questionnaire
from borgerpuls.questionnaire.units import read_units


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--seal", is_flag=True, help="Accept the wave.toml of waves as it is now, when every row fits it.")
@with_console
def check(teller: Teller, *, files: Sequence[Path], seal: bool) -> None:
    """Tell every problem of questionnaires, letters, registers of units, mapping files and waves."""
    problems = Problems()
    for file in files:
        before = len(problems.errors)
        problems.found += problems_of(file, seal_wave if seal else open_wave)
        if len(problems.errors) == before:
            teller.out.print(f"✓ {file}", markup=False)
    problems.refuse()
    teller.tell(problems.warnings)


def problems_of(file: Path, opening: Callable[[Path], FrozenWave]) -> Sequence[Problem]:
    """The problems of one file or folder, told apart by what it is."""
    try:
        if file.is_dir():
            opening(file)
        elif (kind := kind_of(file)) == "questionnaire":
            return check_questionnaire(file)
        elif kind == "units":
            read_units(file)
        elif kind == "letters":
            read_words(file)
        else:
            read_mapping(file)
    except Refused as refused:
        return refused.problems
    except OSError as error:
        return [from_the_system(error)]
    return ()


def kind_of(file: Path) -> str:
    """What a TOML file is; one that cannot be read is judged as a questionnaire, which says what is wrong with it."""
    try:
        top = tomllib.loads(file.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return "questionnaire"
    if "questionnaire" in top:
        return "mapping"
    if "invitation" in top:
        return "letters"
    return "units" if "units" in top else "questionnaire"

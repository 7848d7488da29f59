"""The door for operators: ``borgerpuls check | import | figures | report | look | trace | serve | work | manage``."""

import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from borgerpuls.commands.console import Teller, from_the_system
from borgerpuls.commands.figures_view import look as show
from borgerpuls.commands.site import manage, serve, work
from borgerpuls.commands.trace_view import show as show_trail
from borgerpuls.dataset.folder import open_wave, seal_wave
from borgerpuls.dataset.importing.guess import guess_mapping
from borgerpuls.dataset.importing.mapping import read_mapping
from borgerpuls.dataset.importing.run import import_wave
from borgerpuls.dataset.wave import FrozenWave
from borgerpuls.fieldwork.invitations.letter_templates import read_words
from borgerpuls.languages import OFFERED
from borgerpuls.messages import _
from borgerpuls.problems import Problem, Problems, Refused
from borgerpuls.questionnaire.read import check as check_questionnaire
from borgerpuls.questionnaire.units import read_units
from borgerpuls.reports.context.report_context import gather
from borgerpuls.reports.formats.xlsx import figures_workbook
from borgerpuls.reports.publication.publish import publish
from borgerpuls.reports.wording import number
from borgerpuls.results.build import build
from borgerpuls.results.figures.export import csv_file, parquet_file, write_csv
from borgerpuls.results.figures.store import Shelf
from borgerpuls.results.figures.table import Figures
from borgerpuls.results.provenance.trace import trace as follow

SHELF = "figures.sqlite"


def spoken(wish: str | None) -> str:
    """The language to speak: the one wished for, else BORGERPULS_LANG, else LANG, else English."""
    for language in (wish, os.environ.get("BORGERPULS_LANG"), os.environ.get("LANG")):
        if language and language[:2] in OFFERED:
            return language[:2]
    return "en"


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its ``teller``, and the options that say how problems are told."""

    @click.option("--lang", type=click.Choice(OFFERED), help="Language of messages and tables.")
    @click.option("--problems", type=click.Path(path_type=Path), help="Write all problems to this CSV file too.")
    @wraps(command)
    def telling(lang: str | None, problems: Path | None, **given: Any) -> None:
        teller = Teller(spoken(lang), problems)
        with teller.refusals():
            command(teller, **given)

    return telling


def path(name: str, help: str, required: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option that names a file or a folder."""
    return click.option(name, type=click.Path(path_type=Path), help=help, required=required)


waves_to_count = click.argument("waves", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WAVE...")
shelf_to_use = path("--shelf", help=f"The file of figures; {SHELF} beside the first wave unless named.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borgerpuls")
def main() -> None:
    """One citizen survey across many municipalities, from the answers to the report.

    Exit code 0: done. 2: refused, with every problem told and nothing half-written.
    """


for command in (serve, work, manage):
    main.add_command(command)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--seal", is_flag=True, help="Accept the wave.toml of waves as it is now, when every row fits it.")
@told
def check(teller: Teller, *, files: Sequence[Path], seal: bool) -> None:
    """Tell every problem of questionnaires, letters, registers of units, mapping files and frozen waves."""
    problems = Problems()
    for file in files:
        before = len(problems.errors)
        problems.found += _check(file, seal_wave if seal else open_wave)
        if len(problems.errors) == before:
            teller.out.print(f"✓ {file}", markup=False)
    problems.refuse()
    teller.tell(problems.warnings)


@main.command("import")
@click.argument("mapping", required=False, type=click.Path(path_type=Path))
@path("--out", help="The folder of the wave.")
@path("--data", help="The file of answers or its folder, where it is not beside MAPPING.")
@click.option("--unweighted", is_flag=True, help="Count every answer alike: the wave NAME-unweighted.")
@path("--guess", help="A data file to write a first mapping of, on stdout.")
@path("--questionnaire", help="The questionnaire that the data file answers.")
@told
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


@main.command()
@waves_to_count
@shelf_to_use
@path("--csv", help="Write the rows as CSV; - writes them to the terminal.")
@path("--parquet", help="Write the rows as Parquet.")
@path("--xlsx", help="Write the rows as a workbook.")
@told
def figures(
    teller: Teller,
    *,
    waves: Sequence[Path],
    shelf: Path | None,
    csv: Path | None,
    parquet: Path | None,
    xlsx: Path | None,
) -> None:
    """Make every figure of the waves and put them on the shelf."""
    found = _build(_open(waves), shelf or _shelf_beside(waves), teller)
    if parquet:
        parquet_file(found, parquet)
    if xlsx:
        figures_workbook(found, xlsx)
    if csv and str(csv) != "-":
        csv_file(found, csv)
    elif csv:
        write_csv(found, sys.stdout)
        sys.stdout.flush()


@main.command()
@waves_to_count
@path("--out", help="The folder of the reports.", required=True)
@shelf_to_use
@click.option("--language", "languages", multiple=True, help="Only in this language; may be repeated.")
@click.option("--place", "places", multiple=True, help="Only of this place; may be repeated.")
@told
def report(
    teller: Teller,
    *,
    waves: Sequence[Path],
    out: Path,
    shelf: Path | None,
    languages: Sequence[str],
    places: Sequence[str],
) -> None:
    """Make the figures of the waves, then the reports of the newest, for every place and in every language."""
    shelf = shelf or _shelf_beside(waves)
    _build(_open(waves), shelf, teller)
    bar = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bar, console=teller.err) as progress:
        task = progress.add_task(_REPORTS[teller.language])
        publish(
            shelf,
            waves,
            out,
            languages or None,
            places=places or None,
            progress=lambda done, of: progress.update(task, completed=done, total=of),
        )


@main.command()
@click.argument("wave", type=click.Path(path_type=Path))
@click.argument("place")
@shelf_to_use
@told
def look(teller: Teller, *, wave: Path, place: str, shelf: Path | None) -> None:
    """Show one place beside the whole, in the terminal."""
    opened, file = open_wave(wave), shelf or _shelf_beside([wave])
    _refuse_stranger(opened, place)
    if not _stands(opened, file):
        _build([opened], file, teller)
    with Shelf.open(file) as figures:
        show(gather(figures, opened, place, teller.language), teller.out)


@main.command()
@click.argument("address")
@path("--shelf", help=f"The file of figures; {SHELF} beside the waves, or here, unless named.")
@click.option(
    "--wave", "waves", multiple=True, type=click.Path(path_type=Path), help="A wave's folder; may be repeated."
)
@path("--r", help="Write an R script and its data to this folder.")
@told
def trace(teller: Teller, *, address: str, shelf: Path | None, waves: Sequence[Path], r: Path | None) -> None:
    """Show what a figure is made from, and let R make it again."""
    shelf = shelf or (_shelf_beside(waves) if waves else Path(SHELF))
    shelf.stat()
    with Shelf.open(shelf) as figures:
        trail = follow(figures, address, waves or _waves_beside(shelf))
    show_trail(trail, teller.language, teller.out)
    if r:
        trail.write(r)
        teller.say(_SCRIPT, folder=r)


def _check(file: Path, opening: Callable[[Path], FrozenWave]) -> Sequence[Problem]:
    """The problems of one file or folder, told apart by what it is."""
    try:
        if file.is_dir():
            opening(file)
        elif (kind := _kind(file)) == "questionnaire":
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


def _kind(file: Path) -> str:
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


def _open(folders: Sequence[Path]) -> Sequence[FrozenWave]:
    """The waves in the folders; what is wrong with any of them is told at once."""
    problems, waves = Problems(), []
    for folder in folders:
        try:
            waves.append(open_wave(folder))
        except Refused as refused:
            problems.found += refused.problems
    problems.refuse()
    return waves


def _shelf_beside(waves: Sequence[Path]) -> Path:
    return waves[0].resolve().parent / SHELF


def _waves_beside(shelf: Path) -> Sequence[Path]:
    return sorted(manifest.parent for manifest in shelf.resolve().parent.glob("*/manifest.json"))


def _build(waves: Sequence[FrozenWave], shelf: Path, teller: Teller) -> Figures:
    """Every figure of the waves, put on the shelf."""
    with teller.err.status(_COUNTING[teller.language]):
        found = build(waves)
        with Shelf.open(shelf) as kept:
            kept.put(found)
    teller.say(_KEPT, n=number.count(len(found), teller.language), shelf=_short(shelf))
    return found


def _stands(wave: FrozenWave, shelf: Path) -> bool:
    """Is this very wave on the shelf already?"""
    if not shelf.exists():
        return False
    with Shelf.open(shelf) as kept:
        name = wave.spec.name
        return name in kept.waves() and kept.facts(name)["digests"] == dict(wave.digests)


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


def _short(path: Path) -> Path:
    """A path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


_FROZEN = _("The wave {wave} is frozen in {folder}.")
_SCRIPT = _("R makes it again: Rscript script.R in {folder}")
_COUNTING = _("Counting and computing")
_KEPT = _("{n} figures on the shelf {shelf}")
_REPORTS = _("Reports")

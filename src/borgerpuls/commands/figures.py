"""``borgerpuls figures``: every figure of the waves, kept in one file and written in the forms asked for."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import path_option, store_option, waves_argument, with_console
from borgerpuls.commands.waves import build_figures, open_waves, store_beside
from borgerpuls.reports.formats.xlsx import figures_workbook
from borgerpuls.results.figures.export import csv_file, parquet_file, write_csv


@click.command()
@waves_argument
@store_option
@path_option("--csv", help="Write the rows as CSV; - writes them to the terminal.")
@path_option("--parquet", help="Write the rows as Parquet.")
@path_option("--xlsx", help="Write the rows as a workbook.")
@with_console
def figures(
    teller: Teller,
    *,
    waves: Sequence[Path],
    shelf: Path | None,
    csv: Path | None,
    parquet: Path | None,
    xlsx: Path | None,
) -> None:
    """Make every figure of the waves and keep them in one file."""
    made = build_figures(open_waves(waves), shelf or store_beside(waves), teller)
    if parquet:
        parquet_file(made, parquet)
    if xlsx:
        figures_workbook(made, xlsx)
    if csv and str(csv) != "-":
        csv_file(made, csv)
    elif csv:
        write_csv(made, sys.stdout)
        sys.stdout.flush()

"""What several commands share: the language, where problems are written, and options that name files."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from borgerpuls.commands.console import Teller
from borgerpuls.languages import OFFERED

STORE = "figures.sqlite"
"""The file of figures, beside the first wave unless ``--shelf`` names another."""


def chosen_language(wish: str | None) -> str:
    """The language of messages: the one wished for, else BORGERPULS_LANG, else LANG, else English."""
    for language in (wish, os.environ.get("BORGERPULS_LANG"), os.environ.get("LANG")):
        if language and language[:2] in OFFERED:
            return language[:2]
    return "en"


def with_console(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its ``teller``, and the options that say how problems are told."""

    @click.option("--lang", type=click.Choice(OFFERED), help="Language of messages and tables.")
    @click.option("--problems", type=click.Path(path_type=Path), help="Write all problems to this CSV file too.")
    @wraps(command)
    def telling(lang: str | None, problems: Path | None, **given: Any) -> None:
        teller = Teller(chosen_language(lang), problems)
        with teller.refusals():
            command(teller, **given)

    return telling


def path_option(name: str, help: str, required: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option that names a file or a folder."""
    return click.option(name, type=click.Path(path_type=Path), help=help, required=required)


waves_argument = click.argument("waves", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="WAVE...")
store_option = path_option("--shelf", help=f"The file of figures; {STORE} beside the first wave unless named.")

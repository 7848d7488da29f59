"""The command line: ``borgerpuls check``, ``import``, ``figures``, ``report`` and what else ``COMMANDS`` lists.

Each command is loaded when it is called, so that ``borgerpuls --help`` waits for none of the libraries they use.
"""

from datetime import date
from importlib import import_module
from typing import Final

import click

COMMANDS: Final = {
    "check": ("check", "Tell every problem of questionnaires, letters, registers of units, mapping files and waves."),
    "import": ("import_wave", "Freeze a wave from CSV, XLSX or SPSS by a mapping file, or guess the mapping file."),
    "plan": ("import_wave", "Fix the plan of analysis of a wave before its answers are in."),
    "figures": ("figures", "Make every figure of the waves and keep them in one file."),
    "report": ("report", "Write the reports of the newest wave, for every place and in every language."),
    "look": ("look", "Show one place beside the whole, in the terminal."),
    "trace": ("trace", "Show what a figure is made from, and let R make it again."),
    "weighting": ("weighting", "Propose which printed groups to weight a wave by, and tell what that would do."),
    "serve": ("site", "Run the site: the web pages, and one worker that sends messages and builds reports."),
    "work": ("site", "Send what is due, open and close waves on their day, build reports, delete contact data."),
    "manage": ("site", "Any of Django's own commands: manage migrate, manage shell."),
}
"""Command -> its module in ``borgerpuls.commands``, where it has the same name (``import_`` for ``import``), and what
it does."""


class Commands(click.Group):
    """A group whose commands are imported one by one, each when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"borgerpuls.commands.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, "import_" if name == "import" else name)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_module, purpose) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borgerpuls")
@click.pass_context
def main(context: click.Context) -> None:
    """One citizen survey across many municipalities, from the answers to the report.

    Exit code 0: done. 2: refused, with every problem told and nothing half-written.
    """
    context.obj = date.today()

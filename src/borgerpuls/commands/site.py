"""The site, from the terminal: ``borgerpuls serve | work | manage``."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import click
import django
from django.core.management import call_command, execute_from_command_line
from granian.constants import Interfaces
from granian.server import Server

from borgerpuls.commands.console import Teller
from borgerpuls.commands.options import chosen_language
from borgerpuls.messages import _, verbatim
from borgerpuls.problems import Problem, Refused

SETTINGS = "borgerpuls.web.settings"
THREADS = 4
"""In each process, so that a slow staff page holds up no citizen; SQLite's one writer is worth no more of them."""


@click.command()
@click.option("--host", default="127.0.0.1", help="The address to answer at.")
@click.option("--port", default=8000, help="The port to answer at.")
@click.option("--workers", default=2, help="Processes that answer.")
@click.option("--no-worker", is_flag=True, help="Send no messages and build no reports from here.")
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Run the site: the web pages, and one worker that sends messages and builds reports.

    The databases are made or brought up to date first.
    """
    with Teller(chosen_language(None)).refusals():
        refuse_taken(host, port)
    prepare(BORGERPULS_URL=f"http://{'localhost' if host == '127.0.0.1' else host}:{port}")
    worker = None if no_worker else subprocess.Popen([sys.executable, "-m", "django", "work"])
    try:
        Server(
            "borgerpuls.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            log_access=False,
            respawn_failed_workers=True,
        ).serve()
    finally:
        if worker:
            worker.terminate()
            worker.wait()


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def work(options: Sequence[str]) -> None:
    """Send what is due, open and close waves on their day, build reports, delete contact data. --once: then stop."""
    setup()
    execute_from_command_line(["borgerpuls", "work", *options])  # which tells what is wrong without a traceback


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: Sequence[str]) -> None:
    """Any of Django's own commands: manage migrate, manage shell."""
    setup()
    execute_from_command_line(["borgerpuls manage", *arguments])


def refuse_taken(host: str, port: int) -> None:
    """``Refused`` where no server can answer: another one does, or this machine has no such address."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        problem = Problem(
            _("the address {host}, port {port}", host=host, port=port),
            _("Another program answers there.") if taken else verbatim(f"{error.strerror}."),
            _("End that program, or choose another address with --host and --port."),
        )
        raise Refused([problem]) from error


def setup(**addresses: str) -> None:
    """Django with our settings; ``addresses`` hold where the environment does not say otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    for name, address in addresses.items():
        os.environ.setdefault(name, address)
    django.setup()


def prepare(**addresses: str) -> None:
    """The same, with both databases made or brought up to date."""
    setup(**addresses)
    quiet: dict[str, Any] = {"interactive": False, "verbosity": 0}
    for database in ("default", "contacts"):
        call_command("migrate", database=database, **quiet)

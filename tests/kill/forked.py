"""Workers forked from a process that has loaded what takes longest to load and is the same on every site."""

import multiprocessing
import os
from pathlib import Path

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["borgerpuls.reports.publication.publish", "borgerpuls.results.build"])


def work(environment: dict[str, str], log: Path) -> None:
    """``borgerpuls work`` with the settings of ``environment``; what it says goes to the end of ``log``."""
    os.environ.update(environment)
    os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT), 2)
    import django  # noqa: PLC0415 - the settings are those of this process alone
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("work")

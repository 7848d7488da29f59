"""``python -m django work``: the worker, until it is told to stop."""

import os
import signal
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from borgerpuls.fieldwork.channels.registry import transports
from borgerpuls.fieldwork.survey.letter_templates import read_words
from borgerpuls.problems import Refused
from borgerpuls.web.worker.rounds import Worker


class Command(BaseCommand):
    help = "Send what is due, and do the long work of waves. SIGTERM ends it after the message in hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything that is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        try:
            transports()
            read_words(settings.SURVEY / "letters.toml")
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        worker = Worker(f"{socket.gethostname()[:24]}:{os.getpid()}")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run(once=once)

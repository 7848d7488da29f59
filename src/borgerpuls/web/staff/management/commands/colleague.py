"""``python -m django colleague somebody@example.dk``: a link that lets a person in, first of all into the programme."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from borgerpuls.fieldwork.staff.memberships import OPERATOR, invite
from borgerpuls.fieldwork.survey.registers import lay_municipalities
from borgerpuls.problems import Refused


class Command(BaseCommand):
    help = "Print a link that lets a person in once: to the programme office, or to a municipality."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--municipality", metavar="CODE", help="four digits; without it, the programme office")
        parser.add_argument("--reader", action="store_true", help="may look, not change; only in a municipality")

    def handle(self, *args: Any, **options: Any) -> None:
        place = options["municipality"]
        role = "reader" if options["reader"] else "coordinator" if place else "programme"
        lay_municipalities()
        try:
            token = invite(OPERATOR, options["email"], role, place, timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(settings.SITE_URL + reverse("staff:invitation", args=[token]))

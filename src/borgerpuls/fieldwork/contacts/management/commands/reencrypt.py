"""``borgerpuls manage reencrypt``: close all contact data with the newest key; older ones can then be thrown away."""

from typing import Any

from django.core.management.base import BaseCommand

from borgerpuls.fieldwork.contacts.store import reencrypt


class Command(BaseCommand):
    help = "Close all contact data again with the first of the keys. May be run again, and while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reencrypt()} persons")

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo import load


class Command(BaseCommand):
    help = (
        "Load the demo world (a fiction) into an empty database; the same rows every time, dated from today."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty every table first")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This installation is not in demo mode (DEMO=1); nothing was loaded.")
        try:
            load.load(reset=options["reset"], say=self.stdout.write)
        except load.NotEmpty as refusal:
            raise CommandError(str(refusal)) from refusal

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.supervisor import up


class Command(BaseCommand):
    help = "Run web, workers and beat on this machine, with embedded servers unless DATABASE_URL / REDIS_URL are set."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="an empty installation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            up.run(
                port=options["port"],
                embedded_database=settings.EMBEDDED_DATABASE,
                embedded_broker=settings.EMBEDDED_BROKER,
                demo=not options["no_demo"],
            )
        except up.CannotStart as reason:
            raise CommandError(str(reason)) from reason

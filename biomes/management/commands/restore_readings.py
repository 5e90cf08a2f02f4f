"""A month that was archived comes back into the table, held against the root that was written down."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from biomes import actions
from biomes.management.commands.archive_readings import month
from biomes.parquet import NoParquet
from ledger.queries import now


class Command(BaseCommand):
    help = "Bring an archived month of readings back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", type=month, required=True)
        parser.add_argument("--from", type=Path, required=True, dest="folder", help="where its file lies")

    def handle(self, *_args: Any, month: date, folder: Path, **_options: Any) -> None:
        try:
            back = actions.restore_month(month=month, folder=folder, at=now())
        except (actions.CannotArchive, NoParquet) as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"{back}: {back.reading_count} readings are back, root {back.root}")

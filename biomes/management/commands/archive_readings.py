"""Months of raw readings go to Parquet files with a manifest and leave the table; days in numbers stay."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from biomes import actions
from biomes.actions import months
from biomes.parquet import NoParquet
from ledger.queries import now


def month(text: str) -> date:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII) or text.startswith("0000"):
        raise argparse.ArgumentTypeError(f"{text!r} is no month; write 2149-03")
    return date(int(text[:4]), int(text[5:]), 1)


class Command(BaseCommand):
    help = "Write months of readings to Parquet files, verify them, and take them out of the table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--before", type=month, help="every month before this one; left out: READINGS_KEEP_MONTHS decides"
        )
        parser.add_argument("--to", type=Path, required=True, dest="folder", help="an existing folder")
        parser.add_argument("--drop", action="store_true", help="free the space of the months too")

    def handle(self, *_args: Any, before: date | None, folder: Path, drop: bool, **_options: Any) -> None:
        at = now()
        before = before or _policy(at)
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        due = [one for one in months.attached_months() if one < before]
        for one in due:
            try:
                made = actions.archive_month(month=one, folder=folder, at=now(), drop=drop)
            except (actions.CannotArchive, NoParquet) as why:
                raise CommandError(str(why)) from why
            self.stdout.write(f"{made}: {made.reading_count} readings in {made.file}, root {made.root}")
        self.stdout.write(f"{len(due)} months archived.")


def _policy(at: Any) -> date:
    keep: int = settings.READINGS_KEEP_MONTHS
    if not keep:
        raise CommandError("Readings are kept for ever here; say --before, or set READINGS_KEEP_MONTHS.")
    return months.later(months.month_of(at), -keep)

"""manage.py import_readings FILE --biome SLUG --map station=... lon=... lat=... time=... indicator=COLUMN[unit]<limit"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from biomes import actions, queries
from biomes.queries import desk
from biomes.rules import columns as rule
from biomes.rules.words import Quality
from biomes.words import imports
from ledger.queries import now


class Command(BaseCommand):
    help = "Imports a table of past readings: each site a station, each row stored, flagged or refused with its reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--biome", required=True, help="address of the living system or survey")
        parser.add_argument("--map", nargs="+", required=True, metavar="NAME=COLUMN")
        parser.add_argument("--checked", action="store_true", help="the publisher has checked the values")
        parser.add_argument("--decimal-comma", action="store_true")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        biome = desk.any_biome(options["biome"])
        if biome is None:
            raise CommandError(f"No living system has the address {options['biome']}; draft it first.")
        try:
            columns = rule.read_map(options["map"])
        except rule.BadMap as why:
            raise CommandError(f"--map: cannot read or missing: {why}") from why
        try:
            with (
                options["file"].open(encoding="utf-8-sig", newline="") as table,
                transaction.atomic(),
            ):
                account = actions.import_survey(
                    biome=biome,
                    lines=self._lines(table, columns),
                    columns=columns,
                    sender=f"file {options['file'].name}"[:64],
                    at=now(),
                    quality=Quality.CHECKED if options["checked"] else Quality.RAW,
                    decimal_comma=options["decimal_comma"],
                )
                transaction.set_rollback(options["dry_run"])
        except (OSError, UnicodeDecodeError, csv.Error) as why:
            raise CommandError(f"{options['file'].name} cannot be read: {why}") from why
        self._say(account, dry=options["dry_run"])

    def _lines(self, table: TextIO, columns: rule.Columns) -> Iterator[dict[str, str]]:
        """Line by line: a file may be larger than memory. What breaks late takes back what came before."""
        reader = csv.DictReader(table, strict=True)
        if len(set(reader.fieldnames or ())) < len(reader.fieldnames or ()):
            raise CommandError("The header line names a column twice.")
        missing = [name for name in columns.named if name not in (reader.fieldnames or ())]
        if missing:
            raise CommandError(f"The file has no column {', '.join(missing)}.")
        unknown = [m.indicator for m in columns.measures if not _is_known(m.indicator)]
        if unknown:
            raise CommandError(f"No indicator has the code {', '.join(unknown)}.")
        yield from reader

    def _say(self, account: actions.Account, *, dry: bool) -> None:
        for one in [*account.refusals, *account.doubts]:
            self.stdout.write(f"line {one.line}, {one.indicator}: {imports.refusal(one.code)}")
        sums = ", ".join(f"{count} {verdict}" for verdict, count in sorted(account.verdicts.items()))
        self.stdout.write(
            f"{account.line_count} lines, {account.station_count} new stations, {sums}"
            + (" (dry run: nothing stored)" if dry else "")
        )


def _is_known(code: str) -> bool:
    return queries.indicators().filter(code=code).exists()

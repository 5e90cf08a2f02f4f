"""manage.py import_readings FILE --biome SLUG --map station=... lon=... lat=... time=... indicator=COLUMN[unit]<limit"""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from biomes import actions, queries, words
from biomes.queries import desk
from biomes.rules import columns as rule
from biomes.rules.words import Quality
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
        lines = self._lines(options["file"], columns)
        with transaction.atomic():
            account = actions.import_survey(
                biome=biome,
                lines=lines,
                columns=columns,
                sender=f"file {options['file'].name}"[:64],
                at=now(),
                quality=Quality.CHECKED if options["checked"] else Quality.RAW,
                decimal_comma=options["decimal_comma"],
            )
            transaction.set_rollback(options["dry_run"])
        self._say(account, dry=options["dry_run"])

    def _lines(self, file: Path, columns: rule.Columns) -> list[dict[str, str]]:
        try:
            with file.open(encoding="utf-8-sig", newline="") as table:
                reader = csv.DictReader(table, strict=True)
                if len(set(reader.fieldnames or ())) < len(reader.fieldnames or ()):
                    raise CommandError("The header line names a column twice.")
                missing = [name for name in columns.named if name not in (reader.fieldnames or ())]
                if missing:
                    raise CommandError(f"The file has no column {', '.join(missing)}.")
                unknown = [m.indicator for m in columns.measures if not _is_known(m.indicator)]
                if unknown:
                    raise CommandError(f"No indicator has the code {', '.join(unknown)}.")
                return list(reader)
        except (OSError, UnicodeDecodeError, csv.Error) as why:
            raise CommandError(f"{file.name} cannot be read: {why}") from why

    def _say(self, account: actions.Account, *, dry: bool) -> None:
        for number, indicator, reason in account.refusals:
            self.stdout.write(f"line {number}, {indicator}: {words.refusal(reason)}")
        for number, indicator, flag in account.doubts:
            self.stdout.write(f"line {number}, {indicator}: {words.remark(flag)}")
        sums = ", ".join(f"{count} {verdict}" for verdict, count in sorted(account.verdicts.items()))
        self.stdout.write(
            f"{account.line_count} lines, {account.station_count} new stations, {sums}"
            + (" (dry run: nothing stored)" if dry else "")
        )


def _is_known(code: str) -> bool:
    return queries.indicators().filter(code=code).exists()

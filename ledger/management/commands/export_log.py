"""`manage.py export_log DIR`: the public log as files that anyone can check offline."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import actions, queries


class Command(BaseCommand):
    help = "Write the public log, its documents, keys and latest checkpoint into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--seal", action="store_true", help="seal what waits first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["seal"]:
                actions.seal_due(at=queries.now())
            head = actions.export_log(options["folder"])
        except (actions.CannotExport, actions.CannotSeal) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{head.size} entries in {options['folder']}; check them with:")
        self.stdout.write(f"  python3 -I -S ledger/verify.py {options['folder']}")

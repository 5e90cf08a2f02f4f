"""`manage.py verify_log [DIR]`: run ledger/verify.py, on an export or on this very database."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import actions, queries, verify


class Command(BaseCommand):
    help = "Check an export of the public log (or, without DIR, the log of this database)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--checkpoint", type=Path, help="an older checkpoint you kept")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["folder"]:
            self._run(options["folder"], options["checkpoint"])
            return
        with TemporaryDirectory() as temporary:
            folder = Path(temporary) / "export"
            stopped = self._seal()
            try:
                actions.export_log(folder)
            except actions.CannotExport as refusal:
                raise CommandError(str(refusal)) from refusal
            self._run(folder, options["checkpoint"])
        if stopped:
            raise CommandError(stopped)

    def _seal(self) -> str:
        """Why it could not be sealed, as after a restore: what is there is checked all the same."""
        if lost := queries.loss():
            return f"The log does not go on: {lost.why}."
        actions.seal_due(at=queries.now())
        return ""

    def _run(self, folder: Path, checkpoint: Path | None) -> None:
        # As an outsider runs it: isolated, without this project or any package in reach.
        command = [sys.executable, "-I", "-S", str(Path(verify.__file__)), str(folder)]
        if checkpoint:
            command += ["--checkpoint", str(checkpoint)]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        self.stdout.write(outcome.stdout.rstrip("\n"))
        if outcome.returncode:
            raise CommandError(outcome.stderr.strip() or "The log does not verify.")

"""`manage.py open_epoch`: after a restore behind the last published checkpoint, let the log go on and say what was lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import actions, outside, queries
from ledger.rules.epoch import Reason


class Command(BaseCommand):
    help = (
        "Open a new epoch of the public log that names a checkpoint which was published and is lost. Without --lost it is"
        " the one kept outside the database. Run it before anything else is sealed; the same one twice does nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lost", type=Path, metavar="CHECKPOINT_FILE", help="a lost checkpoint, as kept")
        parser.add_argument(
            "--reason-code",
            choices=[reason.value for reason in Reason],
            default=Reason.RESTORE.value,
            help="restore: a backup was restored; damage: entries could not be read any more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lost = self._note(options["lost"])
        try:
            entry = actions.open_epoch(lost=lost, reason=Reason(options["reason_code"]), at=queries.now())
        except actions.CannotOpen as refusal:
            raise CommandError(str(refusal)) from refusal
        body = entry.fact.body
        here = (
            f"its first {body['common']} are here, {body['lost_size'] - body['common']} are lost"
            if "leaves" in body
            else f"at most its first {body['size']} are here; only this very checkpoint can be told from a rewrite"
        )
        self.stdout.write(
            f"Epoch {body['epoch']} is entry {entry.seq}. It names a checkpoint over {body['lost_size']} entries: {here}."
        )
        if other := queries.loss():
            self.stdout.write(f"Sealing still waits: {other.why}. Open an epoch for that one too.")

    def _note(self, path: Path | None) -> str:
        try:
            note = path.read_bytes().decode("utf-8") if path else outside.checkpoint()
        except OSError as error:
            raise CommandError(f"The checkpoint cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError("The file is no checkpoint: it is not text.") from error
        if note is None:
            raise CommandError("No checkpoint is kept outside the database; name one with --lost.")
        return note

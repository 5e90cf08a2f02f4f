"""Reads the mailbox to which mail hosts send their reports (RFC 3464) and notes what came back for good."""

from __future__ import annotations

import mailbox
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from ledger.queries import now
from petitions import actions
from petitions.rules import bounces


class Command(BaseCommand):
    help = "Read reports of undelivered mail from a mailbox (mbox file or Maildir folder), and take them out of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", type=Path, help="an mbox file, or a Maildir folder")
        parser.add_argument("--keep", action="store_true", help="leave every message where it is")

    def handle(self, *_args: Any, keep: bool, **options: Any) -> None:
        box = _opened(options["mailbox"])
        counts: Counter[str] = Counter()
        try:
            box.lock()
            for key in list(box.keys()):
                counts[_note(box, key)] += 1
                if not keep:
                    box.discard(key)
            box.flush()
        except (mailbox.Error, OSError) as error:
            raise CommandError(f"The mailbox could not be read: {error}") from error
        finally:
            box.close()
        told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        self.stdout.write(f"{counts.total()} read: {told}." if counts else "Nothing to read.")


def _opened(path: Path) -> mailbox.Mailbox[Any]:
    if path.is_dir():
        if not (path / "new").is_dir():
            raise CommandError(f"{path} is no Maildir folder.")
        return mailbox.Maildir(path, create=False)
    if not path.is_file():
        raise CommandError(f"There is no mailbox {path}.")
    return mailbox.mbox(path, create=False)


def _note(box: mailbox.Mailbox[Any], key: str) -> str:
    """What became of one message, in a word or two for the count."""
    with box.get_file(key) as file:
        raw = file.read(bounces.LARGEST + 1)
    try:
        report = bounces.read_report(raw)
        bounce = actions.record_bounce(message_id=report.message_id, status=report.status, at=now())
    except bounces.NotAReport as why:
        return f"no report ({why.why})"
    except actions.UnknownMail:
        return "about no mail of ours"
    return "noted" if bounce else "may still arrive"

"""`manage.py replay_erasures`: after a restore, erase again who had left since the backup."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from ledger.queries import now


class Command(BaseCommand):
    help = "Erase again everybody whose code is kept outside the database as erased. Running it twice does nothing more."

    def handle(self, *args: Any, **options: Any) -> None:
        done, refused = actions.replay_erasures(at=now())
        missing = actions.keep_erased()
        self.stdout.write(f"{done} erased again; {missing} codes were missing outside the database.")
        if refused:
            raise CommandError(f"Appoint another admin first, then run it again: {', '.join(refused)}")

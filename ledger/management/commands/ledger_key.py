"""`manage.py ledger_key`: make a signing key for LEDGER_SIGNING_KEY."""

import secrets
from base64 import b64encode
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ledger.rules.note import Signer


class Command(BaseCommand):
    help = "Print a new signing key and its public half."

    def handle(self, *args: Any, **options: Any) -> None:
        seed = secrets.token_bytes(32)
        self.stdout.write(f"LEDGER_SIGNING_KEY={b64encode(seed).decode()}")
        self.stdout.write(f"# verifier: {Signer(settings.LEDGER_ORIGIN, seed).verifier.text}")

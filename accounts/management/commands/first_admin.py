"""The first two admins of a new site. Two persons appoint everybody after them."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import actions, queries
from accounts.models import User
from accounts.rules.roles import Role
from ledger.queries import now

ENOUGH = 2


class Command(BaseCommand):
    help = "Make an admin, while there are fewer than two; afterwards admins appoint admins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if queries.holders(Role.ADMIN, now()).count() >= ENOUGH:
            raise CommandError("There are two admins already: they appoint the next one together.")
        user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email)
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        actions.grant_role(user=user, role=Role.ADMIN, at=now())
        self.stdout.write(
            f"{email} is an admin. Set a password by 'Forgot your password?' and a second factor."
        )

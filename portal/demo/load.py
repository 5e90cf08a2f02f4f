"""Loads the demo world storey by storey, in one transaction: all of it or nothing."""

import time
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection, transaction

from accounts.models import User
from biomes.actions import months
from ledger import actions as ledger
from ledger import outside
from ledger import queries as ledger_queries
from portal.demo.world import World

STOREYS = (
    "accounts",
    "biomes",
    "zone_figures",
    "signs",
    "imports",
    "readings",
    "curation",
    "charters",
    "crises",
    "petitions",
    "paper",
    "council",
    "alliances",
    "elections",
    "exhibits",
    "everyone",
    "coalitions",
    "archive",
)
OURS = {
    "ledger",
    "accounts",
    "moderation",
    "biomes",
    "charters",
    "petitions",
    "crises",
    "council",
    "exhibits",
}


class NotEmpty(Exception):
    """The database already holds people; a demo is never poured over them."""


def is_loaded() -> bool:
    return User.objects.exists()


def load(*, reset: bool = False, say: Callable[[str], object] = print) -> None:
    if reset:
        empty_tables()
    elif is_loaded():
        raise NotEmpty("The database is not empty. `make demo-reset` empties it and loads the demo again.")
    with transaction.atomic():
        world = World(now=ledger_queries.now())
        for storey in STOREYS:
            began = time.monotonic()
            told = import_module(f"portal.demo.{storey}").load(world)
            # What one storey did is heard by the storeys above before they go on.
            ledger.deliver_due(at=world.now)
            say(f"    {storey}: {time.monotonic() - began:.1f} s{f' ({told})' if told else ''}")
        ledger.seal_due(at=world.now)


def empty_tables() -> None:
    """Every table of ours and its history, in one TRUNCATE (row guards do not see it)."""
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and (
            model._meta.app_label in OURS
            or model._meta.app_label in {"account", "mfa", "sessions", "usersessions"}
        )
    ]
    quoted = ", ".join(connection.ops.quote_name(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
        # A month that the demo put away could not be filled again.
        months.forget_away(cursor)
    outside.forget()
    install_reference()


def install_reference() -> None:
    """The rows every installation starts with: each data migration that offers `install(apps, editor)`."""
    for app in sorted(OURS):
        folder = import_module(f"{app}.migrations")
        for module in iter_modules(folder.__path__):
            install = getattr(import_module(f"{app}.migrations.{module.name}"), "install", None)
            if install:
                install(apps, None)

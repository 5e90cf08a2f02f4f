from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.demo import load


class Command(BaseCommand):
    help = "Bring the database up to the code: migrations, and the demo world once where DEMO is on."

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("  Migrating.")
            call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMO and not load.is_loaded():
            self.stdout.write("  Loading the demo world.")
            call_command("load_demo")

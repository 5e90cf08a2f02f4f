"""Files that came in before they came in by steps: what was done with them stays to be read."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("schema")]
BEFORE, AFTER = ("biomes", "0011_guests"), ("biomes", "0013_files_in_steps")


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection)


@pytest.fixture
def former():
    """The tables as they were, and at the end as they are."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model("biomes", "Bulk")
    migrate(*newest)


@pytest.mark.full
def test_an_applied_file_keeps_its_verdicts_and_one_that_was_only_looked_at_is_called_off(former, noon):
    row = {"line": 2, "slug": "creek", "verdict": "new", "changed": [], "faults": []}
    left = row | {
        "line": 3,
        "slug": "bay",
        "verdict": "left_out",
        "faults": [{"field": "name", "code": "missing", "about": ""}],
    }
    said = {"noun": "biomes", "sender": "p-1", "sent_at": noon}
    former.objects.create(name="a" * 100 + ".xlsx", applied_at=noon, outcome=[row, left], **said)
    former.objects.create(name="b.json", rows=[{"line": 2, "cells": {"slug": "x"}}], **said)

    apps = migrate(AFTER).loader.project_state(AFTER).apps
    applied, looked = apps.get_model("biomes", "Bulk").objects.order_by("pk")

    assert (applied.state, applied.kind, applied.applied_by, applied.line_count) == ("done", "xlsx", "p-1", 2)
    assert applied.counts == {"new": 1, "left_out": 1}
    assert [(one.line, one.key, one.verdict) for one in applied.rows.order_by("line")] == [
        (2, "creek", "new"), (3, "bay", "left_out"),
    ]  # fmt: skip
    assert (looked.state, looked.kind, looked.applied_by) == ("cancelled", "geojson", "")

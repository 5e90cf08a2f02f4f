"""Limits say how their value was checked; the reference rows with the ones they followed."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import migrations, models
from django.db.models.functions import TruncDate

FILE = Path(__file__).resolve().parents[1] / "data" / "reference.json"
KEYS = ("level", "direction", "typology_code")
CHECKS = ("source", "verification", "verified_on", "verified_note")


def install(apps: Any, _editor: Any) -> None:
    threshold_model = apps.get_model("biomes", "Threshold")
    indicators = {one.code: one for one in apps.get_model("biomes", "Indicator").objects.all()}
    said = json.loads(FILE.read_text(encoding="utf-8"))
    for row in said["thresholds"]:
        rows = threshold_model.objects.filter(
            indicator=indicators[row["indicator"]],
            biome=None,
            since=_moment(row["since"]),
            author="",
            **{key: row[key] for key in KEYS},
        )
        rows.update(**{key: row[key] for key in CHECKS})
    for row in said["former"]:
        _follow(threshold_model, indicators[row["indicator"]], row)
    # What curators set before checks were recorded goes on deciding, and says so.
    threshold_model.objects.filter(verification="").update(
        verification="earlier", verified_on=TruncDate("since")
    )


def _follow(threshold_model: Any, indicator: Any, row: dict[str, Any]) -> None:
    since, until = _moment(row["since"]), _moment(row["until"])
    kind = {"indicator": indicator, "biome": None} | {key: row[key] for key in KEYS}
    if threshold_model.objects.filter(since__lt=until, **kind).exists():
        return
    kept = {key: value for key, value in row.items() if key not in {"indicator", "since", "until", *KEYS}}
    former = threshold_model.objects.create(since=since, until=until, **kind, **kept)
    threshold_model.objects.filter(since=until, corrects=None, **kind).update(corrects=former)


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies = [("biomes", "0008_indicators")]

    operations = [
        migrations.AddField(
            model_name="threshold",
            name="verification",
            field=models.CharField(
                blank=True,
                choices=[
                    ("document", "document"),
                    ("publisher", "publisher"),
                    ("quoted", "quoted"),
                    ("earlier", "earlier"),
                ],
                default="",
                max_length=12,
                verbose_name="how it was checked",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="threshold",
            name="verified_note",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="checked in"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="threshold",
            name="verified_on",
            field=models.DateField(blank=True, null=True, verbose_name="checked on"),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verification", ""),
                    models.Q(
                        ("verification__in", ["document", "publisher", "quoted", "earlier"]),
                        ("verified_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="threshold_checked_on_a_day",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop, elidable=False),
    ]

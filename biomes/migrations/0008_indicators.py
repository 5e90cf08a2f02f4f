"""Figures about zones, never edited, and the measures every installation starts with."""

import json
from pathlib import Path
from typing import Any

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILE = Path(__file__).resolve().parents[1] / "data" / "zone_measures.json"


def install(apps: Any, _editor: Any) -> None:
    measure = apps.get_model("biomes", "ZoneMeasure")
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        code = row.pop("code")
        measure.objects.get_or_create(code=code, defaults=row)


class Migration(migrations.Migration):
    dependencies = [
        ("biomes", "0007_curation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ZoneMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("unit", models.CharField(max_length=24, verbose_name="unit")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="definition")),
                (
                    "least",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="lowest plausible"),
                ),
                (
                    "most",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="highest plausible"),
                ),
                ("rank", models.PositiveSmallIntegerField(default=100, verbose_name="order on pages")),
            ],
            options={
                "verbose_name": "measure of zones",
                "verbose_name_plural": "measures of zones",
                "ordering": ["rank", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("least__lt", models.F("most"))), name="zone_measure_range_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="value")),
                ("on", models.DateField(verbose_name="of")),
                (
                    "precision",
                    models.CharField(default="day", max_length=8, verbose_name="precision of the day"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("source_url", models.URLField(blank=True, verbose_name="address of the source")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it was corrected")),
                ("author", models.CharField(max_length=32, verbose_name="author")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="biomes.zoneindicator",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="biomes.zone",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="biomes.zonemeasure",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator of a zone",
                "verbose_name_plural": "indicators of zones",
                "ordering": ["zone", "measure", "-on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects__isnull", True)),
                        fields=("zone", "measure", "on", "precision", "source"),
                        name="zone_indicator_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("reason", "")),
                            models.Q(("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="zone_indicator_corrected_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="zone_indicator_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("precision__in", ["day", "month", "year"])),
                        name="zone_indicator_precision_known",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="zoneindicator",
            trigger=pgtrigger.compiler.Trigger(
                name="zone_indicators_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c095250be02e6a037eba8fc6428f3541dce0fbdb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_zone_indicators_stay_91f1b",
                    table="biomes_zoneindicator",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop, elidable=False),
    ]

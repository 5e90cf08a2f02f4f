"""Imports of files with their remarks, refused rows of a batch, and keys that end by themselves."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("biomes", "0005_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="stationkey",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="works until"),
        ),
        migrations.AddField(
            model_name="stationkey",
            name="last_used_on",
            field=models.DateField(blank=True, null=True, verbose_name="last used on"),
        ),
        migrations.AddField(
            model_name="stationkey",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="successors",
                to="biomes.stationkey",
            ),
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="file")),
                ("kind", models.CharField(max_length=4, verbose_name="kind of file")),
                ("file", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("header", models.JSONField(default=list)),
                ("said", models.JSONField(default=dict)),
                ("state", models.CharField(default="uploaded", max_length=10, verbose_name="state")),
                ("asked_by", models.CharField(max_length=32, verbose_name="asked by")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "is_checked",
                    models.BooleanField(default=False, verbose_name="the publisher has checked the values"),
                ),
                ("is_whole", models.BooleanField(default=False, verbose_name="all or nothing")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started at")),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("offset", models.PositiveBigIntegerField(default=0)),
                ("line", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(default=0)),
                ("line_count", models.PositiveIntegerField(default=0, verbose_name="lines")),
                ("counts", models.JSONField(default=dict)),
                ("sites", models.JSONField(default=dict)),
                ("failure", models.CharField(blank=True, max_length=20)),
                ("failure_line", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="biomes.biome"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="biomes.station",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Refusals",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rows", models.JSONField(default=list)),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="biomes.batch",
                    ),
                ),
            ],
            options={
                "verbose_name": "refused rows",
                "verbose_name_plural": "refused rows",
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                ("column", models.CharField(blank=True, max_length=80, verbose_name="column")),
                ("indicator", models.CharField(blank=True, max_length=50)),
                ("code", models.CharField(max_length=24)),
                ("is_refusal", models.BooleanField(default=True)),
                ("said", models.CharField(blank=True, max_length=40, verbose_name="written")),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="biomes.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["line", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(
                condition=models.Q(("state__in", ["checking", "storing"])),
                fields=["moved_at"],
                name="import_moving",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["uploaded", "checking", "checked", "storing", "done", "failed", "cancelled"],
                    )
                ),
                name="import_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["csv", "xlsx"])), name="import_kind_known"
            ),
        ),
    ]

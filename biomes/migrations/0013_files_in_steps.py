"""Files of profiles, zones and links are looked at and taken in step by step; each row's verdict is a row of its own."""

import django.db.models.deletion
from django.db import migrations, models


def keep_what_was_done(apps, schema_editor):
    """A file that was applied keeps its verdicts; one that was only looked at is called off, and sent again."""
    Bulk, SheetRow = apps.get_model("biomes", "Bulk"), apps.get_model("biomes", "SheetRow")
    for one in Bulk.objects.iterator():
        endings = {"csv": "csv", "geojson": "geojson", "json": "geojson", "xlsx": "xlsx"}
        one.kind = endings.get(one.name.lower().rpartition(".")[2], "csv")
        one.name = one.name[:80]
        one.state = "done" if one.ended_at else "cancelled"
        one.applied_by = one.asked_by if one.ended_at else ""
        one.ended_at = one.ended_at or one.asked_at
        counts = {}
        rows = []
        for row in one.outcome:
            counts[row["verdict"]] = counts.get(row["verdict"], 0) + 1
            rows.append(
                SheetRow(
                    of=one,
                    line=row["line"],
                    key=row["slug"][:160],
                    verdict=row["verdict"],
                    changed=row["changed"],
                    faults=row["faults"],
                )
            )
        one.counts, one.line_count = counts, len(rows)
        one.line = max((row.line for row in rows), default=0)
        SheetRow.objects.bulk_create(rows)
        one.save()


class Migration(migrations.Migration):
    dependencies = [("biomes", "0011_guests")]

    operations = [
        migrations.RenameField("bulk", "sender", "asked_by"),
        migrations.RenameField("bulk", "sent_at", "asked_at"),
        migrations.RenameField("bulk", "applied_at", "ended_at"),
        migrations.RenameField("bulk", "rows", "rows_before"),
        migrations.CreateModel(
            name="SheetRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                ("key", models.CharField(max_length=160, verbose_name="row")),
                ("seen", models.CharField(blank=True, max_length=24)),
                ("verdict", models.CharField(max_length=10, verbose_name="verdict")),
                ("changed", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "row of a file",
                "verbose_name_plural": "rows of files",
                "ordering": ["line"],
            },
        ),
        migrations.AlterModelOptions(
            name="bulk",
            options={
                "ordering": ["-asked_at", "-pk"],
                "verbose_name": "import of a file",
                "verbose_name_plural": "imports of files",
            },
        ),
        migrations.RemoveConstraint(
            model_name="bulk",
            name="bulk_noun_known",
        ),
        migrations.AddField(
            model_name="bulk",
            name="applied_by",
            field=models.CharField(blank=True, max_length=32, verbose_name="applied by"),
        ),
        migrations.AddField(
            model_name="bulk",
            name="counts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="bulk",
            name="failure",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="bulk",
            name="failure_line",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="bulk",
            name="file",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="bulk",
            name="is_read",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="bulk",
            name="is_whole",
            field=models.BooleanField(default=False, verbose_name="all or nothing"),
        ),
        migrations.AddField(
            model_name="bulk",
            name="kind",
            field=models.CharField(default="csv", max_length=7, verbose_name="kind of file"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="bulk",
            name="line",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="bulk",
            name="line_count",
            field=models.PositiveIntegerField(default=0, verbose_name="lines"),
        ),
        migrations.AddField(
            model_name="bulk",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="bulk",
            name="offset",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="bulk",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="bulk",
            name="sha256",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="bulk",
            name="size",
            field=models.PositiveBigIntegerField(default=0, verbose_name="bytes"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="bulk",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="started at"),
        ),
        migrations.AddField(
            model_name="bulk",
            name="state",
            field=models.CharField(default="uploaded", max_length=10, verbose_name="state"),
        ),
        migrations.AddField(
            model_name="bulk",
            name="total",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="bulk",
            name="asked_at",
            field=models.DateTimeField(verbose_name="asked at"),
        ),
        migrations.AlterField(
            model_name="bulk",
            name="asked_by",
            field=models.CharField(max_length=32, verbose_name="asked by"),
        ),
        migrations.AlterField(
            model_name="bulk",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ended at"),
        ),
        migrations.AddIndex(
            model_name="bulk",
            index=models.Index(
                condition=models.Q(("state__in", ["checking", "storing"])),
                fields=["moved_at"],
                name="bulk_moving",
            ),
        ),
        migrations.AddField(
            model_name="sheetrow",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="biomes.bulk"
            ),
        ),
        migrations.AddIndex(
            model_name="sheetrow",
            index=models.Index(fields=["of", "key"], name="sheet_row_key"),
        ),
        migrations.AddIndex(
            model_name="sheetrow",
            index=models.Index(fields=["of", "verdict", "line"], name="sheet_row_verdict"),
        ),
        migrations.AddConstraint(
            model_name="sheetrow",
            constraint=models.UniqueConstraint(fields=("of", "line"), name="sheet_row_once"),
        ),
        migrations.AddConstraint(
            model_name="sheetrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["new", "changed", "unchanged", "refused", "left_out", "not_taken"])
                ),
                name="sheet_row_verdict_known",
            ),
        ),
        migrations.RunPython(keep_what_was_done, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="bulk",
            name="outcome",
        ),
        migrations.RemoveField(
            model_name="bulk",
            name="rows_before",
        ),
        migrations.AlterField(
            model_name="bulk",
            name="name",
            field=models.CharField(max_length=80, verbose_name="file"),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(("noun__in", ["biomes", "zones", "links"])), name="bulk_noun_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["csv", "geojson", "xlsx"])), name="bulk_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["uploaded", "checking", "checked", "storing", "done", "failed", "cancelled"],
                    )
                ),
                name="bulk_state_known",
            ),
        ),
    ]

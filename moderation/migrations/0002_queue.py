import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Trigrams.
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="draft")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
            ],
            options={
                "verbose_name": "draft of a reason",
                "verbose_name_plural": "drafts of reasons",
                "ordering": ["code", "language", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "length",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="waiting texts"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "length of the delay notice",
                "verbose_name_plural": "lengths of the delay notice",
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.TextField(max_length=1000, verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("answer", models.TextField(blank=True, max_length=1000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "second opinion",
                "verbose_name_plural": "second opinions",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="original",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="moderation.item",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="original",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="alike",
                to="moderation.item",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="code",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="moderation.code"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="moderation.item"
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="plain",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Left(
                    django.db.models.functions.comparison.Cast(
                        models.Func(
                            "snapshot",
                            models.Value('strict $.** ? (@.type() == "string")'),
                            function="jsonb_path_query_array",
                        ),
                        models.TextField(),
                    ),
                    4000,
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["plain"], name="item_plain_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("code", "language", "version"), name="draft_version_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draft",
            trigger=pgtrigger.compiler.Trigger(
                name="draft_is_never_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="465461275ebb17173eedf1d2d72a4cf090b163b4",
                    operation="UPDATE",
                    pgid="pgtrigger_draft_is_never_rewritten_aefdd",
                    table="moderation_draft",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("length__gte", 1)), name="notice_length_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("item",),
                name="opinion_one_open_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("answered_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="opinion_answered_by_another",
            ),
        ),
    ]
